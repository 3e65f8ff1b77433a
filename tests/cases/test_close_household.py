"""Closing a household, and starting it again when the family comes back."""

from __future__ import annotations

from dataclasses import asdict, replace
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
from cases.choices import CloseReason, HouseholdStatus, Part, PhaseStep
from cases.models import Household, Involvement, LookingBack
from cases.services.households import (
    HouseholdAlreadyClosed,
    HouseholdNotClosed,
    LookedBack,
    close_household,
    reopen_household,
)
from cases.services.phases import set_phase
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


SAID = LookedBack(
    what_helped="Dat Sanne elke week kwam.",
    what_did_not="De lange brieven.",
    whom_to_call="Sanne, 06 12 34 56 78",
)
LOOKED_BACK = {"reason": "safe", **asdict(SAID)}


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
    response = client.post(close_url(household), LOOKED_BACK)

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


@pytest.mark.parametrize("missing", ["what_helped", "whom_to_call"])
def test_who_closes_looks_back_first(client: Client, household: Any, sanne: Any, missing: str) -> None:
    sign_in(client, sanne)

    response = client.post(close_url(household), {**LOOKED_BACK, missing: ""})

    household.refresh_from_db()
    assert (response.status_code, household.status) == (422, HouseholdStatus.OPEN)
    assert "De lange brieven." in response.content.decode()


def test_after_a_death_nobody_has_to_look_back(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)

    response = client.post(close_url(household), {"reason": "died"})

    assert (response.status_code, LookingBack.objects.count()) == (303, 0)


def test_a_family_that_comes_back_begins_with_what_helped(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)
    close_household(household, reason=CloseReason.SAFE, looked_back=SAID, by=sanne)
    reopen_household(household, by=sanne)

    page = client.get(household.get_absolute_url()).content.decode()

    assert "Wat hielp toen?" in page
    assert "Dat Sanne elke week kwam." in page
    assert "De lange brieven." in page


def test_what_helped_goes_once_they_discussed_where_they_stand(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)
    close_household(household, reason=CloseReason.SAFE, looked_back=SAID, by=sanne)
    reopen_household(household, by=sanne)
    household.refresh_from_db()
    set_phase(
        household,
        step=PhaseStep.DIRECT_SAFETY,
        discussed_on=timezone.localdate(),
        present="Sanne",
        quotes={},
        family_silent=True,
        by=sanne,
    )

    assert "Wat hielp toen?" not in client.get(household.get_absolute_url()).content.decode()


def test_only_the_last_closing_is_shown(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)
    for words in ("Samen bellen.", "Samen eten."):
        close_household(household, reason=CloseReason.SAFE, looked_back=replace(SAID, what_helped=words), by=sanne)
        reopen_household(household, by=sanne)

    page = client.get(household.get_absolute_url()).content.decode()

    assert ("Samen eten." in page, "Samen bellen." in page) == (True, False)
    assert LookingBack.objects.count() == 2


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
