"""What a person sees and may do is kept for one statement (docs/adr/0046), and nobody else puts an answer there."""

from __future__ import annotations

import re

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.actor import acting_as
from accounts.models import User
from cases.models import Exclusion, Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, team_of

pytestmark = pytest.mark.django_db

SEEN, SEATS = "rondom.seen", "rondom.seats_view_household"
FOR_ME = "households_for(%s, ARRAY['contact:'], 'view_household', false)"


def kept(setting: str = SEEN) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [setting])
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def put(answer: str, setting: str = SEEN) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, answer])


def may(person: User, who: str = FOR_ME) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {who}", [person.pk])
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def seen() -> list[int]:
    return list(Household.objects.order_by("pk").values_list("pk", flat=True))


def test_the_next_statement_asks_again() -> None:
    household = HouseholdFactory()
    face = face_of(household)

    with as_application(face):
        before = seen()
    Exclusion.objects.create(household=household, user=face, decided_by=face)
    with as_application(face):
        after = seen()

    assert (before, after) == ([household.pk], [])


def test_who_acts_next_in_the_same_transaction_gets_the_own_answer() -> None:
    mine, other = HouseholdFactory(), HouseholdFactory()
    me, them = face_of(mine), face_of(other)

    with as_application(me):
        first = seen()
        with acting_as(them):
            second = seen()
        with acting_as(None):
            nobodys = seen()

    assert (first, second, nobodys) == ([mine.pk], [other.pk], [])


@pytest.mark.parametrize("signed", ["", "0" * 64])
@pytest.mark.parametrize(
    ("setting", "answer", "asked"),
    [(SEEN, "{1,2,3}", "visible_households()"), (SEATS, '{"contact:": "{1,2,3}"}', FOR_ME)],
)
def test_an_answer_without_the_signature_is_not_taken(signed: str, setting: str, answer: str, asked: str) -> None:
    HouseholdFactory()
    stranger = worker_of(OrganisationFactory())

    with as_application(stranger), connection.cursor() as cursor:
        # As one statement, so that its moment and its snapshot are right.
        cursor.execute(
            "WITH forged AS MATERIALIZED (SELECT set_config(%s, %s || concat_ws(' ', %s::text, actor_id(), actor_id(),"
            " extract(epoch FROM statement_timestamp()), pg_current_snapshot(), pg_current_xact_id_if_assigned(), '')"
            f" || %s, true) AS kept) SELECT kept, {asked} FROM forged",
            [setting, signed, setting, answer, *([stranger.pk] if "%s" in asked else [])],
        )
        forged, told = cursor.fetchone()

    assert forged.endswith(answer)
    assert told == []


def test_an_answer_of_another_statement_is_not_taken_nor_one_that_was_changed() -> None:
    household, other = HouseholdFactory(), HouseholdFactory()
    face = face_of(household)

    with as_application(face):
        seen()
        own = kept()
        put(re.sub(r"\{.*\}", f"{{{other.pk}}}", own))
        changed = seen()
        put(own)
        again = seen()

    assert own.endswith(f"{{{household.pk}}}")
    assert (changed, again) == ([household.pk], [household.pk])


def test_what_a_person_may_do_is_asked_again_by_the_next_statement() -> None:
    household = HouseholdFactory()
    face = face_of(household)

    with as_application(face):
        before = may(face)
    Exclusion.objects.create(household=household, user=face, decided_by=face)
    with as_application(face):
        after = may(face)

    assert (before, after) == ([household.pk], [])


def test_one_statement_asks_about_two_people_and_two_permissions() -> None:
    mine, other = HouseholdFactory(), HouseholdFactory()
    me, them = face_of(mine), face_of(other)
    lead = worker_of(team_of(mine), "team_lead")
    leads = "households_for(%s, ARRAY[]::text[], 'view_household', true)"

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {FOR_ME}, {FOR_ME}, {FOR_ME.replace('view', 'change')}, {FOR_ME}, {leads}",
            [me.pk, them.pk, me.pk, me.pk, lead.pk],
        )
        told = cursor.fetchone()

    assert told == ([mine.pk], [other.pk], [mine.pk], [mine.pk], [mine.pk])


def test_an_answer_to_one_question_is_none_to_another() -> None:
    household = HouseholdFactory()
    face = face_of(household)

    with as_application(face), connection.cursor() as cursor:
        # In one statement: what was kept about viewing is put where what is kept about changing would stand.
        cursor.execute(
            f"WITH first AS MATERIALIZED (SELECT {FOR_ME} AS may),"
            " moved AS MATERIALIZED (SELECT set_config('rondom.seats_none', current_setting(%s), true) FROM first)"
            " SELECT may, households_for(%s, ARRAY['contact:'], 'none', false) FROM first, moved",
            [face.pk, SEATS, face.pk],
        )
        may_view, may_nothing = cursor.fetchone()

    assert (may_view, may_nothing) == ([household.pk], [])


@pytest.mark.parametrize(
    "call",
    [
        "seats_of(1, 'view_household')",
        "kept_answer('rondom.seen', 1)",
        "keep_answer('rondom.seen', 1, '{1}')",
        "signature_of('{1}')",
    ],
)
def test_the_application_cannot_sign_or_read_what_is_kept(call: str) -> None:
    with (
        as_application(face_of(HouseholdFactory())),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {call}")


def test_the_application_cannot_read_the_key() -> None:
    with (
        as_application(face_of(HouseholdFactory())),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT key FROM cases_statementkey")


def test_what_another_person_may_do_is_told_of_own_households_only() -> None:
    mine, other = HouseholdFactory(), HouseholdFactory()
    them = face_of(other)

    with as_application(face_of(mine)):
        of_another = may(them)
    with as_application(them):
        of_oneself = may(them)
    with as_application():
        of_nobody = may(them)

    assert (of_another, of_oneself, of_nobody) == ([], [other.pk], [])


def test_a_colleague_with_a_part_in_the_same_household_is_told() -> None:
    household = HouseholdFactory()
    lead = worker_of(team_of(household), "team_lead")
    face = face_of(household)

    with as_application(lead):
        told = may(face)

    assert told == [household.pk]
