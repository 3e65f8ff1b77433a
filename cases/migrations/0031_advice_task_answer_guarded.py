"""What became of a task after an advice is seen by who sees the link of that question, and only grows (ADR 51)."""

from django.db import migrations

from accounts.never_changed import append_only
from accounts.row_security import ACTOR, protect

# Row security holds inside the subquery too: a link that is not seen is not there.
OF_A_SEEN_LINK = """
household_id = ANY ((SELECT visible_households())::bigint[]) AND EXISTS (
    SELECT FROM cases_questionlink AS link
    WHERE link.id = cases_advicetaskanswer.link_id AND link.household_id = cases_advicetaskanswer.household_id)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_advice_task_answer"), ("accounts", "0002_append_only_events")]
    operations = [
        protect("cases_advicetaskanswer", OF_A_SEEN_LINK, check=f"{OF_A_SEEN_LINK} AND by_id = {ACTOR}"),
        append_only("cases_advicetaskanswer"),
    ]
