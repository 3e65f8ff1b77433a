"""Break-glass: find, choose, open and end, through functions that write both halves with the same end (ux S11).

Nobody writes these rows in another way. Three tries a local day; whoever waits for a verdict of the privacy officer
opens nothing; whoever is kept out of a household does not find it. What a try found may be opened for 15 minutes.
The privacy officer reads and judges the emergencies of the own regions, and no household.
"""

from django.db import migrations

from accounts.row_security import ACTOR, definer, protect

REGIONS = """
    regions bigint[] := ARRAY(
        SELECT organisation.region_id FROM accounts_membership AS works
        JOIN accounts_organisation AS organisation ON organisation.id = works.organisation_id AND organisation.is_active
        JOIN accounts_user AS worker ON worker.id = works.user_id AND worker.is_active
        WHERE works.user_id = person AND works.role IN ('professional', 'team_lead')
          AND works.period @> statement_timestamp());
"""

NOT_KEPT_OUT = """
    household.status IN ('open', 'waiting', 'following') AND NOT EXISTS (
        SELECT FROM cases_exclusion AS kept_out
        WHERE kept_out.household_id = household.id AND kept_out.user_id = person
          AND kept_out.period @> statement_timestamp())
"""

WAITS_FOR_VERDICT = """
    EXISTS (SELECT FROM cases_emergencyaccess AS earlier WHERE earlier.user_id = person AND NOT EXISTS (
        SELECT FROM cases_emergencyverdict AS judged WHERE judged.access_id = earlier.id))
"""

FIND = f"""
DECLARE
    person bigint := actor_id();
    today timestamptz := date_trunc('day', statement_timestamp(), 'Europe/Amsterdam');
    {REGIONS}
    known_as uuid := gen_random_uuid();
BEGIN
    IF NOT EXISTS (SELECT FROM accounts_municipality AS place WHERE place.id = town AND place.region_id = ANY (regions))
    THEN
        RAISE EXCEPTION 'not a region of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('emergency', person));
    IF {WAITS_FOR_VERDICT} THEN
        RETURN QUERY SELECT 'unreviewed'::text, NULL::uuid;
        RETURN;
    END IF;
    IF (SELECT count(*) FROM cases_emergencysearch AS tried WHERE tried.user_id = person AND tried.at >= today) >= 3 THEN
        RETURN QUERY SELECT 'enough'::text, NULL::uuid;
        RETURN;
    END IF;
    INSERT INTO cases_emergencysearch (uuid, user_id, term_hash, reason, called_112, found, found_people, at)
        SELECT known_as, person, term, why, called, coalesce(array_agg(hit.household), '{{}}'),
               coalesce(array_agg(hit.somebody), '{{}}'), statement_timestamp()
        FROM (
            SELECT DISTINCT ON (household.id) household.id AS household, somebody.id AS somebody
            FROM cases_household AS household
            LEFT JOIN cases_person AS somebody ON somebody.household_id = household.id AND somebody.left_on IS NULL
            WHERE household.municipality_id = town AND {NOT_KEPT_OUT}
              AND (household.sort_name = folded_household
                   OR somebody.search_surname = folded_name
                   OR starts_with(somebody.search_name || ' ', folded_name || ' '))
            ORDER BY household.id, somebody.search_surname <> folded_name, somebody."order", somebody.id
        ) AS hit;
    RETURN QUERY SELECT 'searched'::text, known_as;
END
"""

FOUND = f"""
DECLARE
    person bigint := actor_id();
BEGIN
    RETURN QUERY
    SELECT household.uuid, coalesce(split_part(somebody.name, ' ', 1), '')::text,
           upper(left(coalesce(nullif(somebody.search_surname, ''), household.sort_name), 1))::text, place.name::text
    FROM cases_emergencysearch AS tried
    CROSS JOIN unnest(tried.found, tried.found_people) AS hit (household, somebody)
    JOIN cases_household AS household ON household.id = hit.household AND {NOT_KEPT_OUT}
    JOIN accounts_municipality AS place ON place.id = household.municipality_id
    LEFT JOIN cases_person AS somebody ON somebody.id = hit.somebody
    WHERE tried.uuid = search AND tried.user_id = person
      AND tried.at > statement_timestamp() - interval '15 minutes'
      AND NOT EXISTS (SELECT FROM cases_emergencyaccess AS used WHERE used.search_id = tried.id)
    ORDER BY 2, 3, 1;
END
"""

OPEN = f"""
DECLARE
    person bigint := actor_id();
    ends timestamptz := statement_timestamp() + interval '4 hours';
    viewing CONSTANT integer := (
        SELECT kind.id FROM auth_permission AS kind JOIN django_content_type AS type ON type.id = kind.content_type_id
        WHERE type.app_label = 'cases' AND kind.codename = 'view_household');
    tried record;
    opened record;
    works_for record;
    held record;
    until_before timestamptz;
    part bigint;
    known_as uuid := gen_random_uuid();
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('emergency', person));
    SELECT one.* INTO tried FROM cases_emergencysearch AS one
    WHERE one.uuid = search AND one.user_id = person AND one.at > statement_timestamp() - interval '15 minutes'
      AND NOT EXISTS (SELECT FROM cases_emergencyaccess AS used WHERE used.search_id = one.id);
    SELECT household.id, household.uuid, place.region_id INTO opened
    FROM cases_household AS household JOIN accounts_municipality AS place ON place.id = household.municipality_id
    WHERE household.uuid = chosen AND household.id = ANY (tried.found) AND {NOT_KEPT_OUT};
    SELECT organisation.id, organisation.group_id INTO works_for
    FROM accounts_membership AS works
    JOIN accounts_organisation AS organisation ON organisation.id = works.organisation_id AND organisation.is_active
    JOIN accounts_user AS worker ON worker.id = works.user_id AND worker.is_active
    WHERE works.user_id = person AND works.role IN ('professional', 'team_lead')
      AND works.period @> statement_timestamp() AND organisation.region_id = opened.region_id
    ORDER BY works.period, works.id LIMIT 1;
    IF tried.id IS NULL OR opened.id IS NULL OR works_for.id IS NULL OR {WAITS_FOR_VERDICT} THEN
        RETURN NULL;
    END IF;

    SELECT holds.id, holds.period INTO held FROM cases_householdgrouppermission AS holds
    WHERE holds.content_object_id = opened.id AND holds.group_id = works_for.group_id AND holds.permission_id = viewing
    FOR UPDATE;
    IF held.id IS NULL THEN
        INSERT INTO cases_householdgrouppermission (content_object_id, group_id, permission_id, period)
            VALUES (opened.id, works_for.group_id, viewing, tstzrange(statement_timestamp(), ends));
    ELSIF NOT held.period @> statement_timestamp() THEN
        UPDATE cases_householdgrouppermission SET period = tstzrange(statement_timestamp(), ends) WHERE id = held.id;
    ELSIF upper(held.period) < ends THEN
        -- A colleague may be in an emergency with the same family: what held before that one counts.
        until_before := upper(held.period);
        SELECT other.permission_until_before INTO until_before FROM cases_emergencyaccess AS other
        WHERE other.household_id = opened.id AND other.organisation_id = works_for.id AND other.until = upper(held.period);
        IF NOT FOUND THEN
            until_before := upper(held.period);
        END IF;
        UPDATE cases_householdgrouppermission SET period = tstzrange(lower(held.period), ends) WHERE id = held.id;
    END IF;
    INSERT INTO cases_involvement (uuid, household_id, user_id, organisation_id, part, level, period)
        VALUES (gen_random_uuid(), opened.id, person, works_for.id, 'emergency', '',
                tstzrange(statement_timestamp(), ends))
        RETURNING id INTO part;
    INSERT INTO cases_emergencyaccess
        (uuid, household_id, household_uuid, region_id, user_id, organisation_id, involvement_id, search_id, reason,
         called_112, opened_at, until, permission_until_before)
        VALUES (known_as, opened.id, opened.uuid, opened.region_id, person, works_for.id, part, tried.id, tried.reason,
                tried.called_112, statement_timestamp(), ends, until_before);
    RETURN known_as;
END
"""

END = """
DECLARE
    mine record;
BEGIN
    SELECT one.*, works_for.group_id INTO mine
    FROM cases_emergencyaccess AS one
    JOIN accounts_organisation AS works_for ON works_for.id = one.organisation_id
    JOIN cases_involvement AS part ON part.id = one.involvement_id AND part.period @> statement_timestamp()
    WHERE one.uuid = access AND one.user_id = actor_id();
    IF mine.id IS NULL THEN
        RAISE EXCEPTION 'not an emergency of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE cases_involvement SET period = period * tstzrange(NULL, statement_timestamp()) WHERE id = mine.involvement_id;
    -- Only when the permission still ends with this emergency: what somebody decided meanwhile stays.
    UPDATE cases_householdgrouppermission AS holds
    SET period = tstzrange(lower(holds.period), greatest(
        statement_timestamp(), mine.permission_until_before,
        (SELECT max(other.until) FROM cases_emergencyaccess AS other
         JOIN cases_involvement AS part ON part.id = other.involvement_id AND part.period @> statement_timestamp()
         WHERE other.household_id = mine.household_id AND other.organisation_id = mine.organisation_id
           AND other.id <> mine.id)))
    WHERE holds.content_object_id = mine.household_id AND holds.group_id = mine.group_id
      AND upper(holds.period) = mine.until;
END
"""

PRIVACY_REGIONS = """
CREATE FUNCTION privacy_regions() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(
        SELECT organisation.region_id FROM accounts_membership AS works
        JOIN accounts_organisation AS organisation ON organisation.id = works.organisation_id AND organisation.is_active
        JOIN accounts_user AS officer ON officer.id = works.user_id AND officer.is_active
        WHERE works.user_id = actor_id() AND works.role = 'privacy_officer' AND works.period @> statement_timestamp())
$$;
"""

OF_MY_REGION = "region_id = ANY ((SELECT privacy_regions())::bigint[])"

FOLLOWS_ACCESS = "EXISTS (SELECT FROM cases_emergencyaccess AS parent WHERE parent.id = access_id)"

JUDGES = f"""
by_id = {ACTOR} AND EXISTS (
    SELECT FROM cases_emergencyaccess AS parent
    WHERE parent.id = access_id AND parent.user_id <> {ACTOR} AND parent.{OF_MY_REGION})
"""

GRANTS = """
GRANT SELECT, INSERT ON cases_emergencysearch, cases_emergencyaccess TO rondom_definer;
GRANT SELECT ON cases_emergencyverdict TO rondom_definer;
GRANT USAGE ON SEQUENCE cases_emergencysearch_id_seq, cases_emergencyaccess_id_seq TO rondom_definer;
REVOKE INSERT, UPDATE, DELETE ON cases_emergencysearch, cases_emergencyaccess FROM rondom_app;
REVOKE UPDATE, DELETE ON cases_emergencyverdict FROM rondom_app;
"""


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """,
        f"DROP TRIGGER append_only_truncate ON {table}; DROP TRIGGER append_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_emergency_access")]
    operations = [
        migrations.RunSQL(PRIVACY_REGIONS, "DROP FUNCTION privacy_regions();"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        *(append_only(table) for table in ("cases_emergencysearch", "cases_emergencyaccess", "cases_emergencyverdict")),
        protect("cases_emergencysearch", f"user_id = {ACTOR}"),
        protect(
            "cases_emergencyaccess",
            f"user_id = {ACTOR} OR {OF_MY_REGION} OR household_id = ANY ((SELECT visible_households())::bigint[])",
        ),
        protect("cases_emergencyverdict", FOLLOWS_ACCESS, check=JUDGES),
        definer(
            "find_in_emergency(folded_name text, folded_household text, town bigint, why text, called text, term text)",
            "TABLE (answer text, search uuid)",
            FIND,
        ),
        definer(
            "found_in_emergency(search uuid)",
            "TABLE (household uuid, first_name text, initial text, municipality text)",
            FOUND,
            volatile=False,
        ),
        definer("open_in_emergency(search uuid, chosen uuid)", "uuid", OPEN),
        definer("end_emergency(access uuid)", "void", END),
    ]
