"""What was said at a closing follows the household, and only grows."""

from django.db import migrations

from accounts.never_changed import append_only
from accounts.row_security import protect

SEEN = "household_id = ANY ((SELECT visible_households())::bigint[])"


class Migration(migrations.Migration):
    dependencies = [("cases", "0039_looking_back"), ("accounts", "0002_append_only_events")]
    operations = [protect("cases_lookingback", SEEN), append_only("cases_lookingback")]
