"""A region of up to a million households, loaded by plain SQL as the administrator, to measure the access rule with.

Its shape is what a permission list suffers from: 300 organisations of skewed size that see 0.1 to 24 % of all
households (about 3.9 of them a household), 20,000 people, and some with 10, 200 and 5,000 households. Among all that
runs stand rows that give nobody anything: what ended, what a colleague holds without the organisation, who left, who is
kept out.

The rows obey every constraint (tests/bench/test_region.py puts them to the test); they are not checked one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, LiteralString

import psycopg
from psycopg import sql

LARGEST, SMALLEST, BEND = 0.066, 0.00025, 0.43
"""Shares of all draws: of the largest organisation, of the smallest, and how quickly they fall in between."""

DRAWS = 4
"""Organisations a household, the coordinating team first; 3.9 are left when two draws hit the same one."""

PASSWORD = "!"
"""Nobody signs in: this is no hash of anything."""


@dataclass(frozen=True)
class Shape:
    """How large the region is. `watched`: of each number of households, by the size of whose organisations (0 is the
    largest); the same people in every region."""

    households: int
    users: int = 20_000
    organisations: int = 300
    watched: dict[int, tuple[int, ...]] = field(default_factory=lambda: {10: (0, 30, 200), 200: (0, 1, 5), 5000: (0,)})

    @property
    def shares(self) -> list[float]:
        """Part of all draws that each organisation gets, the largest first; together 1."""
        last = max(self.organisations - 1, 1)
        falls = [LARGEST * (SMALLEST / LARGEST) ** ((rank / last) ** BEND) for rank in range(self.organisations)]
        return [share / sum(falls) for share in falls]


def watched_email(number: int, place: int) -> str:
    """Return the address of one of the people with `number` households."""
    return f"kijkt{number}.{place}@meten.example"


def load(line: psycopg.Connection[Any], shape: Shape) -> None:
    """Fill an empty, migrated database and let its planner know. `line` is the administrator's, in autocommit."""
    fill(line, shape)
    line.execute("VACUUM (ANALYZE)")


def fill(line: psycopg.Connection[Any], shape: Shape) -> None:
    """Write all rows, in one transaction."""
    with line.transaction():
        with _unchecked(line, FILLED):
            line.execute("SELECT setseed(0.42)")
            _organisations(line, shape)
            _people(line, shape)
            _draw(line, shape)
            for statement in _HOUSEHOLDS:
                line.execute(statement)
            for place, (number, rank, email) in enumerate(_watched(shape)):
                _watch(line, email, rank, number, place)
            for statement in _STORY:
                line.execute(statement)
            _move_sequences(line)
        line.execute("ANALYZE")
        with _unchecked(line, GENERIC_TABLES):
            for statement in _GENERIC:
                line.execute(statement)


FILLED = (
    "accounts_membership",
    "accounts_user",
    "cases_agreement",
    "cases_contactperiod",
    "cases_exclusion",
    "cases_filmevent",
    "cases_household",
    "cases_householdgrouppermission",
    "cases_involvement",
    "cases_person",
    "cases_phase",
)
GENERIC_TABLES = ("guardian_groupobjectpermission", "guardian_userobjectpermission")
"""Tables that get many rows: ours, and those of guardian to compare with."""


@contextmanager
def _unchecked(line: psycopg.Connection[Any], tables: tuple[str, ...]) -> Iterator[None]:
    """No foreign key, trigger or index is asked for each of so many rows.

    Indexes and constraints are made again afterwards, which is ten times quicker, and refused when a row breaks one.
    """
    line.execute("SET LOCAL session_replication_role = replica")
    line.execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
    away = line.execute(_CONSTRAINTS, [list(tables)]).fetchall()
    for table, name, _ in away:
        line.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name)))
    indexes = line.execute(_INDEXES, [list(tables)]).fetchall()
    for name, _ in indexes:
        line.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for table, name, definition in away:
        add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(name))
        line.execute(add + sql.SQL(definition))
    for _, definition in indexes:
        line.execute(sql.SQL(definition))
    line.execute("SET LOCAL session_replication_role = origin")


_CONSTRAINTS: LiteralString = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint AS made
    WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('u', 'x')
      AND NOT EXISTS (SELECT FROM pg_constraint AS key WHERE key.contype = 'f' AND key.conindid = made.conindid)
    """
_INDEXES: LiteralString = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    """


def _organisations(line: psycopg.Connection[Any], shape: Shape) -> None:
    line.execute(
        "INSERT INTO accounts_region (id, uuid, name, is_demo) VALUES (1, gen_random_uuid(), 'Regio om te meten', true)"
    )
    line.execute(
        "INSERT INTO accounts_municipality (id, uuid, name, region_id)"
        " SELECT i, gen_random_uuid(), 'Gemeente ' || i, 1 FROM generate_series(1, 40) AS i"
    )
    numbers = "FROM generate_series(1, %s) AS i"
    line.execute(f"INSERT INTO auth_group (id, name) SELECT i, 'meten ' || i {numbers}", [shape.organisations])
    line.execute(
        "INSERT INTO accounts_organisation (id, uuid, version, changed_at, name, kind, region_id, phone, group_id,"
        " is_active, is_region_office)"
        f" SELECT i, gen_random_uuid(), 1, now(), 'Organisatie ' || i, 'local_team', 1, '', i, true, false {numbers}",
        [shape.organisations],
    )


def _people(line: psycopg.Connection[Any], shape: Shape) -> None:
    """Everybody works for one organisation, one after the other; every fifth for the next one too.

    The first of each organisation is its team lead, the last one has left it.
    """
    line.execute(
        "CREATE TEMP TABLE staff (organisation bigint PRIMARY KEY, first bigint NOT NULL, number int NOT NULL)"
        " ON COMMIT DROP"
    )
    numbers = [max(4, round(share * shape.users)) for share in shape.shares]
    firsts = [1, *accumulate(numbers, initial=1)][1:-1]
    with line.cursor() as cursor:
        staff = [(place, *row) for place, row in enumerate(zip(firsts, numbers, strict=True), start=1)]
        cursor.executemany("INSERT INTO staff VALUES (%s, %s, %s)", staff)
    for statement in _PEOPLE:
        line.execute(statement, [PASSWORD] if "%s" in statement else None)
    for number, rank, email in _watched(shape):
        row = line.execute(
            _USER + " SELECT max(id) + 1, gen_random_uuid(), %s, %s, %s, '', false, true, true, 0, now()"
            " FROM accounts_user RETURNING id",
            [email, f"Kijkt naar {number}", PASSWORD],
        ).fetchone()
        ranks = (rank, rank + 1) if number == max(shape.watched) else (rank,)
        for works_for in ranks:
            line.execute(
                _MEMBERSHIP + " SELECT max(id) + 1, gen_random_uuid(), %s, %s, 'professional', '',"
                " tstzrange(now() - interval '2 years', NULL) FROM accounts_membership",
                [row[0] if row else None, works_for + 1],
            )


def _watched(shape: Shape) -> Iterator[tuple[int, int, str]]:
    for number, ranks in shape.watched.items():
        for place, rank in enumerate(ranks):
            yield number, rank, watched_email(number, place)


def _draw(line: psycopg.Connection[Any], shape: Shape) -> None:
    """Draw for every household the team that coordinates it (place 0) and up to three other organisations."""
    lows = [0.0, *accumulate(shape.shares)][:-1]
    line.execute(
        """
        CREATE TEMP TABLE drawn ON COMMIT DROP AS
            SELECT household, organisation, min(place) AS place, random() AS luck
            FROM (SELECT household, place, width_bucket(random(), %s::float8[]) AS organisation
                  FROM generate_series(1, %s) AS household CROSS JOIN generate_series(0, %s) AS place) AS draws
            GROUP BY household, organisation
        """,
        [lows, shape.households, DRAWS - 1],
    )
    line.execute("CREATE INDEX ON drawn (organisation, household)")
    line.execute("ANALYZE drawn")


_USER: LiteralString = (
    "INSERT INTO accounts_user (id, uuid, email, name, password, phone, is_superuser, is_active, shortcuts_enabled,"
    " session_round, created_at)"
)
_MEMBERSHIP: LiteralString = (
    "INSERT INTO accounts_membership (id, uuid, user_id, organisation_id, role, function, period)"
)
_PEOPLE: tuple[LiteralString, ...] = (
    _USER
    + """
    SELECT i, gen_random_uuid(), 'meet' || i || '@meten.example', 'Collega ' || i, %s, '', false, true, true, 0, now()
    FROM staff CROSS JOIN generate_series(first, first + number - 1) AS i
    """,
    _MEMBERSHIP
    + """
    SELECT row_number() OVER (), gen_random_uuid(), i, works_for, role, '', period
    FROM (
        SELECT i, organisation AS works_for, CASE i WHEN first THEN 'team_lead' ELSE 'professional' END AS role,
            tstzrange(now() - interval '2 years', CASE i WHEN first + number - 1 THEN now() - interval '1 day' END)
                AS period
        FROM staff CROSS JOIN generate_series(first, first + number - 1) AS i
        UNION ALL
        SELECT i, organisation %% (SELECT max(organisation) FROM staff) + 1, 'professional',
            tstzrange(now() - interval '1 year', NULL)
        FROM staff CROSS JOIN generate_series(first, first + number - 1) AS i WHERE i %% 5 = 0
    ) AS works
    """.replace("%%", "%"),
)

_KIND: LiteralString = """(SELECT kind.id, kind.codename FROM auth_permission AS kind
    JOIN django_content_type AS type ON type.id = kind.content_type_id
    WHERE type.app_label = 'cases' AND type.model = 'household') AS kind"""

_INVOLVEMENT: LiteralString = (
    "INSERT INTO cases_involvement (uuid, household_id, user_id, organisation_id, part, level, period)"
)

_RUNS: LiteralString = "tstzrange(now() - interval '300 days', NULL)"
_ENDED: LiteralString = "tstzrange(now() - interval '300 days', now() - interval '1 day')"

_HOUSEHOLDS: tuple[LiteralString, ...] = (
    """
    INSERT INTO cases_household (id, uuid, version, changed_at, call_name, sort_name, municipality_id, status,
        together_since, family_informed_on, family_not_informed_why, look_back_on, close_reason)
    SELECT i, gen_random_uuid(), 1, now(), 'Familie ' || name, lower(name), 1 + i % 40, 'open',
        current_date - 300, current_date - 300, '', current_date + 1 + (i::bigint * 7919 % 80)::int, ''
    FROM (SELECT id AS i, substr(md5(id::text), 1, 8) || ' ' || id AS name
          FROM (SELECT DISTINCT household AS id FROM drawn) AS ids) AS named
    """,
    # The organisation sees it; the team and the first that joined change it; the team coordinates. Some of it is over.
    f"""
    INSERT INTO cases_householdgrouppermission (group_id, permission_id, content_object_id, period)
    SELECT organisation, kind.id, household, CASE WHEN place = 3 AND luck < 0.05 THEN {_ENDED} ELSE {_RUNS} END
    FROM drawn JOIN {_KIND} ON kind.codename = 'view_household'
        OR (kind.codename = 'change_household' AND place < 2) OR (kind.codename = 'coordinate_household' AND place = 0)
    """,
    # The face: somebody of the team who has not left it.
    f"""
    {_INVOLVEMENT}
    SELECT gen_random_uuid(), household, first + floor(luck * (number - 1))::int, organisation, 'contact', '', {_RUNS}
    FROM drawn JOIN staff USING (organisation) WHERE place = 0
    """,
    """
    INSERT INTO cases_contactperiod (involvement_id, reason, family_heard)
    SELECT id, '', '' FROM cases_involvement WHERE part = 'contact'
    """,
    # Half of the first that joined brought somebody; of the second ones those who left since, and parts that ended.
    f"""
    {_INVOLVEMENT}
    SELECT gen_random_uuid(), household, first + floor(luck * 2 * (number - 1))::int, organisation, 'invited', 'film',
        {_RUNS}
    FROM drawn JOIN staff USING (organisation) WHERE place = 1 AND luck < 0.5
    """,
    f"""
    {_INVOLVEMENT}
    SELECT gen_random_uuid(), household, first + number - 1, organisation, 'invited', 'card',
        CASE WHEN luck < 0.01 THEN {_RUNS} ELSE {_ENDED} END
    FROM drawn JOIN staff USING (organisation) WHERE place = 2 AND luck < 0.03
    """,
    # Somebody of an organisation that holds nothing here, and some who are kept out.
    f"""
    {_INVOLVEMENT}
    SELECT gen_random_uuid(), household, first, staff.organisation, 'invited', 'film', {_RUNS}
    FROM drawn JOIN staff ON staff.organisation = 1 + household % (SELECT count(*) FROM staff)
    WHERE place = 0 AND luck < 0.02 AND NOT EXISTS (
        SELECT FROM cases_householdgrouppermission AS holds
        WHERE holds.content_object_id = household AND holds.group_id = staff.organisation)
      AND NOT EXISTS (
        SELECT FROM cases_involvement AS part WHERE part.household_id = household AND part.user_id = first)
    """,
    f"""
    INSERT INTO cases_exclusion (uuid, household_id, user_id, decided_by_id, period)
    SELECT gen_random_uuid(), household_id, user_id, user_id, {_RUNS}
    FROM cases_involvement WHERE part = 'invited' AND level = 'film' AND id % 100 = 0
    """,
)


def _watch(line: psycopg.Connection[Any], email: str, rank: int, number: int, place: int) -> None:
    """Let somebody stand in at `number` households that the own organisations see, and at three more in vain."""
    line.execute(
        f"""
        WITH person AS (SELECT id FROM accounts_user WHERE email = %s),
        works AS (SELECT organisation_id FROM accounts_membership JOIN person ON person.id = user_id),
        seen AS (
            SELECT DISTINCT ON (household) household, organisation FROM drawn
            WHERE organisation IN (SELECT organisation_id FROM works) AND place < 3 ORDER BY household, organisation
        ),
        spread AS (
            SELECT household, organisation, row_number() OVER (ORDER BY hashint8extended(household, %s)) AS nth
            FROM seen
        ),
        other AS (
            SELECT household, row_number() OVER (ORDER BY household) AS nth FROM drawn
            WHERE place = 0 AND household NOT IN (SELECT household FROM drawn WHERE organisation = %s) LIMIT 3
        ),
        parts AS (
            {_INVOLVEMENT}
            SELECT gen_random_uuid(), household, person.id, organisation, 'cover', '',
                CASE nth WHEN %s + 1 THEN {_ENDED} ELSE {_RUNS} END FROM spread, person WHERE nth <= %s + 2
            UNION ALL
            SELECT gen_random_uuid(), household, person.id, %s, 'cover', '', {_RUNS} FROM other, person
            WHERE household NOT IN (SELECT household FROM spread)
            RETURNING household_id
        )
        INSERT INTO cases_exclusion (uuid, household_id, user_id, decided_by_id, period)
        SELECT gen_random_uuid(), household, person.id, person.id, {_RUNS} FROM spread, person WHERE nth = %s + 2
        """,
        [email, place, rank + 1, number, number, rank + 1, number],
    )


_WATCHES: LiteralString = (
    "household IN (SELECT household_id FROM cases_involvement WHERE user_id IN"
    " (SELECT id FROM accounts_user WHERE email LIKE 'kijkt%'))"
)

_STORY: tuple[LiteralString, ...] = (
    """
    INSERT INTO cases_person (uuid, version, changed_at, household_id, name, surname, role, role_word, is_unborn,
        language, needs_interpreter, phone, leave_no_message, safe_how, safe_when, "order", search_name, search_surname)
    SELECT gen_random_uuid(), 1, now(), id, 'Anna', '', 'mother', '', false, 'Nederlands', false, '', false, '', '', 0,
        'anna', ''
    FROM cases_household
    """,
    """
    INSERT INTO cases_phase (uuid, household_id, step, discussed_on, present, family_silent, set_by_id)
    SELECT gen_random_uuid(), household_id, 'risk_driven', current_date - 20, 'Allemaal', true, user_id
    FROM cases_involvement WHERE part = 'contact'
    """,
    # One of each a household, and more with the people who are watched: their pages show and sort by these.
    f"""
    INSERT INTO cases_filmevent (uuid, household_id, lane, text, happened_on, precision, audience, audience_why,
        added_by_id, told_by_user_id)
    SELECT gen_random_uuid(), household, 'fine', 'Gebeurtenis om mee te meten.', current_date - 30 * nth, 'day',
        CASE nth WHEN 2 THEN 'inner' ELSE 'everyone' END, CASE nth WHEN 2 THEN 'Spannend' ELSE '' END, user_id, user_id
    FROM (SELECT household_id AS household, user_id FROM cases_involvement WHERE part = 'contact') AS faces
    CROSS JOIN generate_series(1, 8) AS nth WHERE nth = 1 OR {_WATCHES}
    """,
    f"""
    INSERT INTO cases_agreement (uuid, version, changed_at, household_id, what, detail, who_person_id, since, due_on,
        checker_user_id, if_not, state, made_on)
    SELECT gen_random_uuid(), 1, now(), household, 'Afspraak om mee te meten', '', person, current_date - 60,
        current_date + 1 + (household %% 60)::int * nth, user_id, '', 'works', current_date - 60
    FROM (SELECT faces.household_id AS household, faces.user_id, person.id AS person FROM cases_involvement AS faces
          JOIN cases_person AS person ON person.household_id = faces.household_id WHERE part = 'contact') AS each
    CROSS JOIN generate_series(1, 3) AS nth WHERE nth = 1 OR {_WATCHES}
    """.replace("%%", "%"),
)

_GENERIC: tuple[LiteralString, ...] = (
    "INSERT INTO django_content_type (app_label, model) VALUES ('cases', 'anyhousehold')",
    """
    INSERT INTO auth_permission (content_type_id, codename, name)
    SELECT id, 'view_anyhousehold', 'Can view any household' FROM django_content_type WHERE model = 'anyhousehold'
    """,
    """
    INSERT INTO guardian_groupobjectpermission (group_id, permission_id, content_type_id, object_pk)
    SELECT group_id, kind.id, kind.content_type_id, content_object_id::text
    FROM cases_householdgrouppermission JOIN auth_permission AS kind ON kind.codename = 'view_anyhousehold'
    WHERE permission_id = (SELECT id FROM auth_permission WHERE codename = 'view_household')
      AND period @> statement_timestamp()
    """,
    # A person and a household for which involvement, membership and permission hold together: once more, by joins.
    """
    INSERT INTO guardian_userobjectpermission (user_id, permission_id, content_type_id, object_pk)
    SELECT DISTINCT part.user_id, kind.id, kind.content_type_id, part.household_id::text
    FROM cases_involvement AS part
    JOIN accounts_membership AS works ON works.user_id = part.user_id AND works.organisation_id = part.organisation_id
        AND works.period @> statement_timestamp()
    JOIN cases_householdgrouppermission AS holds ON holds.content_object_id = part.household_id
        AND holds.group_id = part.organisation_id AND holds.period @> statement_timestamp()
        AND holds.permission_id = (SELECT id FROM auth_permission WHERE codename = 'view_household')
    LEFT JOIN cases_exclusion AS kept_out ON kept_out.household_id = part.household_id
        AND kept_out.user_id = part.user_id AND kept_out.period @> statement_timestamp()
    JOIN auth_permission AS kind ON kind.codename = 'view_anyhousehold'
    WHERE part.period @> statement_timestamp() AND kept_out.id IS NULL
    """,
)


def _move_sequences(line: psycopg.Connection[Any]) -> None:
    """Rows that got their number here: let the sequences go on behind them."""
    tables = ("accounts_municipality", "accounts_organisation", "accounts_region", "accounts_user", "auth_group")
    for table in (*tables, "accounts_membership", "cases_household"):
        line.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                sql.Literal(table), sql.Identifier(table)
            )
        )
