"""The access rule as two quick functions: what a person may do (`households_for`), what a person sees (`visible_households`).

A list asks both a dozen times in one statement. Written out in the statement the rule cost the planner a hundred times
what the rows cost (docs/adr/0046); as functions both are planned once a session.

`visible_households` keeps its answer for the rest of the statement that asked, in a setting of the transaction. The
statement is known by its moment, its snapshot and who acts; the answer is signed with a key that nobody but the owner
of the function reads, so that nobody can put an answer there. It is never good for the next statement.
"""

from importlib import import_module

from django.db import migrations

KEY = """
CREATE TABLE cases_statementkey (single boolean PRIMARY KEY DEFAULT true CHECK (single), key text NOT NULL);
INSERT INTO cases_statementkey (key) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);
REVOKE ALL ON cases_statementkey FROM rondom_app;
GRANT SELECT ON cases_statementkey TO rondom_definer;
"""

VISIBLE = """
DECLARE
    person bigint := actor_id();
    own_key text;
    statement text;
    kept text;
    seen bigint[];
BEGIN
    IF person IS NULL THEN
        RETURN ARRAY[]::bigint[];
    END IF;
    SELECT key INTO own_key FROM cases_statementkey;
    statement := concat_ws(' ', person, extract(epoch FROM statement_timestamp()), pg_current_snapshot(),
                           pg_current_xact_id_if_assigned(), '');
    kept := current_setting('rondom.seen', true);
    IF starts_with(substr(kept, 65), statement)
       AND left(kept, 64) = encode(sha256(convert_to(own_key || substr(kept, 65) || own_key, 'UTF8')), 'hex') THEN
        RETURN substr(kept, 65 + length(statement))::bigint[];
    END IF;
    seen := ARRAY(
        WITH teams AS MATERIALIZED (
            SELECT team.id, team.group_id, bool_or(works.role = 'team_lead') AS is_led
            FROM accounts_user AS who
            JOIN accounts_membership AS works ON works.user_id = who.id AND works.period @> statement_timestamp()
            JOIN accounts_organisation AS team ON team.id = works.organisation_id AND team.is_active
            WHERE who.id = person AND who.is_active
            GROUP BY team.id, team.group_id
        ),
        involved AS MATERIALIZED (
            SELECT part.household_id, teams.group_id
            FROM cases_involvement AS part JOIN teams ON teams.id = part.organisation_id
            WHERE part.user_id = person AND part.period @> statement_timestamp()
        ),
        found AS MATERIALIZED (
            SELECT involved.household_id AS id FROM involved
            WHERE EXISTS (
                SELECT FROM cases_householdgrouppermission AS holds
                WHERE holds.content_object_id = involved.household_id AND holds.group_id = involved.group_id
                  AND holds.permission_id = (
                      SELECT kind.id FROM auth_permission AS kind
                      JOIN django_content_type AS type ON type.id = kind.content_type_id
                      WHERE type.app_label = 'cases' AND kind.codename = 'view_household')
                  AND holds.period @> statement_timestamp())
            UNION
            SELECT holds.content_object_id
            FROM teams JOIN cases_householdgrouppermission AS holds ON holds.group_id = teams.group_id
            WHERE teams.is_led AND holds.period @> statement_timestamp()
              AND holds.permission_id = (
                  SELECT kind.id FROM auth_permission AS kind
                  JOIN django_content_type AS type ON type.id = kind.content_type_id
                  WHERE type.app_label = 'cases' AND kind.codename = 'coordinate_household')
        )
        SELECT found.id FROM found
        EXCEPT
        SELECT shut.household_id FROM cases_exclusion AS shut
        WHERE shut.user_id = person AND shut.period @> statement_timestamp()
    );
    kept := statement || seen::text;
    PERFORM set_config('rondom.seen',
        encode(sha256(convert_to(own_key || kept || own_key, 'UTF8')), 'hex') || kept, true);
    RETURN seen;
END
"""
"""What a person sees, for row security. It shares no text with `ALLOWED`: the two are compared, so that a mistake in one
is found by the other. Small sets first: an organisation may see a quarter of all households.
"""

ALLOWED = """
DECLARE
    may bigint[] := ARRAY(
        WITH works AS MATERIALIZED (
            SELECT organisation.id, organisation.group_id, membership.role
            FROM accounts_membership AS membership
            JOIN accounts_organisation AS organisation ON organisation.id = membership.organisation_id
            WHERE membership.user_id = person AND membership.period @> statement_timestamp() AND organisation.is_active
              AND EXISTS (SELECT FROM accounts_user WHERE id = person AND is_active)
        ),
        kept_out AS MATERIALIZED (
            SELECT household_id FROM cases_exclusion WHERE user_id = person AND period @> statement_timestamp()
        ),
        kinds AS MATERIALIZED (
            SELECT kind.id, kind.codename FROM auth_permission AS kind
            JOIN django_content_type AS type ON type.id = kind.content_type_id
            WHERE type.app_label = 'cases' AND type.model = 'household'
        ),
        parts AS MATERIALIZED (
            SELECT household_id, organisation_id FROM cases_involvement
            WHERE user_id = person AND period @> statement_timestamp() AND part || ':' || level = ANY (seats)
        )
        SELECT parts.household_id FROM parts JOIN works ON works.id = parts.organisation_id
        WHERE EXISTS (
              SELECT FROM cases_householdgrouppermission AS holds
              WHERE holds.content_object_id = parts.household_id AND holds.group_id = works.group_id
                AND holds.permission_id = (SELECT id FROM kinds WHERE codename = permission)
                AND holds.period @> statement_timestamp())
          AND parts.household_id NOT IN (SELECT household_id FROM kept_out)
        UNION ALL
        SELECT holds.content_object_id
        FROM works JOIN cases_householdgrouppermission AS holds ON holds.group_id = works.group_id
        WHERE leads AND works.role = 'team_lead' AND holds.period @> statement_timestamp()
          AND holds.permission_id = (SELECT id FROM kinds WHERE codename = 'coordinate_household')
          AND holds.content_object_id NOT IN (SELECT household_id FROM kept_out)
    );
BEGIN
    -- What another person may do is told as far as who asks sees those households.
    IF person IS DISTINCT FROM actor_id() AND NOT is_administrator() THEN
        may := ARRAY(SELECT unnest(may) INTERSECT SELECT unnest(visible_households() || asked_households()));
    END IF;
    RETURN may;
END
"""
"""What a person may do, for the lists and pages of the application."""


def function(signature: str, result: str, body: str, *, settings: str = "") -> str:
    """Return the SQL that makes, or makes anew, a function that sees more than who calls it."""
    name = signature.partition("(")[0]
    return f"""
        SET LOCAL ROLE rondom_definer;
        CREATE OR REPLACE FUNCTION {signature} RETURNS {result} LANGUAGE plpgsql STABLE SECURITY DEFINER
            SET search_path = pg_catalog, public, pg_temp {settings} AS $function$ {body} $function$;
        REVOKE ALL ON FUNCTION {name} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {name} TO rondom_app;
        RESET ROLE;
    """


PLANNED_ONCE = "SET plan_cache_mode = force_generic_plan"
"""One plan a session: the values do not change it, and planning takes longer than reading the few rows."""

before = import_module("cases.migrations.0005_row_security")


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_team_answers_for_a_secret")]
    operations = [
        migrations.RunSQL(KEY, "DROP TABLE cases_statementkey;"),
        migrations.RunSQL(
            function("visible_households()", "bigint[]", VISIBLE, settings=PLANNED_ONCE),
            function("visible_households()", "bigint[]", before.VISIBLE),
        ),
        migrations.RunSQL(
            function(
                "households_for(person bigint, seats text[], permission text, leads boolean)",
                "bigint[]",
                ALLOWED,
                settings=PLANNED_ONCE,
            ),
            "SET LOCAL ROLE rondom_definer; DROP FUNCTION households_for; RESET ROLE;",
        ),
    ]
