"""Numbers from 0 to 10 are seen by who sees the household, and only grow (design 3)."""

from django.db import migrations

from accounts.never_changed import append_only
from accounts.row_security import protect

SEEN = "household_id + 0 = ANY ((SELECT visible_households())::bigint[])"


class Migration(migrations.Migration):
    dependencies = [("cases", "0037_safety_rating"), ("accounts", "0002_append_only_events")]
    operations = [
        protect("cases_safetyrating", SEEN),
        append_only("cases_safetyrating"),
        protect("cases_safetyratingwithdrawal", SEEN),
        append_only("cases_safetyratingwithdrawal"),
    ]
