"""The second fence around a household: PostgreSQL itself shows a person only what is theirs (design 2).

`visible_households` says the rule of `cases.querysets.among` once more, in SQL and on its own, so that the two can be
compared by machine. Everything that leads to a household follows it. Somebody who was asked to become the face, to join
as duo or to stand in sees of that household only who is involved, until the answer (`asked_households`).

Nobody writes an involvement directly: `begin_household`, `start_involvement` and `change_face` do, and look first.
`change_face` and `end_access` do two things in one breath: after the first half a leaver could not do the second.
"""

from django.db import migrations

from accounts.row_security import ACTOR, definer, protect

VISIBLE = """
DECLARE
    person bigint := actor_id();
    viewing CONSTANT integer := (
        SELECT kind.id FROM auth_permission AS kind JOIN django_content_type AS type ON type.id = kind.content_type_id
        WHERE type.app_label = 'cases' AND kind.codename = 'view_household');
    coordinating CONSTANT integer := (
        SELECT kind.id FROM auth_permission AS kind JOIN django_content_type AS type ON type.id = kind.content_type_id
        WHERE type.app_label = 'cases' AND kind.codename = 'coordinate_household');
BEGIN
    IF person IS NULL OR NOT EXISTS (SELECT FROM accounts_user WHERE id = person AND is_active) THEN
        RETURN ARRAY[]::bigint[];
    END IF;
    RETURN ARRAY(
        SELECT part.household_id
        FROM cases_involvement AS part
        JOIN accounts_organisation AS organisation ON organisation.id = part.organisation_id AND organisation.is_active
        WHERE part.user_id = person AND part.period @> statement_timestamp()
          AND EXISTS (
              SELECT FROM accounts_membership AS works
              WHERE works.user_id = person AND works.organisation_id = part.organisation_id
                AND works.period @> statement_timestamp())
          AND EXISTS (
              SELECT FROM cases_householdgrouppermission AS holds
              WHERE holds.content_object_id = part.household_id AND holds.group_id = organisation.group_id
                AND holds.permission_id = viewing AND holds.period @> statement_timestamp())
          AND NOT EXISTS (
              SELECT FROM cases_exclusion AS kept_out
              WHERE kept_out.household_id = part.household_id AND kept_out.user_id = person
                AND kept_out.period @> statement_timestamp())
        UNION
        SELECT holds.content_object_id
        FROM accounts_membership AS leads
        JOIN accounts_organisation AS organisation ON organisation.id = leads.organisation_id AND organisation.is_active
        JOIN cases_householdgrouppermission AS holds ON holds.group_id = organisation.group_id
        WHERE leads.user_id = person AND leads.role = 'team_lead' AND leads.period @> statement_timestamp()
          AND holds.permission_id = coordinating AND holds.period @> statement_timestamp()
          AND NOT EXISTS (
              SELECT FROM cases_exclusion AS kept_out
              WHERE kept_out.household_id = holds.content_object_id AND kept_out.user_id = person
                AND kept_out.period @> statement_timestamp())
    );
END
"""

ASKED = """
DECLARE
    person bigint := actor_id();
BEGIN
    -- A yes counts until the end of the transaction in which it was said: what follows from it is written there.
    RETURN ARRAY(
        SELECT asked.household_id FROM (
            SELECT household_id FROM cases_switchrequest
            WHERE asked_of_id = person
              AND (state = 'asked' OR (state = 'accepted' AND answered_at >= transaction_timestamp()))
            UNION
            SELECT household_id FROM cases_duorequest
            WHERE asked_of_id = person
              AND (state = 'asked' OR (state = 'accepted' AND answered_at >= transaction_timestamp()))
            UNION
            SELECT face.household_id FROM accounts_absence AS absence
            JOIN cases_involvement AS face ON face.user_id = absence.user_id AND face.part = 'contact'
            WHERE absence.stand_in_id = person AND face.period @> statement_timestamp()
              AND (absence.status = 'asked'
                   OR (absence.status = 'accepted' AND absence.answered_at >= transaction_timestamp()))
        ) AS asked
        WHERE NOT EXISTS (
            SELECT FROM cases_exclusion AS kept_out
            WHERE kept_out.household_id = asked.household_id AND kept_out.user_id = person
              AND kept_out.period @> statement_timestamp())
    );
END
"""

BEGIN_HOUSEHOLD = """
DECLARE
    household bigint := nextval(pg_get_serial_sequence('cases_household', 'id'));
BEGIN
    IF NOT is_administrator() AND face IS DISTINCT FROM actor_id() THEN
        RAISE EXCEPTION 'a household begins with the person who opens it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (
        SELECT FROM accounts_membership AS works
        JOIN accounts_organisation AS organisation ON organisation.id = works.organisation_id
        WHERE works.user_id = face AND works.organisation_id = team AND works.period @> statement_timestamp()
          AND organisation.is_active AND organisation.kind = 'local_team'
    ) THEN
        RAISE EXCEPTION 'a household begins in a local team' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO cases_householdgrouppermission (content_object_id, group_id, permission_id, period)
        SELECT household, organisation.group_id, kind.id, tstzrange(statement_timestamp(), NULL)
        FROM accounts_organisation AS organisation, auth_permission AS kind
        JOIN django_content_type AS type ON type.id = kind.content_type_id AND type.app_label = 'cases'
        WHERE organisation.id = team
          AND kind.codename IN ('view_household', 'change_household', 'coordinate_household');
    INSERT INTO cases_involvement (uuid, household_id, user_id, organisation_id, part, level, period)
        VALUES (gen_random_uuid(), household, face, team, 'contact', '', tstzrange(statement_timestamp(), NULL));
    RETURN household;
END
"""

START_INVOLVEMENT = """
DECLARE
    involvement bigint;
BEGIN
    IF NOT is_administrator() AND NOT (household = ANY (visible_households() || asked_households())) THEN
        RAISE EXCEPTION 'not a household of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF what NOT IN ('duo', 'cover', 'invited') THEN
        RAISE EXCEPTION 'not a part that is given this way' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO cases_involvement (uuid, household_id, user_id, organisation_id, part, level, period)
        VALUES (gen_random_uuid(), household, person, organisation, what, how_much,
                tstzrange(coalesce(starts, statement_timestamp()), ends))
        RETURNING id INTO involvement;
    RETURN involvement;
END
"""

CHANGE_FACE = """
DECLARE
    involvement bigint;
BEGIN
    IF NOT is_administrator() AND NOT (household = ANY (visible_households() || asked_households())) THEN
        RAISE EXCEPTION 'not a household of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE cases_involvement SET period = period * tstzrange(NULL, starts)
        WHERE household_id = household AND (part IN ('contact', 'cover') OR user_id = person);
    INSERT INTO cases_involvement (uuid, household_id, user_id, organisation_id, part, level, period)
        VALUES (known_as, household, person, organisation, 'contact', '', tstzrange(starts, NULL))
        RETURNING id INTO involvement;
    INSERT INTO cases_contactperiod (involvement_id, reason, family_heard, meeting_on)
        VALUES (involvement, why, heard, meet);
    RETURN involvement;
END
"""

END_ACCESS = """
BEGIN
    IF NOT is_administrator() AND NOT (household = ANY (visible_households())) THEN
        RAISE EXCEPTION 'not a household of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE cases_involvement SET period = period * tstzrange(NULL, statement_timestamp())
        WHERE household_id = household AND id = ANY (leaving);
    UPDATE cases_householdgrouppermission SET period = period * tstzrange(NULL, statement_timestamp())
        WHERE content_object_id = household
          AND group_id = (SELECT leaves.group_id FROM accounts_organisation AS leaves WHERE leaves.id = organisation);
END
"""

MAYBE_SAME = """
BEGIN
    -- A first sieve; `rules.looks_the_same` decides. Its answer goes to the face of that household, to nobody else.
    RETURN QUERY
    SELECT household.uuid, household.call_name::text, face.user_id,
           ARRAY(SELECT person.name::text FROM cases_person AS person
                 WHERE person.household_id = household.id AND person.left_on IS NULL)
    FROM cases_household AS household
    JOIN cases_involvement AS face ON face.household_id = household.id AND face.part = 'contact'
         AND face.period @> statement_timestamp()
    WHERE household.municipality_id = municipality AND household.status IN ('open', 'waiting', 'following')
      AND NOT (household.id = ANY (visible_households()))
      AND (household.sort_name = folded_name OR EXISTS (
          SELECT FROM cases_person AS person
          WHERE person.household_id = household.id AND person.left_on IS NULL
            AND split_part(person.search_name, ' ', 1) = ANY (folded_first_names)));
END
"""

SEES = "= ANY ((SELECT visible_households())::bigint[])"
IS_ASKED = "= ANY ((SELECT asked_households())::bigint[])"

STORY = [
    "cases_agreement",
    "cases_agreementtick",
    "cases_exclusion",
    "cases_filmevent",
    "cases_filmnote",
    "cases_home",
    "cases_networkperson",
    "cases_person",
    "cases_phase",
    "cases_relation",
]
"""Follow the household: seen by who sees it."""

WHO_IS_THERE = {
    "cases_household": "id",
    "cases_householdgrouppermission": "content_object_id",
    "cases_involvement": "household_id",
    "cases_sharingdecision": "household_id",
}
"""Seen also by somebody who was asked, until the answer: with the column that names the household."""

THROUGH = {
    "cases_contactperiod": ("cases_involvement", "involvement_id"),
    "cases_duo": ("cases_involvement", "involvement_id"),
    "cases_phasequote": ("cases_phase", "phase_id"),
    "cases_residence": ("cases_person", "person_id"),
}
"""Follow a row that follows the household."""

DEFINER_MAY = """
GRANT SELECT ON accounts_user, accounts_membership, accounts_organisation, accounts_absence, auth_permission,
    django_content_type, cases_exclusion, cases_person, cases_switchrequest, cases_duorequest TO rondom_definer;
GRANT SELECT, UPDATE ON cases_household TO rondom_definer;
GRANT SELECT, INSERT, UPDATE ON cases_involvement, cases_householdgrouppermission TO rondom_definer;
GRANT INSERT ON cases_contactperiod TO rondom_definer;
GRANT USAGE ON SEQUENCE cases_household_id_seq, cases_involvement_id_seq, cases_householdgrouppermission_id_seq,
    cases_contactperiod_id_seq TO rondom_definer;
REVOKE INSERT, UPDATE, DELETE ON cases_involvement FROM rondom_app;
GRANT UPDATE (period) ON cases_involvement TO rondom_app;
REVOKE INSERT, UPDATE, DELETE ON accounts_user_groups, django_migrations, auth_permission, django_content_type
    FROM rondom_app;
"""

TRIGGERS = """
ALTER FUNCTION household_has_one_face() SECURITY DEFINER;
ALTER FUNCTION household_has_one_face() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION household_has_one_face() OWNER TO rondom_definer;
ALTER FUNCTION face_keeps_membership() SECURITY DEFINER;
ALTER FUNCTION face_keeps_membership() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION face_keeps_membership() OWNER TO rondom_definer;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_exclusion"),
        ("accounts", "0007_row_security"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.RunSQL(DEFINER_MAY, migrations.RunSQL.noop),
        definer("visible_households()", "bigint[]", VISIBLE, volatile=False),
        definer("asked_households()", "bigint[]", ASKED, volatile=False),
        definer("begin_household(team bigint, face bigint)", "bigint", BEGIN_HOUSEHOLD),
        definer(
            "start_involvement(household bigint, person bigint, organisation bigint, what text, how_much text,"
            " starts timestamptz, ends timestamptz)",
            "bigint",
            START_INVOLVEMENT,
        ),
        definer(
            "change_face(household bigint, person bigint, organisation bigint, starts timestamptz, known_as uuid, why text,"
            " heard text, meet date)",
            "bigint",
            CHANGE_FACE,
        ),
        definer("end_access(household bigint, leaving bigint[], organisation bigint)", "void", END_ACCESS),
        definer(
            "maybe_same_households(municipality bigint, folded_name text, folded_first_names text[])",
            "TABLE (uuid uuid, call_name text, face bigint, names text[])",
            MAYBE_SAME,
            volatile=False,
        ),
        # The guards of a household look at all of it, also when whoever changed it sees it no more.
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        *(protect(table, f"household_id {SEES}") for table in STORY),
        *(protect(table, f"{column} {SEES} OR {column} {IS_ASKED}") for table, column in WHO_IS_THERE.items()),
        *(
            protect(table, f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.id = {column})")
            for table, (parent, column) in THROUGH.items()
        ),
        # A text that lost a conflict knows the household only by the UUID of what it belongs to.
        protect("accounts_othertext", "EXISTS (SELECT FROM cases_household AS household WHERE household.uuid = root)"),
        *(
            protect(table, f"asked_of_id = {ACTOR} OR asked_by_id = {ACTOR} OR household_id {SEES}")
            for table in ("cases_switchrequest", "cases_duorequest")
        ),
    ]
