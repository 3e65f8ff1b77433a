"""Patterns follow the household, and only grow: taking one out is a row of its own."""

from django.db import migrations

from accounts.never_changed import append_only
from accounts.row_security import protect

SEEN = "household_id = ANY ((SELECT visible_households())::bigint[])"
OF_A_SEEN_PATTERN = "EXISTS (SELECT FROM cases_filmpattern AS parent WHERE parent.id = pattern_id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0041_film_patterns"), ("accounts", "0002_append_only_events")]
    operations = [
        protect("cases_filmpattern", SEEN),
        append_only("cases_filmpattern"),
        protect("cases_patternevent", OF_A_SEEN_PATTERN),
        append_only("cases_patternevent"),
        protect("cases_filmpatternwithdrawal", SEEN),
        append_only("cases_filmpatternwithdrawal"),
    ]
