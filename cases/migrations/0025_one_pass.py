"""What a person may do is reckoned once a statement, for all acts together (docs/adr/0046).

A list asks the rule of four acts. Each of them went past all households of this person again, to find the same parts,
the same memberships and the same permissions. Now `seats_of` goes past them once and says in which seat somebody sits
where, and what the own organisation holds there; `households_for` picks the seats and the permission of one act from it.

Both it and `visible_households` keep their answer for the rest of the statement by the same two functions. Which
setting holds it and about whom it is are part of what is signed: an answer cannot be passed off as another one.
"""

from importlib import import_module

from django.db import migrations

KEEPING = """
SET LOCAL ROLE rondom_definer;
CREATE FUNCTION statement_mark(setting text, about bigint) RETURNS text LANGUAGE sql STABLE AS $function$
    SELECT pg_catalog.concat_ws(' ', setting, about, actor_id(), extract(epoch FROM statement_timestamp()),
        pg_current_snapshot(), pg_current_xact_id_if_assigned(), '')
$function$;
CREATE FUNCTION signature_of(answer text) RETURNS text LANGUAGE sql STABLE AS $function$
    SELECT encode(sha256(convert_to(key || answer || key, 'UTF8')), 'hex') FROM cases_statementkey
$function$;
CREATE FUNCTION kept_answer(setting text, about bigint) RETURNS text LANGUAGE plpgsql STABLE AS $function$
DECLARE
    kept text := current_setting(setting, true);
    mark text := statement_mark(setting, about);
BEGIN
    IF starts_with(substr(kept, 65), mark) AND left(kept, 64) = signature_of(substr(kept, 65)) THEN
        RETURN substr(kept, 65 + length(mark));
    END IF;
    RETURN NULL;
END
$function$;
CREATE FUNCTION keep_answer(setting text, about bigint, answer text) RETURNS void LANGUAGE plpgsql STABLE AS $function$
DECLARE
    marked text := statement_mark(setting, about) || answer;
BEGIN
    PERFORM set_config(setting, signature_of(marked) || marked, true);
END
$function$;
REVOKE ALL ON FUNCTION statement_mark, signature_of, kept_answer, keep_answer FROM PUBLIC;
RESET ROLE;
"""
"""For the functions of the definer only, with the rights and the search path of who calls: the application may not."""

FORGET = """
SET LOCAL ROLE rondom_definer;
DROP FUNCTION keep_answer;
DROP FUNCTION kept_answer;
DROP FUNCTION signature_of;
DROP FUNCTION statement_mark;
RESET ROLE;
"""

VISIBLE = """
DECLARE
    person bigint := actor_id();
    kept text;
    seen bigint[];
BEGIN
    IF person IS NULL THEN
        RETURN ARRAY[]::bigint[];
    END IF;
    kept := kept_answer('rondom.seen', person);
    IF kept IS NOT NULL THEN
        RETURN kept::bigint[];
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
            FROM cases_involvement AS part JOIN teams ON teams.id = part.organisation_id + 0
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
    PERFORM keep_answer('rondom.seen', person, seen::text);
    RETURN seen;
END
"""
"""What a person sees, for row security. It shares no text with `SEATS_OF`: the two are compared, so that a mistake in one
is found by the other. Small sets first: an organisation may see a quarter of all households.
"""

SEATS_OF = """
SET LOCAL ROLE rondom_definer;
CREATE FUNCTION seats_of(person bigint, permission text) RETURNS jsonb LANGUAGE plpgsql STABLE
    SET plan_cache_mode = force_generic_plan AS $function$
DECLARE
    setting CONSTANT text := 'rondom.seats_' || permission;
    seats jsonb := kept_answer(setting, person)::jsonb;
BEGIN
    IF seats IS NOT NULL THEN
        RETURN seats;
    END IF;
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
        SELECT part.household_id, works.group_id, part.part || ':' || part.level AS seat
        FROM cases_involvement AS part JOIN works ON works.id = part.organisation_id + 0
        WHERE part.user_id = person AND part.period @> statement_timestamp()
    ),
    sits AS (
        SELECT parts.seat, parts.household_id FROM parts
        WHERE EXISTS (
            SELECT FROM cases_householdgrouppermission AS holds
            WHERE holds.content_object_id = parts.household_id AND holds.group_id = parts.group_id
              AND holds.permission_id = (SELECT id FROM kinds WHERE codename = permission)
              AND holds.period @> statement_timestamp())
        UNION ALL
        SELECT 'team_lead', holds.content_object_id
        FROM works JOIN cases_householdgrouppermission AS holds ON holds.group_id = works.group_id
        WHERE works.role = 'team_lead' AND holds.period @> statement_timestamp()
          AND holds.permission_id = (SELECT id FROM kinds WHERE codename = 'coordinate_household')
    )
    SELECT coalesce(jsonb_object_agg(seat, households), '{}') INTO seats
    FROM (
        SELECT seat, array_agg(household_id)::text AS households FROM sits
        WHERE household_id NOT IN (SELECT household_id FROM kept_out)
        GROUP BY seat
    ) AS by_seat;
    PERFORM keep_answer(setting, person, seats::text);
    RETURN seats;
END
$function$;
REVOKE ALL ON FUNCTION seats_of FROM PUBLIC;
RESET ROLE;
"""
"""The households of `person` by seat ("cover:"), of which the own organisation holds `permission` now.

A team lead has the seat of what the own team coordinates, whatever the permission. `+ 0`: without it the planner reads
everything that runs in the name of an organisation beside what this person does.
"""

ALLOWED = """
DECLARE
    sits CONSTANT jsonb := seats_of(person, permission);
    seat text;
    may bigint[] := ARRAY[]::bigint[];
BEGIN
    FOREACH seat IN ARRAY CASE WHEN leads THEN seats || 'team_lead'::text ELSE seats END LOOP
        may := may || (sits ->> seat)::bigint[];
    END LOOP;
    -- What another person may do is told as far as who asks sees those households.
    IF person IS DISTINCT FROM actor_id() AND NOT is_administrator() THEN
        may := ARRAY(SELECT unnest(may) INTERSECT SELECT unnest(visible_households() || asked_households()));
    END IF;
    RETURN may;
END
"""
"""What a person may do, for the lists and pages of the application: the seats of one act, of what `seats_of` says."""

before = import_module("cases.migrations.0018_quick_rule")


def allowed(body: str) -> str:
    """Return the SQL that makes `households_for` anew."""
    signature = "households_for(person bigint, seats text[], permission text, leads boolean)"
    sql: str = before.function(signature, "bigint[]", body, settings=before.PLANNED_ONCE)
    return sql


def visible(body: str) -> str:
    """Return the SQL that makes `visible_households` anew."""
    sql: str = before.function("visible_households()", "bigint[]", body, settings=before.PLANNED_ONCE)
    return sql


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_faces_at_work")]
    operations = [
        migrations.RunSQL(KEEPING, FORGET),
        migrations.RunSQL(visible(VISIBLE), visible(before.VISIBLE)),
        migrations.RunSQL(
            SEATS_OF,
            "SET LOCAL ROLE rondom_definer; DROP FUNCTION seats_of; RESET ROLE;",
        ),
        migrations.RunSQL(allowed(ALLOWED), allowed(before.ALLOWED)),
    ]
