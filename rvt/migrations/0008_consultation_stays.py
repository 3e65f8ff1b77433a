"""A consultation and what was added to it are never changed."""

from django.db import migrations

from accounts.never_changed import append_only


class Migration(migrations.Migration):
    dependencies = [("rvt", "0007_register"), ("accounts", "0002_append_only_events")]
    operations = [
        append_only("rvt_consultation"),
        append_only("rvt_consultation_natures"),
        append_only("rvt_consultation_extras"),
        append_only("rvt_addition"),
    ]
