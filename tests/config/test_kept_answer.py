"""`visible_households` keeps its answer for one statement (docs/adr/0046), and nobody else puts one there."""

from __future__ import annotations

import re

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.actor import acting_as
from cases.models import Exclusion, Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, team_of

pytestmark = pytest.mark.django_db

KEPT = "rondom.seen"


def kept() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [KEPT])
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def put(answer: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [KEPT, answer])


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
def test_an_answer_without_the_signature_is_not_taken(signed: str) -> None:
    HouseholdFactory()
    stranger = worker_of(OrganisationFactory())

    with as_application(stranger), connection.cursor() as cursor:
        # As one statement, so that its moment and its snapshot are right.
        cursor.execute(
            "WITH forged AS MATERIALIZED (SELECT set_config(%s, %s || concat_ws(' ', actor_id(),"
            " extract(epoch FROM statement_timestamp()), pg_current_snapshot(), pg_current_xact_id_if_assigned(), '')"
            " || '{1,2,3,4,5,6,7,8,9}', true) AS kept)"
            " SELECT kept, visible_households() FROM forged",
            [KEPT, signed],
        )
        forged, answer = cursor.fetchone()

    assert forged.endswith("{1,2,3,4,5,6,7,8,9}")
    assert answer == []


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
    asked = "SELECT households_for(%s, ARRAY['contact:'], 'view_household', false)"

    with connection.cursor() as cursor:
        with as_application(face_of(mine)):
            cursor.execute(asked, [them.pk])
            of_another = cursor.fetchone()[0]
        with as_application(them):
            cursor.execute(asked, [them.pk])
            of_oneself = cursor.fetchone()[0]
        with as_application():
            cursor.execute(asked, [them.pk])
            of_nobody = cursor.fetchone()[0]

    assert (of_another, of_oneself, of_nobody) == ([], [other.pk], [])


def test_a_colleague_with_a_part_in_the_same_household_is_told() -> None:
    household = HouseholdFactory()
    lead = worker_of(team_of(household), "team_lead")
    face = face_of(household)

    with as_application(lead), connection.cursor() as cursor:
        cursor.execute("SELECT households_for(%s, ARRAY['contact:'], 'view_household', false)", [face.pk])
        told = cursor.fetchone()[0]

    assert told == [household.pk]
