"""Whether families still need somebody: a beheerder, who sees no family, hears yes or no before the database refuses."""

from django.db import migrations

from accounts.row_security import definer

STILL_A_FACE = """
BEGIN
    -- For who looks after the organisation: its own beheerder, or one of the regiobureau of its region.
    IF NOT is_administrator() AND NOT EXISTS (
        SELECT FROM accounts_organisation AS asked
        JOIN accounts_organisation AS office
            ON office.id = asked.id OR (office.is_region_office AND office.region_id = asked.region_id)
        JOIN accounts_membership AS works ON works.organisation_id = office.id
        JOIN accounts_user AS person ON person.id = works.user_id
        WHERE asked.id = team AND works.user_id = actor_id() AND works.role = 'administrator'
          AND works.period @> statement_timestamp() AND office.is_active AND person.is_active
    ) THEN
        RAISE EXCEPTION 'not an organisation of this beheerder' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN EXISTS (
        SELECT FROM cases_involvement AS face
        JOIN cases_household AS household ON household.id = face.household_id
        WHERE face.organisation_id = team AND (member IS NULL OR face.user_id = member) AND face.part = 'contact'
          AND household.status IN ('open', 'waiting', 'following')
          AND NOT isempty(face.period * tstzrange(statement_timestamp(), NULL))
    );
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_protected_facts_guarded"), ("accounts", "0009_region_office")]
    operations = [definer("still_a_face(team bigint, member bigint)", "boolean", STILL_A_FACE, volatile=False)]
