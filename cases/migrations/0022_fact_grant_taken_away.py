"""The contact person may take the grant on protected facts of the duo away (design 2: "an explicit, revocable grant").

Through a function, because the application writes no grants. The part stays; only where somebody is, is known no more.
"""

from django.db import migrations

from accounts.row_security import definer

TAKE_AWAY = """
BEGIN
    UPDATE cases_protectedfactgrant AS may SET period = may.period * tstzrange(NULL, statement_timestamp())
    WHERE may.uuid = known_as AND may.period @> statement_timestamp()
      AND (is_administrator() OR (
          may.user_id <> actor_id() AND may.household_id = ANY (visible_households()) AND EXISTS (
              SELECT FROM cases_involvement AS face
              WHERE face.household_id = may.household_id AND face.user_id = actor_id() AND face.part = 'contact'
                AND face.period @> statement_timestamp())));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not a grant that this person takes away' USING ERRCODE = 'insufficient_privilege';
    END IF;
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_looks_chosen")]
    operations = [definer("take_fact_grant_away(known_as uuid)", "void", TAKE_AWAY)]
