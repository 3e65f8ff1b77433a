"""Which looks the privacy officer looks back at, chosen every night; and what somebody did in an emergency (0047).

Chosen are: a look without a part in that household, for each person, household and local day; every look at a secret
address; and a random one in a hundred, thirty a month at least, for each organisation. A team lead of the team of the
face needs no part (design 2). Whoever answers a question of a colleague was asked, and the privacy officer who judges does
what that is for: those are no looks without a part.
"""

from django.db import migrations

from accounts.row_security import ACTOR, definer, protect

OWN_WORK = "('emergencyaccess', 'lookreview')"

CHOOSE = f"""
DECLARE
    tz CONSTANT text := 'Europe/Amsterdam';
    today timestamptz := date_trunc('day', statement_timestamp(), tz);
    month timestamptz := date_trunc('month', today - interval '1 hour', tz);
    before timestamptz := date_trunc('month', month - interval '1 hour', tz);
    one record;
BEGIN
    -- Two at once would choose twice as many.
    PERFORM pg_advisory_xact_lock(hashtextextended('choose_looks', 0));

    RETURN QUERY INSERT INTO cases_lookreview
        (uuid, reason, source, household_uuid, user_id, organisation_id, role, kind, event, at, chosen_at)
        SELECT gen_random_uuid(), 'reveal', 'reveal:' || shown.uuid, household.uuid, shown.by_id, mine.organisation_id,
               mine.part, 'reveal', 'look', shown.at, statement_timestamp()
        FROM cases_reveal AS shown
        JOIN cases_household AS household ON household.id = shown.household_id
        CROSS JOIN LATERAL (
            SELECT part.organisation_id, part.part FROM cases_involvement AS part
            WHERE part.household_id = shown.household_id AND part.user_id = shown.by_id AND part.period @> shown.at
            ORDER BY part.part = 'contact' DESC, part.id LIMIT 1) AS mine
        WHERE shown.at >= before
        ON CONFLICT (source) DO NOTHING RETURNING organisation_id;

    RETURN QUERY INSERT INTO cases_lookreview
        (uuid, reason, source, household_uuid, user_id, organisation_id, role, kind, event, at, chosen_at)
        SELECT DISTINCT ON (line.who, line.household, (line.at AT TIME ZONE tz)::date)
               gen_random_uuid(), 'no_involvement',
               concat_ws(':', 'none', line.who, line.household, (line.at AT TIME ZONE tz)::date),
               line.household, looker.id, works.id, line.role, line.obj_type, line.event_code, line.at,
               statement_timestamp()
        FROM accounts_accessline AS line
        JOIN accounts_user AS looker ON looker.uuid = line.who
        JOIN accounts_organisation AS works ON works.uuid = line.organisation
        WHERE line.at >= before AND line.at < today AND line.outcome = 1 AND line.household IS NOT NULL
          AND line.relation_id IS NULL
          AND line.obj_type NOT IN ('switchrequest', 'duorequest') AND line.obj_type NOT IN {OWN_WORK}
          AND NOT EXISTS (
              SELECT FROM accounts_membership AS leads
              JOIN cases_involvement AS face ON face.organisation_id = leads.organisation_id AND face.part = 'contact'
                AND face.period @> line.at
              JOIN cases_household AS household ON household.id = face.household_id AND household.uuid = line.household
              WHERE leads.user_id = looker.id AND leads.role = 'team_lead' AND leads.period @> line.at)
        ORDER BY line.who, line.household, (line.at AT TIME ZONE tz)::date, line.seq
        ON CONFLICT (source) DO NOTHING RETURNING organisation_id;

    -- As many of this month as belong to its days so far, and what a missed night left of the month before.
    FOR one IN SELECT month AS starts, today AS ends UNION ALL SELECT before, month LOOP
        RETURN QUERY INSERT INTO cases_lookreview
            (uuid, reason, source, household_uuid, user_id, organisation_id, role, kind, event, at, chosen_at)
            WITH looks AS (
                SELECT line.*, looker.id AS looker_id, works.id AS works_id FROM accounts_accessline AS line
                JOIN accounts_user AS looker ON looker.uuid = line.who
                JOIN accounts_organisation AS works ON works.uuid = line.organisation
                WHERE line.at >= one.starts AND line.at < one.ends AND line.outcome = 1 AND line.household IS NOT NULL
                  AND line.event_code IN ('look', 'export', 'create', 'change') AND line.obj_type NOT IN {OWN_WORK}
            ), wanted AS (
                SELECT looks.works_id, least(count(*), greatest(ceil(count(*) / 100.0), ceil(30
                    * extract(epoch FROM one.ends - one.starts)
                    / extract(epoch FROM date_trunc('month', one.starts + interval '32 days', tz) - one.starts)
                ))) - (SELECT count(*) FROM cases_lookreview AS had
                       WHERE had.organisation_id = looks.works_id AND had.reason = 'sample'
                         AND had.at >= one.starts AND had.at < one.ends) AS number
                FROM looks GROUP BY looks.works_id
            ), shuffled AS (
                -- Only where some are wanted: a month that has its number is not shuffled again every night.
                SELECT looks.*, wanted.number, row_number() OVER (
                    PARTITION BY looks.works_id ORDER BY md5(seed || ':' || looks.seq), looks.seq) AS place
                FROM looks JOIN wanted ON wanted.works_id = looks.works_id AND wanted.number > 0
                WHERE NOT EXISTS (
                    SELECT FROM cases_lookreview AS had WHERE had.source = 'sample:' || looks.seq)
                AND NOT EXISTS (
                    SELECT FROM cases_lookreview AS had
                    WHERE had.organisation_id = looks.works_id AND had.at = looks.at AND had.user_id = looks.looker_id
                      AND had.household_uuid = looks.household)
            )
            SELECT gen_random_uuid(), 'sample', 'sample:' || seq, household, looker_id, works_id, role, obj_type,
                   event_code, at, statement_timestamp()
            FROM shuffled WHERE place <= number
            ON CONFLICT (source) DO NOTHING RETURNING organisation_id;
    END LOOP;
END
"""

EMERGENCY_LINES = """
DECLARE
    opened record;
BEGIN
    SELECT one.* INTO opened FROM cases_emergencyaccess AS one
    WHERE one.uuid = access AND one.user_id <> actor_id() AND one.region_id = ANY (privacy_regions());
    IF opened.id IS NULL THEN
        RAISE EXCEPTION 'not an emergency of a region of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT line.at, line.event_code::text, line.obj_type::text, line.outcome
        FROM accounts_accessline AS line JOIN accounts_user AS looker ON looker.uuid = line.who
        WHERE line.household = opened.household_uuid AND looker.id = opened.user_id
          AND line.at >= opened.opened_at AND line.at <= opened.until
        ORDER BY line.at, line.seq;
END
"""

# The privacy officers of the organisation; when none of them could judge, those of its region.
MINE = f"""
EXISTS (SELECT FROM accounts_membership AS works
        WHERE works.user_id = {ACTOR} AND works.role = 'privacy_officer' AND works.period @> statement_timestamp()
          AND works.organisation_id = cases_lookreview.organisation_id)
OR (EXISTS (SELECT FROM accounts_organisation AS place WHERE place.id = cases_lookreview.organisation_id
              AND place.region_id = ANY ((SELECT privacy_regions())::bigint[]))
    AND NOT EXISTS (SELECT FROM accounts_membership AS works JOIN accounts_user AS officer
                        ON officer.id = works.user_id AND officer.is_active
                    WHERE works.organisation_id = cases_lookreview.organisation_id AND works.role = 'privacy_officer'
                      AND works.period @> statement_timestamp() AND works.user_id <> cases_lookreview.user_id))
"""

FOLLOWS = "EXISTS (SELECT FROM cases_lookreview AS parent WHERE parent.id = review_id)"

JUDGES = f"""
by_id = {ACTOR}
AND EXISTS (SELECT FROM cases_lookreview AS parent WHERE parent.id = review_id AND parent.user_id <> {ACTOR})
"""

PRIVILEGES = """
GRANT SELECT, INSERT ON cases_lookreview TO rondom_definer;
GRANT USAGE ON SEQUENCE cases_lookreview_id_seq TO rondom_definer;
GRANT SELECT ON cases_reveal TO rondom_definer;
REVOKE INSERT, UPDATE, DELETE ON cases_lookreview FROM rondom_app;
REVOKE UPDATE, DELETE ON cases_lookverdict FROM rondom_app;
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
    dependencies = [("cases", "0020_look_review")]
    operations = [
        migrations.RunSQL(PRIVILEGES, migrations.RunSQL.noop),
        append_only("cases_lookreview"),
        append_only("cases_lookverdict"),
        protect("cases_lookreview", MINE),
        protect("cases_lookverdict", FOLLOWS, check=JUDGES),
        definer("choose_looks(seed text)", "SETOF bigint", CHOOSE),
        definer(
            "emergency_lines(access uuid)",
            "TABLE (at timestamptz, event text, kind text, result smallint)",
            EMERGENCY_LINES,
            volatile=False,
        ),
    ]
