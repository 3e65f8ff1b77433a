"""What the database refuses, whoever asks: plain SQL as the administrator, for whom row security holds nothing back.

What it refuses the application role besides stands in tests/config/test_row_security.py (design 3).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import errors

from accounts.choices import Role
from cases.choices import Audience, Lane, NoteKind, Part, PhaseStep, TickOutcome
from cases.models import (
    Agreement,
    AgreementTick,
    FilmEvent,
    FilmNote,
    FilmPattern,
    FilmPatternWithdrawal,
    Household,
    Involvement,
    LookingBack,
    PatternEvent,
    Phase,
    PhaseQuote,
    SafetyRating,
    SafetyRatingWithdrawal,
)
from config.database import APP_ROLE
from tests import administration
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, UserFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of

pytestmark = pytest.mark.django_db(transaction=True)

Line = psycopg.Connection[Any]


@pytest.fixture
def line(transactional_db: None) -> Iterator[Line]:
    """A connection of the administrator's own, for whom no row is hidden; committed only when the test says so."""
    with as_administrator() as connection:
        connection.autocommit = False
        yield connection
        connection.rollback()


def as_administrator() -> Line:
    return administration.connect(connections["default"].settings_dict["NAME"])


def take_part(line: Line, household: Household, user: Any, part: str, period: str) -> None:
    """Insert an involvement of `user` for the SQL range `period`."""
    line.execute(
        "INSERT INTO cases_involvement (uuid, household_id, user_id, organisation_id, part, level, period)"
        f" VALUES (gen_random_uuid(), %s, %s, %s, %s, '', {period})",
        [household.pk, user.pk, household.involvements.first().organisation_id, part],
    )


def wait_until_waiting(pid: int) -> None:
    """Return when the session `pid` waits for a lock; fail when it does not within 5 seconds."""
    deadline = time.monotonic() + 5
    with as_administrator() as server:
        while time.monotonic() < deadline:
            if server.execute("SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone() == (
                "Lock",
            ):
                return
            time.sleep(0.01)
    raise AssertionError(f"Session {pid} did not wait for anybody.")


def end_face(line: Line, household: Household, at: str = "statement_timestamp()") -> None:
    line.execute(
        f"UPDATE cases_involvement SET period = tstzrange(lower(period), {at})"
        " WHERE household_id = %s AND part = 'contact' AND upper_inf(period)",
        [household.pk],
    )


# --- One face -------------------------------------------------------------------------------------


def test_a_second_contact_person_at_the_same_time_is_refused(line):
    household = HouseholdFactory()

    with pytest.raises(errors.ExclusionViolation, match="one_contact_person_at_a_time"):
        take_part(line, household, UserFactory(), "contact", "tstzrange(statement_timestamp(), NULL)")


def test_a_second_contact_person_for_one_hour_next_year_is_refused(line):
    household = HouseholdFactory()

    with pytest.raises(errors.ExclusionViolation, match="one_contact_person_at_a_time"):
        take_part(
            line,
            household,
            UserFactory(),
            "contact",
            "tstzrange(statement_timestamp() + interval '1 year', statement_timestamp() + interval '1 year 1 hour')",
        )


def test_a_second_duo_partner_at_the_same_time_is_refused(line):
    household = HouseholdFactory()
    involve(household, worker_of(team_of(household)), team_of(household), Part.DUO)

    with pytest.raises(errors.ExclusionViolation, match="one_duo_partner_at_a_time"):
        take_part(line, household, UserFactory(), "duo", "tstzrange(statement_timestamp(), NULL)")


@pytest.mark.parametrize("status", ["open", "waiting", "following"])
def test_an_active_household_without_a_face_is_refused_at_commit(line, status):
    municipality = MunicipalityFactory()
    line.execute(
        "INSERT INTO cases_household (uuid, call_name, sort_name, municipality_id, status, together_since,"
        " family_informed_on, family_not_informed_why, close_reason, version, changed_at)"
        " VALUES (gen_random_uuid(), 'Zonder', 'zonder', %s, %s, current_date, current_date, '', '', 1, now())",
        [municipality.pk, status],
    )

    with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
        line.commit()


def test_an_announced_household_may_wait_for_its_face(line):
    municipality = MunicipalityFactory()
    line.execute(
        "INSERT INTO cases_household (uuid, call_name, sort_name, municipality_id, status, together_since,"
        " family_informed_on, family_not_informed_why, close_reason, version, changed_at)"
        " VALUES (gen_random_uuid(), 'Wacht', 'wacht', %s, 'announced', current_date, current_date, '', '', 1, now())",
        [municipality.pk],
    )

    line.commit()

    assert Household.objects.get().status == "announced"


def test_ending_the_only_contact_period_is_refused_at_commit(line):
    household = HouseholdFactory()
    end_face(line, household)

    with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
        line.commit()


def test_ending_the_only_contact_period_in_the_future_is_refused_at_commit(line):
    household = HouseholdFactory()
    end_face(line, household, at="statement_timestamp() + interval '1 year'")

    with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
        line.commit()


def test_deleting_the_only_contact_period_is_refused_at_commit(line):
    household = HouseholdFactory()
    line.execute("DELETE FROM cases_contactperiod")
    line.execute("DELETE FROM cases_involvement WHERE household_id = %s", [household.pk])

    with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
        line.commit()


def test_making_the_contact_person_something_else_is_refused_at_commit(line):
    household = HouseholdFactory()
    line.execute("UPDATE cases_involvement SET part = 'cover' WHERE household_id = %s", [household.pk])

    with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
        line.commit()


def test_moving_the_contact_period_to_another_household_is_refused_at_commit(line):
    household, other = HouseholdFactory(), HouseholdFactory(closed=True)
    end_face(line, other)
    line.execute(
        "UPDATE cases_involvement SET household_id = %s, period = tstzrange(statement_timestamp(), NULL)"
        " WHERE household_id = %s",
        [other.pk, household.pk],
    )

    with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
        line.commit()


def test_a_gap_of_a_minute_between_two_faces_is_refused_at_commit(line):
    household = HouseholdFactory()
    moment = "date_trunc('day', statement_timestamp()) + interval '7 days'"
    end_face(line, household, at=moment)
    take_part(line, household, UserFactory(), "contact", f"tstzrange({moment} + interval '1 minute', NULL)")

    with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
        line.commit()


def test_a_contact_period_that_abuts_its_successor_is_kept(line):
    household, next_face = HouseholdFactory(), UserFactory()
    moment = "date_trunc('day', statement_timestamp()) + interval '7 days'"
    end_face(line, household, at=moment)
    take_part(line, household, next_face, "contact", f"tstzrange({moment}, NULL)")

    line.commit()

    assert Involvement.objects.faces().filter(household=household).count() == 2


def test_a_closed_household_may_be_without_a_face(line):
    household = HouseholdFactory(closed=True)
    end_face(line, household)

    line.commit()

    assert not Involvement.objects.running().filter(household=household).exists()


def test_a_household_cannot_start_again_without_a_face(line):
    household = HouseholdFactory(closed=True)
    end_face(line, household)
    line.commit()
    line.execute(
        "UPDATE cases_household SET status = 'open', closed_at = NULL, reopened_at = statement_timestamp() WHERE id = %s",  # noqa: E501 - SQL
        [household.pk],
    )

    with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
        line.commit()


def test_a_household_that_starts_again_with_a_new_face_may_have_been_without_one_while_it_was_closed(line):
    household = HouseholdFactory(closed=True)
    end_face(line, household)
    line.commit()
    line.execute(
        "UPDATE cases_household SET status = 'open', closed_at = NULL, reopened_at = statement_timestamp() WHERE id = %s",  # noqa: E501 - SQL
        [household.pk],
    )
    take_part(line, household, UserFactory(), "contact", "tstzrange(statement_timestamp(), NULL)")

    line.commit()

    assert Involvement.objects.running().faces().filter(household=household).count() == 1


def test_opening_a_household_and_ending_its_face_at_the_same_time_cannot_both_succeed(line):
    household = HouseholdFactory(closed=True)
    with as_administrator() as other:
        other.autocommit = False
        end_face(other, household)
        line.execute(
            "UPDATE cases_household SET status = 'open', closed_at = NULL, reopened_at = statement_timestamp() WHERE id = %s",  # noqa: E501 - SQL
            [household.pk],
        )

        with ThreadPoolExecutor(1) as thread:
            ending = thread.submit(other.commit)
            wait_until_waiting(other.info.backend_pid)
            line.commit()

            with pytest.raises(errors.IntegrityConstraintViolation, match="without a contact person"):
                ending.result(timeout=5)


# --- The face works somewhere ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_membership SET period = tstzrange(lower(period), statement_timestamp()) WHERE user_id = %s",
        "UPDATE accounts_membership SET period = tstzrange(lower(period), statement_timestamp() + interval '1 day')"
        " WHERE user_id = %s",
        "DELETE FROM accounts_membership WHERE user_id = %s",
    ],
    ids=["ended now", "ended tomorrow", "deleted"],
)
def test_the_membership_of_a_face_cannot_end(line, change):
    face = face_of(HouseholdFactory())
    line.execute(change, [face.pk])

    with pytest.raises(errors.IntegrityConstraintViolation, match="belongs to the contact person"):
        line.commit()


def test_another_role_in_the_same_team_is_not_an_end(line):
    household = HouseholdFactory()
    face = face_of(household)
    line.execute(
        "UPDATE accounts_membership SET period = tstzrange(lower(period), statement_timestamp() + interval '1 day')"
        " WHERE user_id = %s",
        [face.pk],
    )
    line.execute(
        "INSERT INTO accounts_membership (uuid, user_id, organisation_id, role, function, period)"
        " SELECT gen_random_uuid(), user_id, organisation_id, 'team_lead', '', tstzrange(upper(period), NULL)"
        " FROM accounts_membership WHERE user_id = %s",
        [face.pk],
    )

    line.commit()

    assert face.memberships.count() == 2


def test_the_membership_of_the_face_of_a_closed_household_may_end(line):
    household = HouseholdFactory(closed=True)
    face = face_of(household)
    line.execute(
        "UPDATE accounts_membership SET period = tstzrange(lower(period), statement_timestamp()) WHERE user_id = %s",
        [face.pk],
    )

    line.commit()

    assert not face.memberships.filter(period__endswith=None).exists()


def test_somebody_is_a_member_of_an_organisation_once_at_a_time(line):
    organisation = OrganisationFactory()
    worker = worker_of(organisation, Role.POLICY)

    with pytest.raises(errors.ExclusionViolation, match="membership_once_at_a_time"):
        line.execute(
            "INSERT INTO accounts_membership (uuid, user_id, organisation_id, role, function)"
            " VALUES (gen_random_uuid(), %s, %s, 'professional', '')",
            [worker.pk, organisation.pk],
        )


# --- What was written stays -----------------------------------------------------------------------


def household_with_a_past() -> Household:
    """Return a household with one row in every table that only grows."""
    household = HouseholdFactory()
    worker, mother = face_of(household), household.people.first()
    event = FilmEvent.objects.create(
        household=household,
        lane=Lane.FINE,
        text="Samen gegeten.",
        happened_on=date(2026, 3, 1),
        told_by_person=mother,
        audience=Audience.EVERYONE,
        added_by=worker,
    )
    FilmNote.objects.create(
        household=household, event=event, kind=NoteKind.ADDITION, text="En daarna gewandeld.", added_by=worker
    )
    pattern = FilmPattern.objects.create(household=household, sentence="Eten helpt.", added_by=worker)
    PatternEvent.objects.create(pattern=pattern, event=event)
    FilmPatternWithdrawal.objects.create(household=household, pattern=pattern, by=worker)
    phase = Phase.objects.create(
        household=household,
        step=PhaseStep.DIRECT_SAFETY,
        discussed_on=date(2026, 3, 2),
        present="Noor",
        set_by=worker,
    )
    PhaseQuote.objects.create(phase=phase, person=mother, text="Het gaat beter.")
    rating = SafetyRating.objects.create(
        household=household,
        given_by_person=mother,
        asked_on=date(2026, 3, 2),
        number=10,
        why="Het is goed.",
        added_by=worker,
    )
    SafetyRatingWithdrawal.objects.create(household=household, rating=rating, by=worker)
    LookingBack.objects.create(household=household, what_helped="Samen eten.", whom_to_call="Sanne", by=worker)
    agreement = Agreement.objects.create(
        household=household, what="Samen eten", who_person=mother, checker_user=worker, since=date(2026, 3, 1)
    )
    AgreementTick.objects.create(
        household=household, agreement=agreement, outcome=TickOutcome.DONE, state_before=agreement.state, by=worker
    )
    return household


def tables_that_only_grow() -> set[str]:
    """Return every table whose rows cannot be changed or deleted, as the catalogue says."""
    with as_administrator() as server:
        found = server.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE proname = 'refuse_change' AND tgenabled = 'O' GROUP BY 1"
            " HAVING bit_or(tgtype::int) & (8 | 16 | 32) = 8 | 16 | 32"
        )
        return {name for (name,) in found}


CASE_HISTORY = (
    "accounts_auditevent",
    "cases_agreementtick",
    "cases_filmevent",
    "cases_filmnote",
    "cases_filmpattern",
    "cases_filmpatternwithdrawal",
    "cases_lookingback",
    "cases_patternevent",
    "cases_phase",
    "cases_phasequote",
    "cases_safetyrating",
    "cases_safetyratingwithdrawal",
    "cases_sharingdecision",
)


def test_every_table_of_history_only_grows():
    assert set(CASE_HISTORY) <= tables_that_only_grow()


@pytest.mark.parametrize("table", CASE_HISTORY)
@pytest.mark.parametrize("change", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_application_may_not_change_or_delete_history(line, table, change):
    household_with_a_past()
    line.execute(f"SET ROLE {APP_ROLE}")

    with pytest.raises(errors.InsufficientPrivilege):
        line.execute(change.format(table))


@pytest.mark.parametrize("table", CASE_HISTORY)
@pytest.mark.parametrize("change", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_not_even_the_administrator_changes_history_by_accident(table, change):
    household_with_a_past()

    with as_administrator() as server, pytest.raises(errors.IntegrityConstraintViolation, match="append-only"):
        server.execute(change.format(table))


def test_the_event_log_has_no_column_for_a_name():
    with as_administrator() as server:
        columns = server.execute(
            "SELECT column_name, data_type, character_maximum_length FROM information_schema.columns"
            " WHERE table_name = 'accounts_auditevent' AND data_type NOT IN ('bigint', 'uuid', 'timestamp with time zone')"  # noqa: E501 - SQL
            " ORDER BY column_name"
        ).fetchall()

    # details holds ids and codes only: audit.record refuses anything else (tests/accounts/test_audit.py).
    assert columns == [
        ("details", "jsonb", None),
        ("event", "character varying", 60),
        ("target_kind", "character varying", 40),
    ]


# --- Small promises -------------------------------------------------------------------------------


def test_nobody_becomes_superuser(line):
    user = UserFactory()

    with pytest.raises(errors.CheckViolation, match="user_never_superuser"):
        line.execute("UPDATE accounts_user SET is_superuser = true WHERE id = %s", [user.pk])


def insert_agreement(line: Line, household: Household, **parties: Any) -> None:
    names = ", ".join(parties)
    places = ", ".join(["%s"] * len(parties))
    line.execute(
        "INSERT INTO cases_agreement (uuid, household_id, what, detail, since, if_not, state, made_on, version, changed_at"  # noqa: E501 - SQL
        f"{', ' if parties else ''}{names})"
        " VALUES (gen_random_uuid(), %s, 'Samen eten', '', current_date, '', 'new', current_date, 1, now()"
        f"{', ' if parties else ''}{places})",
        [household.pk, *parties.values()],
    )


def test_an_agreement_without_a_who_is_refused(line):
    household = HouseholdFactory()

    with pytest.raises(errors.CheckViolation, match="agreement_has_one_who"):
        insert_agreement(line, household, checker_user_id=face_of(household).pk)


def test_an_agreement_with_two_whos_is_refused(line):
    household = HouseholdFactory()
    worker, mother = face_of(household), household.people.first()

    with pytest.raises(errors.CheckViolation, match="agreement_has_one_who"):
        insert_agreement(line, household, who_user_id=worker.pk, who_person_id=mother.pk, checker_user_id=worker.pk)


def test_an_agreement_that_nobody_looks_after_is_refused(line):
    household = HouseholdFactory()

    with pytest.raises(errors.CheckViolation, match="agreement_has_one_checker"):
        insert_agreement(line, household, who_person_id=household.people.first().pk)


def test_a_household_whose_family_was_not_told_has_a_reason_and_a_day(line):
    household = HouseholdFactory()

    with pytest.raises(errors.CheckViolation, match="household_family_informed_or_why_not"):
        line.execute("UPDATE cases_household SET family_informed_on = NULL WHERE id = %s", [household.pk])


@pytest.mark.parametrize("table", ["guardian_userobjectpermission", "guardian_groupobjectpermission"])
def test_the_application_cannot_write_guardians_generic_tables(table):
    holder = "user_id" if "user" in table else "group_id"

    name = connections["default"].settings_dict["NAME"]
    insert = f"INSERT INTO {table} (object_pk, content_type_id, permission_id, {holder}) VALUES ('1', 1, 1, 1)"

    with administration.application(name) as line, pytest.raises(errors.InsufficientPrivilege):
        line.execute(insert)


def test_no_table_has_a_place_for_a_bsn():
    with as_administrator() as server:
        columns = server.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_name ~* '(^|_)bsn|burgerservice|sofi|citizen_number|national_id|social_security'"
        ).fetchall()

    assert columns == []


# --- Privileges -----------------------------------------------------------------------------------

EVERYTHING = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
GROWS_ONLY = frozenset({"SELECT", "INSERT"})
NO_NEW_ROWS = frozenset({"SELECT", "DELETE"})
READ_ONLY = frozenset({"SELECT"})

INTENDED: dict[str, frozenset[str]] = {
    "guardian_userobjectpermission": NO_NEW_ROWS,
    "guardian_groupobjectpermission": NO_NEW_ROWS,
    "accounts_accessline": READ_ONLY,
    "accounts_accessseal": READ_ONLY,
    "accounts_outboxentry": frozenset({"SELECT", "UPDATE"}),
    "accounts_apitoken": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "accounts_rolerequest": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "accounts_user_groups": READ_ONLY,
    "auth_permission": READ_ONLY,
    "cases_accessmayend": GROWS_ONLY,
    "cases_emergencyaccess": READ_ONLY,
    "cases_emergencysearch": READ_ONLY,
    "cases_exclusion": GROWS_ONLY,
    "cases_facequestion": READ_ONLY,
    "cases_involvement": READ_ONLY,
    "cases_lookoverview": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "cases_lookreview": READ_ONLY,
    "cases_protectedfact": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "cases_protectedfactgrant": READ_ONLY,
    "cases_statementkey": frozenset(),
    "veiligheidskaart_move": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "rvt_code": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "veiligheidskaart_trustedissuer": GROWS_ONLY,
    "django_content_type": READ_ONLY,
    "django_migrations": READ_ONLY,
}
"""Tables on which the application may do something else than everything, beside the tables that only grow."""


A_MONTH = "accounts_accessline_"
"""Part of the access log: reached through the whole only (security 3.4, trap 11)."""


def test_the_application_holds_on_every_table_exactly_what_is_intended():
    grows: Callable[[str], bool] = tables_that_only_grow().__contains__
    with as_administrator() as server:
        rows = server.execute(
            "SELECT relname, array_agg(privilege) FILTER (WHERE has_table_privilege('rondom_app', pg_class.oid, privilege))"  # noqa: E501 - SQL
            " FROM pg_class, unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) AS privilege"  # noqa: E501 - SQL
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') GROUP BY relname"
        ).fetchall()

    held = {name: frozenset(privileges or ()) for name, privileges in rows if not name.startswith(A_MONTH)}
    months = [frozenset(privileges or ()) for name, privileges in rows if name.startswith(A_MONTH)]
    intended = {name: INTENDED.get(name, GROWS_ONLY if grows(name) else EVERYTHING) for name in held}

    assert held == intended
    assert set(months) == {frozenset()}
    assert len(held) > 40
