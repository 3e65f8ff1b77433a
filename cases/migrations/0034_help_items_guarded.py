"""Help follows the household, and only grows: a step that is taken back is a row of its own."""

from django.db import migrations

from accounts.never_changed import append_only
from accounts.row_security import protect

SEEN = "household_id = ANY ((SELECT visible_households())::bigint[])"
OF_A_SEEN_ITEM = "EXISTS (SELECT FROM cases_helpitem AS parent WHERE parent.id = item_id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0033_help_items"), ("accounts", "0002_append_only_events")]
    operations = [
        protect("cases_helpitem", SEEN),
        append_only("cases_helpitem"),
        protect("cases_helpfor", OF_A_SEEN_ITEM),
        append_only("cases_helpfor"),
        protect("cases_helpstep", SEEN),
        append_only("cases_helpstep"),
    ]
