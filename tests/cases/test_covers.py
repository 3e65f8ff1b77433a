"""Standing in: a colleague of the same team may do what the face does, on exactly those days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Absence, AuditEvent
from accounts.services.availability import answer_absence, ask_absence, withdraw_absence
from accounts.services.organisations import MembershipStillNeeded, end_membership
from cases.choices import CloseReason, Part, SwitchReason
from cases.models import Household, Involvement
from cases.services import faces
from cases.services.covers import NotOfTheSameTeam
from cases.services.households import close_household
from tests.accounts.factories import MembershipFactory, OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, involve

pytestmark = pytest.mark.django_db


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def team() -> Any:
    return OrganisationFactory(name="Wijkteam Oost")


@pytest.fixture
def sanne(team: Any) -> Any:
    return worker_of(team, name="Sanne Verbeek")


@pytest.fixture
def fatima(team: Any) -> Any:
    return worker_of(team, name="Fatima el Amrani")


@pytest.fixture
def household(team: Any, sanne: Any) -> Any:
    return HouseholdFactory(team=team, by=sanne)


def away(user: Any, stand_in: Any, first: int, last: int) -> Absence:
    absence = ask_absence(user, stand_in=stand_in, first_day=days(first), last_day=days(last), by=user)
    return answer_absence(absence, yes=True, by=stand_in)


def covers_of(user: Any) -> Any:
    return Involvement.objects.filter(user=user, part=Part.COVER).exclude(period__isempty=True)


def test_a_stand_in_writes_along_from_the_first_day_until_the_last_one(household: Any, sanne: Any, fatima: Any) -> None:
    away(sanne, fatima, 0, 4)

    cover = covers_of(fatima).get()
    assert Household.objects.changeable_by(fatima).contains(household)
    assert not Household.objects.switchable_by(fatima).exists()
    assert timezone.localtime(cover.period.upper).date() == days(5)
    assert timezone.localtime(cover.period.upper).hour == 0
    assert AuditEvent.objects.get(event="cover.started").root == household.uuid


def test_nothing_opens_before_the_first_day_or_without_a_yes(
    household: Any, sanne: Any, fatima: Any, team: Any
) -> None:
    away(sanne, fatima, 2, 4)
    other = worker_of(team)
    ask_absence(sanne, stand_in=other, first_day=days(10), last_day=days(12), by=sanne)

    assert not Household.objects.visible_to(fatima).exists()
    assert timezone.localtime(covers_of(fatima).get().period.lower).date() == days(2)
    assert not covers_of(other).exists()


def test_a_no_gives_no_access(household: Any, sanne: Any, fatima: Any) -> None:
    absence = ask_absence(sanne, stand_in=fatima, first_day=days(0), last_day=days(3), by=sanne)

    answer_absence(absence, yes=False, by=fatima)

    assert not Household.objects.visible_to(fatima).exists()


def test_coming_back_earlier_ends_it_at_once(household: Any, sanne: Any, fatima: Any) -> None:
    absence = away(sanne, fatima, 0, 4)

    withdraw_absence(absence, by=sanne)

    assert not Household.objects.visible_to(fatima).exists()
    assert AuditEvent.objects.filter(event="cover.ended").count() == 1


def test_households_of_which_the_absent_person_is_no_face_are_not_covered(
    household: Any, team: Any, sanne: Any, fatima: Any
) -> None:
    other = HouseholdFactory()
    involve(other, sanne, team, Part.DUO)
    closed = HouseholdFactory(team=team, by=sanne, closed=True)

    away(sanne, fatima, 0, 4)

    assert [cover.household for cover in covers_of(fatima)] == [household]
    assert not Household.objects.visible_to(fatima).contains(closed)


def test_somebody_of_another_team_cannot_stand_in_for_a_face(household: Any, sanne: Any) -> None:
    school = OrganisationFactory()
    MembershipFactory(user=sanne, organisation=school)
    colleague_elsewhere = worker_of(school)

    with pytest.raises(NotOfTheSameTeam):
        ask_absence(sanne, stand_in=colleague_elsewhere, first_day=days(0), last_day=days(3), by=sanne)
    assert not Absence.objects.exists()


def test_a_stand_in_who_has_a_part_already_keeps_that_one(household: Any, team: Any, sanne: Any, fatima: Any) -> None:
    involve(household, fatima, team, Part.DUO)

    away(sanne, fatima, 0, 4)

    assert not covers_of(fatima).exists()
    assert Household.objects.changeable_by(fatima).contains(household)


def test_a_household_that_begins_meanwhile_is_covered_too(team: Any, sanne: Any, fatima: Any) -> None:
    away(sanne, fatima, 0, 4)

    household = HouseholdFactory(team=team, by=sanne)

    assert Household.objects.changeable_by(fatima).contains(household)


def test_another_face_ends_the_stand_in(household: Any, team: Any, sanne: Any, fatima: Any) -> None:
    away(sanne, fatima, 0, 4)

    faces.appoint_face(
        household, colleague=worker_of(team), reason=SwitchReason.ILL, family_heard="Samen verteld", by=sanne
    )

    assert not Household.objects.visible_to(fatima).exists()


def test_a_stand_in_can_become_the_face(household: Any, sanne: Any, fatima: Any) -> None:
    away(sanne, fatima, 0, 4)

    faces.appoint_face(household, colleague=fatima, reason=SwitchReason.ILL, family_heard="Samen verteld", by=sanne)

    assert faces.face_of(household).user == fatima


def test_a_membership_does_not_end_while_a_family_needs_its_face(household: Any, sanne: Any) -> None:
    membership = sanne.memberships.get()

    with pytest.raises(MembershipStillNeeded, match="Sanne is nog het vaste gezicht van een gezin"):
        end_membership(membership, by=sanne)

    close_household(household, reason=CloseReason.SAFE, by=sanne)
    end_membership(membership, by=sanne)
