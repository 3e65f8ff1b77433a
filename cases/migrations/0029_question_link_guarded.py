"""Who may know which household a question is about: who asked, and the other half of the duo (design 4; ADR 51).

Neither the team lead, nor who stands in, nor a guest: unlike everything else of a household this follows the person.
Both tables only grow.
"""

from django.db import migrations

from accounts.never_changed import append_only
from accounts.row_security import ACTOR, protect

SEEN = "household_id = ANY ((SELECT visible_households())::bigint[])"

ASKER_AND_DUO = f"""
{SEEN} AND (
    asker_id = {ACTOR}
    OR EXISTS (
        SELECT FROM cases_involvement AS mine
        WHERE mine.household_id = cases_questionlink.household_id AND mine.user_id = {ACTOR}
          AND mine.period @> statement_timestamp()
          AND (mine.part = 'duo' OR (mine.part = 'contact' AND EXISTS (
              SELECT FROM cases_involvement AS partner
              WHERE partner.household_id = mine.household_id AND partner.user_id = cases_questionlink.asker_id
                AND partner.part = 'duo' AND partner.period @> statement_timestamp())))))
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_question_link"), ("accounts", "0002_append_only_events")]
    operations = [
        protect("cases_questionlink", ASKER_AND_DUO, check=f"{SEEN} AND asker_id = {ACTOR}"),
        append_only("cases_questionlink"),
        protect("cases_reportweighing", SEEN, check=f"{SEEN} AND by_id = {ACTOR}"),
        append_only("cases_reportweighing"),
    ]
