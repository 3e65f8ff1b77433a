"""Closing a household, and starting it again when the family comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.clock import Period
from accounts.models import AuditEvent, Membership
from cases.choices import CloseReason, HouseholdStatus, Part
from cases.models import Household, Involvement
from cases.services.households import (
    HouseholdAlreadyClosed,
    HouseholdNotClosed,
    close_household,
    reopen_household,
)
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Any:
    return OrganisationFactory()


@pytest.fixture
def sanne(team: Any) -> Any:
    return worker_of(team)


@pytest.fixture
def household(team: Any, sanne: Any) -> Any:
    return HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)


def close_url(household: Household) -> str:
    return reverse("cases:household-close", args=[household.uuid])


def reopen_url(household: Household) -> str:
    return reverse("cases:household-reopen", args=[household.uuid])


def test_closing_records_who_and_why(household: Any, sanne: Any) -> None:
    closed = close_household(household, reason=CloseReason.MOVED, by=sanne)

    event = AuditEvent.objects.get(event="household.closed")
    assert (event.actor, event.target, event.details) == (sanne.uuid, household.uuid, {"reason": "moved"})
    assert (closed.status, closed.close_reason) == (HouseholdStatus.CLOSED, CloseReason.MOVED)
    assert abs(closed.closed_at - timezone.now()) < timedelta(minutes=1)


def test_the_face_and_the_team_lead_keep_reading_and_nobody_writes(household: Any, team: Any, sanne: Any) -> None:
    lead = worker_of(team, Role.TEAM_LEAD)

    close_household(household, reason=CloseReason.SAFE, by=sanne)

    assert Household.objects.readable_by(sanne).contains(household)
    assert Household.objects.readable_by(lead).contains(household)
    assert not Household.objects.changeable_by(sanne).exists()
    assert not Household.objects.switchable_by(sanne).exists()


def test_everybody_else_stops_now_and_does_not_come_later(household: Any, team: Any, sanne: Any) -> None:
    clinic = OrganisationFactory(kind=OrganisationKind.MENTAL_HEALTH)
    duo, later = worker_of(clinic), worker_of(team)
    involve(household, duo, clinic, Part.DUO)
    tomorrow = timezone.now() + timedelta(days=1)
    involve(household, later, team, Part.COVER, period=Period(tomorrow, tomorrow + timedelta(days=5)))

    close_household(household, reason=CloseReason.SAFE, by=sanne)

    left = Involvement.objects.filter(household=household, period__endswith=None).exclude(period__isempty=True)
    assert [part.user for part in left] == [sanne]
    assert not Household.objects.visible_to(duo).exists()


def test_closing_twice_is_refused_and_leaves_no_trace(household: Any, sanne: Any) -> None:
    close_household(household, reason=CloseReason.SAFE, by=sanne)

    with pytest.raises(HouseholdAlreadyClosed):
        close_household(household, reason=CloseReason.SAFE, by=sanne)
    assert AuditEvent.objects.filter(event="household.closed").count() == 1


def test_starting_again_brings_the_same_face_back(household: Any, sanne: Any) -> None:
    close_household(household, reason=CloseReason.SAFE, by=sanne)

    again = reopen_household(household, by=sanne)

    assert (again.status, again.closed_at, again.close_reason) == (HouseholdStatus.OPEN, None, "")
    assert face_of(household) == sanne
    assert Household.objects.changeable_by(sanne).contains(household)
    assert AuditEvent.objects.filter(event="household.reopened").count() == 1


def test_what_is_not_closed_cannot_start_again(household: Any, sanne: Any) -> None:
    with pytest.raises(HouseholdNotClosed):
        reopen_household(household, by=sanne)


def test_the_page_closes_with_a_reason(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)

    page = client.get(close_url(household)).content.decode()
    response = client.post(close_url(household), {"reason": "safe"})

    household.refresh_from_db()
    assert "Jij kunt alles blijven lezen." in page
    assert (response.status_code, response["Location"]) == (303, household.get_absolute_url())
    assert household.status == HouseholdStatus.CLOSED


@pytest.mark.parametrize(
    ("data", "message"), [({}, "Kies waarom je afsluit."), ({"reason": "zomaar"}, "Kies iets uit de lijst")]
)
def test_without_a_reason_nothing_closes(
    client: Client, household: Any, sanne: Any, data: dict[str, str], message: str
) -> None:
    sign_in(client, sanne)

    response = client.post(close_url(household), data)

    household.refresh_from_db()
    assert response.status_code == 422
    assert message in response.content.decode()
    assert household.status == HouseholdStatus.OPEN


def test_a_closed_household_has_no_page_to_close_it(client: Client, household: Any, sanne: Any) -> None:
    close_household(household, reason=CloseReason.SAFE, by=sanne)
    sign_in(client, sanne)

    assert client.get(close_url(household)).status_code == 404


def test_the_face_starts_it_again(client: Client, household: Any, sanne: Any) -> None:
    close_household(household, reason=CloseReason.SAFE, by=sanne)
    sign_in(client, sanne)

    page = client.get(reopen_url(household)).content.decode()
    response = client.post(reopen_url(household))

    household.refresh_from_db()
    assert "Start dit huishouden weer" in page
    assert (response.status_code, household.status) == (303, HouseholdStatus.OPEN)


def test_the_team_lead_starts_it_again_only_when_the_face_has_left(
    client: Client, household: Any, team: Any, sanne: Any
) -> None:
    close_household(household, reason=CloseReason.SAFE, by=sanne)
    sign_in(client, worker_of(team, Role.TEAM_LEAD))
    while_the_face_works_here = client.get(reopen_url(household)).status_code
    Membership.objects.filter(user=sanne).delete()
    connection.check_constraints()

    response = client.post(reopen_url(household))

    household.refresh_from_db()
    assert while_the_face_works_here == 404
    assert (response.status_code, household.status) == (303, HouseholdStatus.OPEN)
    assert response["Location"] == reverse("cases:face-appoint", args=[household.uuid])


@pytest.mark.parametrize(("who", "shown"), [("face", True), ("team lead", False)])
def test_the_page_of_a_closed_household_leads_there_who_may(
    client: Client, household: Any, team: Any, sanne: Any, *, who: str, shown: bool
) -> None:
    close_household(household, reason=CloseReason.SAFE, by=sanne)
    sign_in(client, sanne if who == "face" else worker_of(team, Role.TEAM_LEAD))

    page = client.get(household.get_absolute_url()).content.decode()

    assert "Dit huishouden is afgesloten" in page
    assert (reopen_url(household) in page) is shown


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_nobody_else_starts_it_again(client: Client, household: Any, team: Any, sanne: Any, who: str) -> None:
    close_household(household, reason=CloseReason.SAFE, by=sanne)
    sign_in(client, worker_of(team if who == "colleague" else OrganisationFactory()))

    assert client.post(reopen_url(household)).status_code == 404


def test_an_open_household_has_no_page_to_start_it_again(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)

    assert client.get(reopen_url(household)).status_code == 404
