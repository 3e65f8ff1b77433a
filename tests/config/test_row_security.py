"""Row security as the application meets it: every trap that was met elsewhere has a test (security 3.4)."""

from __future__ import annotations

import importlib
from typing import Any

import psycopg
import pytest
from celery.signals import beat_init, worker_init
from celery.utils.dispatch import Signal
from django.db import ProgrammingError, connection, connections, transaction

from accounts.actor import SETTING, acting_as
from accounts.models import Draft, Notification, User
from accounts.notifications import notify
from cases.models import Household, Involvement, Person
from config import row_security
from config.database import DEFINER_ROLE, OWNER_ROLE
from tests import administration
from tests.accounts.factories import OrganisationFactory, UserFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, team_of

pytestmark = pytest.mark.django_db

HOUSEHOLD_COLUMNS = ("household_id", "person_id", "involvement_id", "phase_id", "edition_id", "home_id")

FUNCTIONS = {
    "access_log_batch",
    "access_log_is_ready",
    "access_log_seal",
    "access_that_ends",
    "ask_for_face",
    "asked_households",
    "begin_household",
    "change_face",
    "choose_looks",
    "edition_to_sign",
    "emergency_lines",
    "end_access",
    "end_emergency",
    "face_keeps_membership",
    "faces_at_work",
    "faces_kept",
    "fact_grants_follow",
    "fact_households",
    "find_in_emergency",
    "forget_overviews",
    "found_in_emergency",
    "hidden_people",
    "household_has_one_face",
    "households_for",
    "maybe_same_households",
    "open_in_emergency",
    "outbox_claim",
    "outbox_is_stuck",
    "outbox_promise",
    "outbox_states",
    "people_with_news",
    "protection_of",
    "start_involvement",
    "still_a_face",
    "take_fact_grant_away",
    "tells_a_fact",
    "visible_households",
}
"""The closed list of functions that see more than who calls them (docs/adr/0040)."""

AS_OWNER = {"access_log_prepare"}
"""Runs as the owner of the tables, who sees no row either: only an owner adds the partition of a month (0041)."""


def actor() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def own_line() -> psycopg.Connection[Any]:
    """A session that signed in as the application, outside Django."""
    return administration.application(connections["default"].settings_dict["NAME"])


# --- Who sees what --------------------------------------------------------------------------------


def test_a_face_sees_the_own_household_and_no_other_even_without_a_queryset_rule() -> None:
    mine, _ = HouseholdFactory(), HouseholdFactory()

    with as_application(face_of(mine)):
        seen = list(Household.objects.all())

    assert seen == [mine]


@pytest.mark.parametrize("user", [None, "stranger"])
def test_nobody_and_a_stranger_see_nothing(user: str | None) -> None:
    HouseholdFactory()

    with as_application(worker_of(OrganisationFactory()) if user else None):
        assert not Household.objects.exists()
        assert not Person.objects.exists()
        assert not Involvement.objects.exists()


def test_drafts_and_notifications_are_seen_by_their_owner_only() -> None:
    owner, other = UserFactory(), UserFactory()
    Draft.objects.create(owner=owner, form="film", data={})
    notify(owner, "absence_yes", about=owner.uuid, by=other)

    with as_application(owner):
        assert (Draft.objects.count(), Notification.objects.count()) == (1, 1)
    with as_application(other):
        assert (Draft.objects.count(), Notification.objects.count()) == (0, 0)


def test_a_row_of_another_household_cannot_be_written() -> None:
    mine, other = HouseholdFactory(), HouseholdFactory()

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        as_application(face_of(mine)),
        transaction.atomic(),
    ):
        Person.objects.create(household=other, name="Iemand", role="child")


def test_an_existing_row_cannot_be_moved_to_another_household() -> None:
    mine, other = HouseholdFactory(), HouseholdFactory()

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        as_application(face_of(mine)),
        transaction.atomic(),
    ):
        Person.objects.update(household=other)


def test_nobody_writes_an_involvement_without_the_doors() -> None:
    household = HouseholdFactory()
    team = team_of(household)
    somebody = worker_of(team)

    with pytest.raises(ProgrammingError, match="permission denied"), as_application(somebody), transaction.atomic():
        Involvement.objects.create(household=household, user=somebody, organisation=team, part="cover")


def test_the_door_to_an_involvement_is_closed_for_a_stranger() -> None:
    household = HouseholdFactory()
    team = team_of(household)
    stranger = worker_of(team)

    with (
        pytest.raises(ProgrammingError, match="not a household of this person"),
        as_application(stranger),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT start_involvement(%s, %s, %s, 'cover', '', NULL, NULL)",
            [household.pk, stranger.pk, team.pk],
        )


def test_a_household_begins_with_who_opens_it_and_in_a_local_team() -> None:
    team, elsewhere = OrganisationFactory(), OrganisationFactory(kind="veilig_thuis")
    me, colleague, there = worker_of(team), worker_of(team), worker_of(elsewhere)

    for who, face, where in ((me, colleague, team), (there, there, elsewhere)):
        with (
            pytest.raises(ProgrammingError, match="a household begins"),
            as_application(who),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT begin_household(%s, %s)", [where.pk, face.pk])


# --- The actor ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
class TestActor:
    """Told at the start of each transaction, forgotten at its end."""

    def test_each_outermost_transaction_is_told_who_acts(self) -> None:
        user = UserFactory()

        with acting_as(user):
            for _ in range(2):
                with transaction.atomic():
                    assert actor() == str(user.pk)

    def test_a_commit_in_between_does_not_lose_the_actor(self) -> None:
        household = HouseholdFactory()
        with as_application(face_of(household)):
            with transaction.atomic():
                assert Household.objects.count() == 1
            with transaction.atomic():
                assert Household.objects.count() == 1

    def test_after_a_transaction_nobody_acts_and_nothing_is_an_error(self) -> None:
        household = HouseholdFactory()
        with as_application(face_of(household)), transaction.atomic():
            assert Household.objects.exists()

        with as_application():
            assert actor() == ""
            assert not Household.objects.exists()

    def test_outside_a_transaction_nobody_acts(self) -> None:
        household = HouseholdFactory()

        with as_application(face_of(household)):
            assert not Household.objects.exists()

    def test_a_savepoint_that_is_rolled_back_leaves_the_actor_as_it_was(self) -> None:
        outer, inner = UserFactory(), UserFactory()

        with acting_as(outer), transaction.atomic():
            with pytest.raises(ZeroDivisionError), transaction.atomic(), acting_as(inner):
                raise ZeroDivisionError
            assert actor() == str(outer.pk)

    def test_a_savepoint_that_is_kept_does_not_leak_its_actor(self) -> None:
        outer, inner = UserFactory(), UserFactory()

        with acting_as(outer), transaction.atomic():
            with transaction.atomic(), acting_as(inner):
                assert actor() == str(inner.pk)
            assert actor() == str(outer.pk)

    def test_a_statement_that_fails_does_not_hide_the_real_error(self) -> None:
        user = UserFactory()

        with (
            pytest.raises(ProgrammingError, match="no_such_table"),
            transaction.atomic(),
            acting_as(user),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM no_such_table")

    def test_who_was_deactivated_sees_nothing_from_the_next_statement_on(self) -> None:
        household = HouseholdFactory()
        face = face_of(household)

        with as_application(face), transaction.atomic():
            before = Household.objects.count()
            with administration.connect(connection.settings_dict["NAME"]) as administrator:
                administrator.execute("UPDATE accounts_user SET is_active = false WHERE id = %s", [face.pk])
            after = Household.objects.count()

        assert (before, after) == (1, 0)


# --- Roles and catalogue ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["cases_household", "cases_person", "veiligheidskaart_kaartpdf", "accounts_draft"])
def test_the_owner_of_the_tables_sees_no_row(table: str) -> None:
    household = HouseholdFactory()
    Draft.objects.create(owner=face_of(household), form="film", data={})

    with administration.connect(connection.settings_dict["NAME"]) as administrator:
        administrator.execute(f"SET ROLE {OWNER_ROLE}")
        assert administrator.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_no_role_of_ours_goes_past_row_security(administrator: psycopg.Connection[Any]) -> None:
    strong = administrator.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'rondom%' AND rolname <> session_user"
        " AND (rolsuper OR rolbypassrls)"
    ).fetchall()

    assert strong == []


def test_every_table_that_leads_to_a_household_has_row_security_forced(administrator: psycopg.Connection[Any]) -> None:
    rows = administrator.execute(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, count(p.polname)"
        " FROM pg_class AS c LEFT JOIN pg_policy AS p ON p.polrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND ("
        "   c.relname = 'cases_household' OR EXISTS ("
        "     SELECT FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'f' AND ("
        "       k.confrelid = 'cases_household'::regclass"
        "       OR EXISTS (SELECT FROM pg_constraint AS up WHERE up.conrelid = k.confrelid AND up.contype = 'f'"
        "                  AND up.confrelid = 'cases_household'::regclass))))"
        " GROUP BY 1, 2"
    ).fetchall()

    open_tables = [name for name, is_forced, policies in rows if not is_forced or policies < 1]

    assert open_tables == []
    assert len(rows) > 20


def test_policies_ask_who_sees_what_once_a_statement(administrator: psycopg.Connection[Any]) -> None:
    policies = administrator.execute(
        "SELECT polrelid::regclass::text, pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = 'whose'"
    ).fetchall()

    a_row_at_a_time = [
        table
        for table, condition in policies
        for name in ("visible_households()", "asked_households()", "actor_id()")
        if condition.count(name) != condition.count(f"SELECT {name}")
    ]

    assert a_row_at_a_time == []
    assert len(policies) > 25


def test_no_view_and_no_copy_goes_round_row_security(administrator: psycopg.Connection[Any]) -> None:
    assert (
        administrator.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
        ).fetchall()
        == []
    )


def test_only_functions_of_the_closed_list_see_more_than_who_calls_them(
    administrator: psycopg.Connection[Any],
) -> None:
    rows = administrator.execute(
        "SELECT proname, pg_get_userbyid(proowner), coalesce(array_to_string(proconfig, ','), '')"
        " FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    ).fetchall()

    assert {name for name, owner, _ in rows if owner == DEFINER_ROLE} == FUNCTIONS
    assert {(name, owner) for name, owner, _ in rows if owner != DEFINER_ROLE} == {
        (name, OWNER_ROLE) for name in AS_OWNER
    }
    assert all("search_path=pg_catalog, public" in config for _, _, config in rows)


def test_a_dump_as_the_application_fails_instead_of_missing_rows() -> None:
    with own_line() as line, pytest.raises(psycopg.errors.InsufficientPrivilege):
        line.execute("SET row_security = off")
        line.execute("SELECT * FROM cases_household")


@pytest.mark.django_db(transaction=True)
def test_a_forgotten_queryset_rule_still_shows_only_what_is_ones_own(client: Any, monkeypatch: Any) -> None:
    """The first fence down: the second one holds, in a page and in the API."""
    from cases.querysets import HouseholdQuerySet
    from tests.signing_in import sign_in

    mine, other = HouseholdFactory(call_name="Van Mij"), HouseholdFactory(call_name="Van Een Ander")
    sign_in(client, User.objects.get(pk=face_of(mine).pk))
    monkeypatch.setattr(HouseholdQuerySet, "allowed", lambda rows, user, act: rows)

    listed = client.get("/huishoudens/").content.decode()

    assert client.get(f"/huishoudens/{mine.uuid}/").status_code == 200
    assert client.get(f"/huishoudens/{other.uuid}/").status_code == 404
    assert "Van Mij" in listed
    assert "Van Een Ander" not in listed
    assert client.get(f"/api/v1/households/{other.uuid}/").status_code == 404


# --- The probe ------------------------------------------------------------------------------------


def test_the_probe_is_content_with_the_application_and_leaves_nothing() -> None:
    with as_application():
        row_security.refuse_unless_it_bites()

    assert not Notification.objects.exists()


def test_the_probe_refuses_a_role_that_goes_past_row_security() -> None:
    with pytest.raises(row_security.RowSecurityOff, match="too strong"):
        row_security.refuse_unless_it_bites()  # as the administrator of the tests


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("ALTER TABLE cases_person NO FORCE ROW LEVEL SECURITY", "off for cases_person"),
        ("ALTER TABLE cases_person DISABLE ROW LEVEL SECURITY", "off for cases_person"),
        ("ALTER POLICY whose ON accounts_notification USING (true)", "can be read"),
    ],
)
def test_the_probe_refuses_a_table_that_stands_open(statement: str, complaint: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)

    with as_application(), pytest.raises(row_security.RowSecurityOff, match=complaint):
        row_security.refuse_unless_it_bites()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("signal", [worker_init, beat_init])
def test_a_worker_does_not_start_on_an_open_database(signal: Signal) -> None:
    """Celery only logs what a receiver of a signal raises; nothing but the end of the process stops a worker."""
    with pytest.raises(SystemExit, match="too strong"):
        signal.send(sender=None)  # as the administrator of the tests


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("signal", [worker_init, beat_init])
def test_a_worker_starts_on_a_database_that_is_closed(signal: Signal) -> None:
    with as_application():
        signal.send(sender=None)


@pytest.mark.django_db(transaction=True)
def test_the_web_does_not_start_on_an_open_database() -> None:
    with pytest.raises(row_security.RowSecurityOff, match="too strong"):
        importlib.reload(importlib.import_module("config.wsgi"))
