"""The duo: two people carry a household together; access begins with the yes and ends with the duo."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.models import Notification, Region
from cases.choices import Level, Part, RequestState, SharingGround
from cases.models import Duo, DuoRequest, Household, Involvement, SharingDecision
from cases.services import faces, sharing
from cases.services.faces import AlreadyAsked, NobodyToJoin, NotOpenAnymore, NotYourQuestion
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import TOLD_ON, HouseholdFactory, face_of, involve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Any:
    return OrganisationFactory(name="Wijkteam Oost")


@pytest.fixture
def sanne(team: Any) -> Any:
    return worker_of(team, name="Sanne Verbeek")


@pytest.fixture
def clinic() -> Any:
    return OrganisationFactory(name="GGZ De Linde", kind=OrganisationKind.MENTAL_HEALTH)


@pytest.fixture
def marco(clinic: Any) -> Any:
    return worker_of(clinic, name="Marco de Wit")


@pytest.fixture
def household(team: Any, sanne: Any) -> Any:
    return HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)


def ask(household: Household, partner: Any, organisation: Any, **changed: Any) -> DuoRequest:
    return faces.ask_duo(
        household,
        **{
            "partner": partner,
            "organisation": organisation,
            "why": "Samen op bezoek",
            "ground": SharingGround.CONSENT,
            "family_informed_on": TOLD_ON,
            "by": face_of(household),
            **changed,
        },
    )


# --- The service ------------------------------------------------------------------------------------
def test_access_begins_with_the_yes_and_not_with_the_question(household: Any, marco: Any, clinic: Any) -> None:
    request = ask(household, marco, clinic)
    before = Household.objects.visible_to(marco).contains(household)

    faces.answer_duo(request, yes=True, by=marco)

    assert before is False
    assert Household.objects.changeable_by(marco).contains(household)
    assert not Household.objects.switchable_by(marco).contains(household)
    assert Duo.objects.get().involvement.user == marco


def test_a_colleague_of_the_partner_gets_nothing(household: Any, marco: Any, clinic: Any) -> None:
    faces.answer_duo(ask(household, marco, clinic), yes=True, by=marco)

    assert not Household.objects.visible_to(worker_of(clinic)).exists()


def test_the_decision_says_why_and_ends_within_a_year(household: Any, sanne: Any, marco: Any, clinic: Any) -> None:
    request = ask(household, marco, clinic, ground=SharingGround.LEGAL_TASK, ground_text="Zorg volgens de Zvw")
    faces.answer_duo(request, yes=True, by=marco)

    decision = SharingDecision.objects.get(organisation=clinic)
    assert (decision.permissions, decision.decided_by) == (["view", "change"], sanne)
    assert (decision.ground, decision.ground_text) == (SharingGround.LEGAL_TASK, "Zorg volgens de Zvw")
    assert decision.family_informed_on == TOLD_ON
    assert decision.until - timezone.now() <= timedelta(days=365)


def test_a_no_gives_nothing_and_the_face_hears_it(household: Any, sanne: Any, marco: Any, clinic: Any) -> None:
    request = faces.answer_duo(ask(household, marco, clinic), yes=False, by=marco)

    assert request.state == RequestState.DECLINED
    assert not Household.objects.visible_to(marco).exists()
    assert Notification.objects.get(recipient=sanne).kind == "duo_no"


def test_one_duo_and_one_question_at_a_time(household: Any, marco: Any, clinic: Any) -> None:
    request = ask(household, marco, clinic)
    with pytest.raises(AlreadyAsked):
        ask(household, worker_of(clinic), clinic)
    faces.answer_duo(request, yes=True, by=marco)

    with pytest.raises(AlreadyAsked):
        ask(household, worker_of(clinic), clinic)


def test_a_partner_works_for_the_organisation_and_has_no_part_yet(
    household: Any, team: Any, sanne: Any, clinic: Any
) -> None:
    with pytest.raises(NobodyToJoin):
        ask(household, worker_of(OrganisationFactory()), clinic)
    with pytest.raises(NobodyToJoin):
        ask(household, sanne, team)
    with pytest.raises(NobodyToJoin):
        ask(household, worker_of(clinic, Role.POLICY), clinic)


def test_only_the_partner_says_yes(household: Any, marco: Any, clinic: Any) -> None:
    request = ask(household, marco, clinic)

    with pytest.raises(NotYourQuestion):
        faces.answer_duo(request, yes=True, by=worker_of(clinic))


def test_who_left_the_organisation_meanwhile_cannot_say_yes(household: Any, marco: Any, clinic: Any) -> None:
    request = ask(household, marco, clinic)
    marco.memberships.all().delete()

    with pytest.raises(NobodyToJoin):
        faces.answer_duo(request, yes=True, by=marco)
    assert not SharingDecision.objects.filter(organisation=clinic).exists()


def test_who_joined_otherwise_meanwhile_cannot_say_yes(household: Any, marco: Any, clinic: Any) -> None:
    request = ask(household, marco, clinic)
    involve(household, marco, clinic, Part.INVITED, Level.CARD)

    with pytest.raises(NobodyToJoin):
        faces.answer_duo(request, yes=True, by=marco)


def test_ending_takes_partner_and_organisation_away_and_says_so(
    household: Any, sanne: Any, marco: Any, clinic: Any
) -> None:
    faces.answer_duo(ask(household, marco, clinic), yes=True, by=marco)

    faces.end_duo(household, family_informed_on=None, family_not_informed_why="Vertel ik morgen", by=sanne)

    last = SharingDecision.objects.filter(organisation=clinic).latest("id")
    assert not Household.objects.visible_to(marco).exists()
    assert sharing.permissions_of(household, clinic) == set()
    assert (last.permissions, last.family_not_informed_why) == ([], "Vertel ik morgen")
    assert Notification.objects.get(kind="duo_ended").recipient == marco


def test_a_colleague_who_joins_in_keeps_the_access_of_the_organisation(
    household: Any, sanne: Any, marco: Any, clinic: Any
) -> None:
    faces.answer_duo(ask(household, marco, clinic), yes=True, by=marco)
    colleague = worker_of(clinic)
    involve(household, colleague, clinic, Part.INVITED, Level.CARD)

    faces.end_duo(household, family_informed_on=TOLD_ON, by=sanne)

    assert Household.objects.visible_to(colleague).contains(household)
    assert not Household.objects.visible_to(marco).exists()


def test_a_duo_of_the_own_team_ends_without_touching_the_team(household: Any, team: Any, sanne: Any) -> None:
    colleague = worker_of(team)
    faces.answer_duo(ask(household, colleague, team), yes=True, by=colleague)

    faces.end_duo(household, family_informed_on=TOLD_ON, by=sanne)

    assert sharing.permissions_of(household, team) == {"view", "change", "coordinate"}
    assert Household.objects.switchable_by(sanne).contains(household)


def test_there_is_nothing_to_end_without_a_duo(household: Any, sanne: Any) -> None:
    with pytest.raises(NotOpenAnymore):
        faces.end_duo(household, family_informed_on=TOLD_ON, by=sanne)


# --- The pages ------------------------------------------------------------------------------------
def form(of: Any, **changed: Any) -> dict[str, Any]:
    data = {
        "partner": str(of.uuid),
        "why": "Samen op bezoek",
        "ground": "consent",
        "ground_text": "",
        "knows": "yes",
        "informed_on": timezone.localdate().isoformat(),
    }
    return {name: value for name, value in {**data, **changed}.items() if value is not None}


def ask_url(household: Household, organisation: Any) -> str:
    return reverse("cases:duo-ask", args=[household.uuid, organisation.uuid])


def test_first_the_organisation_then_the_person(
    client: Client, household: Any, sanne: Any, marco: Any, clinic: Any
) -> None:
    sign_in(client, sanne)
    first = reverse("cases:duo-create", args=[household.uuid])

    page = client.get(first).content.decode()
    chosen = client.get(first, {"organisatie": str(clinic.uuid)})
    second = client.get(chosen["Location"]).content.decode()
    sent = client.post(chosen["Location"], form(marco))

    assert "GGZ De Linde" in page
    assert "Marco de Wit" not in page
    assert "Marco de Wit" in second
    assert (sent.status_code, DuoRequest.objects.get().asked_of) == (303, marco)


@pytest.mark.parametrize("value", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_organisation_that_is_not_there_cannot_be_chosen(
    client: Client, household: Any, sanne: Any, value: str
) -> None:
    sign_in(client, sanne)

    response = client.get(reverse("cases:duo-create", args=[household.uuid]), {"organisatie": value})

    assert response.status_code == 422


def test_an_organisation_of_another_region_is_not_there(client: Client, household: Any, sanne: Any) -> None:
    elsewhere = OrganisationFactory(name="Ver Weg", region=Region.objects.create(name="Andere regio"))
    partner = worker_of(elsewhere)
    sign_in(client, sanne)

    listed = client.get(reverse("cases:duo-create", args=[household.uuid])).content.decode()

    assert "Ver Weg" not in listed
    assert client.get(ask_url(household, elsewhere)).status_code == 404
    assert client.post(ask_url(household, elsewhere), form(partner)).status_code == 404


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"partner": None}, "Kies iemand."),
        ({"partner": str(uuid.uuid4())}, "Kies iemand uit de lijst."),
        ({"why": ""}, "Vul ‘Wat doen jullie samen?’ in."),
        ({"why": "x" * 301}, "hoogstens 300 tekens"),
        ({"ground": None}, "Kies waarom dit mag."),
        ({"ground": "legal_task"}, "Schrijf op welke wettelijke taak dit is."),
        ({"ground": "zomaar"}, "Kies iets uit de lijst"),
        ({"knows": None}, "Kies of het gezin dit weet."),
        ({"informed_on": "2999-01-01"}, "Kies een dag die al geweest is."),
        ({"knows": "not_yet"}, "Schrijf op waarom het gezin dit nog niet weet."),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(
    *, client: Client, household: Any, sanne: Any, marco: Any, clinic: Any, changed: dict[str, Any], message: str
) -> None:
    sign_in(client, sanne)

    response = client.post(ask_url(household, clinic), form(marco, **changed))

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not DuoRequest.objects.exists()


def test_the_partner_reads_why_and_not_which_family(client: Client, household: Any, marco: Any, clinic: Any) -> None:
    request = ask(household, marco, clinic)
    sign_in(client, marco)

    page = client.get(reverse("cases:duo-answer", args=[request.uuid])).content.decode()

    assert "Sanne Verbeek vraagt of jij een duo vormt." in page
    assert "Samen op bezoek" in page
    for hidden in ("Adu", "Noor", "Sem", household.municipality.name, str(household.uuid)):
        assert hidden not in page


@pytest.mark.parametrize(("answer", "sees"), [("ja", True), ("nee", False)])
def test_an_answer_is_one_button(
    *, client: Client, household: Any, marco: Any, clinic: Any, answer: str, sees: bool
) -> None:
    request = ask(household, marco, clinic)
    sign_in(client, marco)

    response = client.post(reverse("cases:duo-answer", args=[request.uuid]), {"antwoord": answer})

    assert (response.status_code, response["Location"]) == (303, "/mijn-dag/")
    assert Household.objects.visible_to(marco).contains(household) is sees


def test_a_question_to_somebody_else_is_not_there(
    client: Client, household: Any, sanne: Any, marco: Any, clinic: Any
) -> None:
    request = ask(household, marco, clinic)

    for user in (sanne, worker_of(clinic)):
        sign_in(client, user)
        assert client.post(reverse("cases:duo-answer", args=[request.uuid]), {"antwoord": "ja"}).status_code == 404
    sign_in(client, marco)
    assert client.post(reverse("cases:duo-withdraw", args=[request.uuid])).status_code == 404


def test_the_asker_takes_it_back(client: Client, household: Any, sanne: Any, marco: Any, clinic: Any) -> None:
    request = ask(household, marco, clinic)
    sign_in(client, sanne)

    shown = client.get(reverse("cases:duo-create", args=[household.uuid])).content.decode()
    client.post(reverse("cases:duo-withdraw", args=[request.uuid]))

    request.refresh_from_db()
    assert "Marco de Wit (GGZ De Linde) heeft nog niet geantwoord." in shown
    assert request.state == RequestState.WITHDRAWN


@pytest.mark.parametrize("who", ["face", "partner"])
def test_both_can_end_it_and_tell_whether_the_family_knows(
    *, client: Client, household: Any, sanne: Any, marco: Any, clinic: Any, who: str
) -> None:
    faces.answer_duo(ask(household, marco, clinic), yes=True, by=marco)
    sign_in(client, sanne if who == "face" else marco)
    url = reverse("cases:duo-end", args=[household.uuid])

    refused = client.post(url, {})
    response = client.post(url, {"knows": "yes", "informed_on": timezone.localdate().isoformat()})

    expected = household.get_absolute_url() if who == "face" else "/mijn-dag/"
    assert refused.status_code == 422
    assert (response.status_code, response["Location"]) == (303, expected)
    assert not Involvement.objects.running().filter(part=Part.DUO).exists()


@pytest.mark.parametrize("who", ["cover", "stranger"])
def test_nobody_else_ends_it(*, client: Client, household: Any, team: Any, marco: Any, clinic: Any, who: str) -> None:
    faces.answer_duo(ask(household, marco, clinic), yes=True, by=marco)
    user = worker_of(team)
    if who == "cover":
        involve(household, user, team, Part.COVER)
    sign_in(client, user)

    assert client.post(reverse("cases:duo-end", args=[household.uuid]), {"knows": "yes"}).status_code == 404


def test_without_a_duo_there_is_nothing_to_end(client: Client, household: Any, sanne: Any) -> None:
    sign_in(client, sanne)

    assert client.get(reverse("cases:duo-end", args=[household.uuid])).status_code == 404


# --- Notifications ----------------------------------------------------------------------------------
def lines(client: Client, user: Any) -> str:
    sign_in(client, user)
    return client.get(reverse("notifications")).content.decode()


def test_notifications_name_the_family_only_to_who_sees_it(
    client: Client, household: Any, sanne: Any, marco: Any, clinic: Any
) -> None:
    request = ask(household, marco, clinic)
    asked = lines(client, marco)
    faces.answer_duo(request, yes=True, by=marco)
    answered = lines(client, sanne)
    faces.end_duo(household, family_informed_on=TOLD_ON, by=sanne)
    ended = lines(client, marco)

    assert "Sanne Verbeek vraagt of jij een duo vormt." in asked
    assert "Adu" not in asked
    assert "Marco de Wit zei ja op je vraag over een duo bij het huishouden van Familie Adu." in answered
    assert "Sanne Verbeek stopte een duo met jou." in ended
    assert 'href=""' not in ended
    assert "Adu" not in ended
