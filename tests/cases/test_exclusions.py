"""Who may not see a household: "Ik ken dit gezin zelf", and a colleague who is kept out. It beats everything."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.models import AuditEvent, Notification
from cases.choices import Level, Part, SharingGround, SwitchReason
from cases.models import Exclusion, Household, Involvement
from cases.services import exclusions, faces
from cases.services.exclusions import AlreadyKeptOut, IsTheFace
from cases.services.faces import NobodyToJoin, NotAColleague, NotOpenAnymore
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import TOLD_ON, HouseholdFactory, involve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Any:
    return OrganisationFactory(name="Wijkteam Oost")


@pytest.fixture
def sanne(team: Any) -> Any:
    return worker_of(team, name="Sanne Verbeek")


@pytest.fixture
def lead(team: Any) -> Any:
    return worker_of(team, Role.TEAM_LEAD, name="Wilma de Groot")


@pytest.fixture
def school() -> Any:
    return OrganisationFactory(name="Basisschool De Boog", kind=OrganisationKind.SCHOOL)


@pytest.fixture
def inge(school: Any) -> Any:
    return worker_of(school, name="Inge Bakker")


@pytest.fixture
def household(team: Any, sanne: Any) -> Any:
    return HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)


def know_url(household: Household) -> str:
    return reverse("cases:know-family", args=[household.uuid])


# --- "Ik ken dit gezin zelf" -------------------------------------------------------------------------------
@pytest.mark.parametrize("part", [Part.DUO, Part.INVITED, Part.COVER])
def test_who_knows_the_family_sees_it_no_more_from_the_next_click_on(
    *, client: Client, household: Any, sanne: Any, school: Any, inge: Any, part: Part
) -> None:
    involve(household, inge, school, part, Level.FILM if part == Part.INVITED else "")
    sign_in(client, inge)
    offered = client.get(household.get_absolute_url()).content.decode()

    response = client.post(know_url(household), follow=True)

    assert know_url(household) in offered
    assert "Je kunt dit huishouden niet meer zien." in response.content.decode()
    assert client.get(household.get_absolute_url()).status_code == 404
    assert "Adu" not in client.get(reverse("cases:household-list")).content.decode()
    assert Involvement.objects.running().filter(user=inge, part=part).exists()
    assert Notification.objects.get(recipient=sanne).kind == "knows_family"


def test_the_team_lead_hears_it_and_a_lead_who_knows_the_family_stops_too(
    client: Client, household: Any, sanne: Any, team: Any, lead: Any
) -> None:
    other_lead = worker_of(team, Role.TEAM_LEAD)
    sign_in(client, lead)

    client.post(know_url(household))

    assert client.get(household.get_absolute_url()).status_code == 404
    assert set(Notification.objects.values_list("recipient", "kind")) == {
        (sanne.pk, "knows_family"),
        (other_lead.pk, "knows_family"),
    }
    sign_in(client, sanne)
    told = client.get(reverse("notifications")).content.decode()
    assert "Wilma de Groot kent Familie Adu zelf en kan niet meer meekijken." in told


def test_a_face_is_told_what_to_do_first(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)

    page = client.get(know_url(household)).content.decode()
    response = client.post(know_url(household))

    assert reverse("cases:switch-create", args=[household.uuid]) in page
    assert "Blokkeer mijn toegang" not in page
    assert response.status_code == 422
    assert Household.objects.visible_to(sanne).contains(household)


def test_who_will_be_the_face_is_told_so_too(household: Any, sanne: Any, team: Any) -> None:
    next_face = worker_of(team)
    involve(household, next_face, team, Part.COVER)
    request = faces.ask_switch(
        household,
        colleague=next_face,
        reason=SwitchReason.OTHER_JOB,
        from_on=timezone.localdate() + timedelta(days=7),
        family_heard="Samen verteld",
        meeting_on=None,
        by=sanne,
    )
    faces.answer_switch(request, yes=True, by=next_face)

    with pytest.raises(IsTheFace):
        exclusions.know_family(household, by=next_face)


def test_it_beats_a_new_invitation(household: Any, sanne: Any, school: Any, inge: Any) -> None:
    involve(household, inge, school, Part.INVITED, Level.FILM)

    with as_application(inge):
        exclusions.know_family(household, by=inge)

    with as_application(inge):
        assert not Household.objects.exists()
    with pytest.raises(NobodyToJoin):
        faces.ask_duo(
            household,
            partner=inge,
            organisation=school,
            why="Samen",
            ground=SharingGround.CONSENT,
            family_informed_on=TOLD_ON,
            by=sanne,
        )


def test_somebody_who_is_kept_out_is_not_chosen_as_face(household: Any, sanne: Any, team: Any, lead: Any) -> None:
    colleague = worker_of(team)
    exclusions.keep_out(household, colleague, by=sanne)

    with pytest.raises(NotAColleague):
        faces.appoint_face(household, colleague=colleague, reason=SwitchReason.ILL, family_heard="Gebeld", by=lead)


# --- The list ------------------------------------------------------------------------------------------------
def test_a_colleague_is_kept_out_by_name(client: Client, household: Any, sanne: Any, school: Any, inge: Any) -> None:
    involve(household, inge, school, Part.INVITED, Level.CARD)
    sign_in(client, sanne)
    page = client.get(reverse("cases:keep-out", args=[household.uuid])).content.decode()

    response = client.post(reverse("cases:keep-out", args=[household.uuid]), {"user": inge.uuid}, follow=True)

    assert "Inge Bakker" in page
    assert "Sanne Verbeek" not in page.split("<form", 1)[1].split("</form>", 1)[0]
    assert "Inge Bakker kan dit huishouden niet zien." in response.content.decode()
    assert "Besloten door Sanne Verbeek" in response.content.decode()
    assert not Household.objects.visible_to(inge).exists()
    assert Notification.objects.get(recipient=inge).kind == "access_stopped"
    assert AuditEvent.objects.get(event="exclusion.started").details == {"person": str(inge.uuid)}


def test_who_had_no_part_here_hears_nothing(household: Any, sanne: Any, team: Any) -> None:
    colleague = worker_of(team)

    exclusions.keep_out(household, colleague, by=sanne)

    assert not Notification.objects.exists()


def test_the_face_hears_whom_the_team_lead_keeps_out(
    client: Client, household: Any, sanne: Any, team: Any, lead: Any
) -> None:
    exclusions.keep_out(household, worker_of(team), by=lead)
    sign_in(client, sanne)

    told = client.get(reverse("notifications")).content.decode()

    assert "Wilma de Groot sloot iemand uit: die kan Familie Adu niet zien." in told


def test_the_face_and_people_of_organisations_without_access_are_not_in_the_list(
    client: Client, household: Any, sanne: Any, lead: Any, inge: Any
) -> None:
    sign_in(client, lead)

    for user in (sanne, inge, lead):
        response = client.post(reverse("cases:keep-out", args=[household.uuid]), {"user": user.uuid})
        assert response.status_code == 422
    assert not Exclusion.objects.exists()


def test_who_comes_off_the_list_sees_again_what_still_runs(
    client: Client, household: Any, sanne: Any, school: Any, inge: Any
) -> None:
    involve(household, inge, school, Part.INVITED, Level.CARD)
    exclusion = exclusions.know_family(household, by=inge)
    url = reverse("cases:let-in-again", args=[household.uuid, exclusion.uuid])
    sign_in(client, inge)
    by_herself = client.post(url).status_code
    sign_in(client, sanne)
    listed = client.get(reverse("cases:access", args=[household.uuid])).content.decode()

    response = client.post(url)

    assert by_herself == 404
    assert "Kent dit gezin zelf" in listed
    assert response.status_code == 303
    assert Household.objects.visible_to(inge).contains(household)
    assert client.post(url).status_code == 404


def test_two_people_at_once(household: Any, sanne: Any, lead: Any, team: Any) -> None:
    colleague = worker_of(team)
    exclusion = exclusions.keep_out(household, colleague, by=sanne)

    with pytest.raises(AlreadyKeptOut):
        exclusions.keep_out(household, colleague, by=lead)
    exclusions.let_in_again(exclusion, by=sanne)
    with pytest.raises(NotOpenAnymore):
        exclusions.let_in_again(exclusion, by=lead)


def test_an_exclusion_of_another_household_is_not_there(client: Client, household: Any, sanne: Any, team: Any) -> None:
    other = HouseholdFactory(team=team)
    exclusion = exclusions.keep_out(other, worker_of(team), by=other.involvements.get().user)
    sign_in(client, sanne)

    for key in (exclusion.uuid, uuid.uuid4()):
        assert client.post(reverse("cases:let-in-again", args=[household.uuid, key])).status_code == 404


def test_the_application_cannot_take_an_exclusion_away_or_give_it_to_another(
    household: Any, sanne: Any, team: Any
) -> None:
    exclusion = exclusions.keep_out(household, worker_of(team), by=sanne)

    with pytest.raises(ProgrammingError, match="permission denied"), as_application(sanne), transaction.atomic():
        exclusion.delete()
    with pytest.raises(ProgrammingError, match="permission denied"), as_application(sanne), transaction.atomic():
        Exclusion.objects.update(user=sanne)
