"""S10: who has access, giving it to one person for a while, making it longer, and stopping it."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.models import AuditEvent, Notification, Region
from cases.choices import Level, Part, SharingGround
from cases.models import Household, Involvement, SharingDecision
from cases.services import access, faces, sharing
from cases.services.access import NotTheirDecision
from cases.services.faces import NobodyToJoin, NotOpenAnymore
from cases.services.households import close_household
from cases.services.sharing import FamilyHeard, Grounds, SharingOver, SharingTooLong
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.cases.factories import TOLD_ON, HouseholdFactory, end_now, face_of, involve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TOKEN = re.compile(rb'(?<=")[A-Za-z0-9]{64}(?=")')
"""The CSRF token: another mask each time."""

TODAY = timezone.localdate()
FAMILY = FamilyHeard(informed_on=TOLD_ON, informed_with="Noor")


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
def clinic() -> Any:
    return OrganisationFactory(name="GGZ De Kade", kind=OrganisationKind.MENTAL_HEALTH)


@pytest.fixture
def nadia(clinic: Any) -> Any:
    return worker_of(clinic, name="Nadia Vermeer")


@pytest.fixture
def household(team: Any, sanne: Any) -> Any:
    return HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)


def url(name: str, household: Household, *more: Any) -> str:
    return reverse(f"cases:{name}", args=[household.uuid, *(getattr(each, "uuid", each) for each in more)])


def typed(user: Any, decided_by: Any, **changed: Any) -> dict[str, Any]:
    return {
        "user": user.uuid,
        "ground": "legal_task",
        "ground_text": "behandeling",
        "decided_by": decided_by.uuid,
        "level": "agreements",
        "until": (TODAY + timedelta(days=60)).isoformat(),
        "knows": "yes",
        "informed_on": TODAY.isoformat(),
        "informed_with": "Noor en Sem",
        **changed,
    }


def give(household: Household, user: Any, organisation: Any, **changed: Any) -> Involvement:
    by = face_of(household)
    return access.give_access(
        household,
        user,
        organisation,
        **{
            "level": Level.CARD,
            "until": access.end_of(TODAY + timedelta(days=30)),
            "grounds": Grounds(SharingGround.CONSENT, by, FAMILY),
            "by": by,
            **changed,
        },
    )


STOP = {"knows": "not_yet", "not_informed_why": "We bellen eerst", "told_on": TODAY.isoformat()}


# --- Giving, through the page --------------------------------------------------------------------------
def test_one_person_joins_and_nobody_else_of_the_organisation(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    sign_in(client, sanne)
    step = client.get(url("access", household), {"organisatie": str(clinic.uuid)})

    response = client.post(step["Location"], typed(nadia, sanne), follow=True)

    page = response.content.decode()
    guest, decision = Involvement.objects.get(user=nadia), SharingDecision.objects.get(user=nadia)
    assert "Nadia Vermeer heeft toegang tot en met" in page
    assert "Wettelijke taak, namelijk behandeling. Besloten door Sanne Verbeek" in page
    assert (guest.part, guest.level) == (Part.INVITED, Level.AGREEMENTS)
    assert access.last_day_of(guest.period.upper) == TODAY + timedelta(days=60)
    assert (decision.decided_by, decision.family_informed_with) == (sanne, "Noor en Sem")
    assert Household.objects.agreements_readable_by(nadia).contains(household)
    assert not Household.objects.readable_by(nadia).exists()
    assert not Household.objects.visible_to(worker_of(clinic)).exists()
    assert Notification.objects.get(recipient=nadia).kind == "access_given"
    assert AuditEvent.objects.get(event="access.given").details["person"] == str(nadia.uuid)


@pytest.mark.parametrize(
    ("level", "held"), [("card", {"view"}), ("agreements", {"view", "change"}), ("film", {"view", "change"})]
)
def test_an_organisation_holds_what_its_person_needs(
    *, client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any, level: str, held: set[str]
) -> None:
    sign_in(client, sanne)

    client.post(url("access-give", household, clinic), typed(nadia, sanne, level=level))

    assert sharing.permissions_of(household, clinic) == held


def test_the_guest_finds_the_household_and_what_the_level_shows(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    give(household, nadia, clinic, level=Level.CARD)
    sign_in(client, nadia)

    page = client.get(household.get_absolute_url())
    own = client.get(url("access", household)).content.decode()
    told = client.get(reverse("notifications")).content.decode()

    assert page.status_code == 200
    assert "Nadia Vermeer" in own
    assert "Sanne Verbeek" not in own
    assert "Welke organisatie?" not in own
    assert "Sanne Verbeek gaf jou toegang tot Familie Adu, tot en met" in told


def test_the_team_lead_gives_access_and_the_face_hears_it(
    *, client: Client, household: Any, sanne: Any, lead: Any, clinic: Any, nadia: Any
) -> None:
    sign_in(client, lead)

    client.post(url("access-give", household, clinic), typed(nadia, lead))

    assert SharingDecision.objects.get(user=nadia).decided_by == lead
    assert Notification.objects.get(recipient=sanne).kind == "access_given_to"
    sign_in(client, sanne)
    assert "Wilma de Groot gaf Nadia Vermeer toegang" in client.get(reverse("notifications")).content.decode()


def test_the_family_may_hear_it_later_on_a_day_that_is_kept(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    sign_in(client, sanne)
    day = TODAY + timedelta(days=3)
    later = {"knows": "not_yet", "not_informed_why": "Eerst samen bellen", "told_on": day.isoformat()}

    client.post(url("access-give", household, clinic), typed(nadia, sanne, **later))

    decision = SharingDecision.objects.get(user=nadia)
    assert (decision.family_informed_on, decision.family_told_on) == (None, day)
    assert decision.family_not_informed_why == "Eerst samen bellen"


def test_a_colleague_of_the_own_team_joins_without_the_team_losing_anything(
    client: Client, household: Any, sanne: Any, team: Any
) -> None:
    colleague = worker_of(team)
    sign_in(client, sanne)

    client.post(url("access-give", household, team), typed(colleague, sanne, level="card"))

    assert sharing.permissions_of(household, team) == {"view", "change", "coordinate"}
    assert Household.objects.switchable_by(sanne).contains(household)
    assert Household.objects.visible_to(colleague).contains(household)


# --- What is refused --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, "Kies vandaag of een dag daarna."),
        ({"until": (TODAY + timedelta(days=366)).isoformat()}, "Toegang duurt hoogstens 12 maanden."),
        ({"until": ""}, "Toegang zonder einde kan niet."),
        ({"until": "morgen"}, "Fout"),
        ({"user": str(uuid.uuid4())}, "Kies iemand uit de lijst."),
        ({"user": "geen-id"}, "Kies iemand uit de lijst."),
        ({"decided_by": str(uuid.uuid4())}, "Kies iemand uit de lijst."),
        ({"level": "everything"}, "Fout"),
        ({"ground_text": ""}, "Schrijf op welke wettelijke taak dit is."),
        ({"informed_with": ""}, "Schrijf op met wie je dit besprak."),
        ({"knows": "not_yet", "not_informed_why": "Nog niet"}, "Kies een dag waarop je het vertelt."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    *, client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any, changed: dict[str, str], sentence: str
) -> None:
    sign_in(client, sanne)

    response = client.post(
        url("access-give", household, clinic), typed(nadia, sanne, ground_text="behandeling") | changed
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Involvement.objects.filter(user=nadia).exists()


def test_the_last_day_that_is_allowed_is_accepted(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    sign_in(client, sanne)
    last = (TODAY + timedelta(days=364)).isoformat()

    assert client.post(url("access-give", household, clinic), typed(nadia, sanne, until=last)).status_code == 303


def test_somebody_of_another_organisation_is_not_in_the_list(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    elsewhere = worker_of(OrganisationFactory(), name="Iemand Elders")
    sign_in(client, sanne)

    page = client.get(url("access-give", household, clinic)).content.decode()
    response = client.post(url("access-give", household, clinic), typed(elsewhere, sanne))

    assert "Iemand Elders" not in page
    assert response.status_code == 422


def test_an_organisation_of_another_region_and_one_that_is_unknown_are_not_there(
    client: Client, household: Any, sanne: Any
) -> None:
    far = OrganisationFactory(region=Region.objects.create(name="Regio Ver"))
    worker_of(far)
    sign_in(client, sanne)

    assert client.get(url("access-give", household, far)).status_code == 404
    assert client.get(url("access-give", household, uuid.uuid4())).status_code == 404
    assert client.get(url("access", household), {"organisatie": str(far.uuid)}).status_code == 422
    assert client.get(url("access", household), {"organisatie": "onzin"}).status_code == 422


def test_a_repeated_post_has_one_effect(client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any) -> None:
    sign_in(client, sanne)
    post = typed(nadia, sanne, _sleutel=str(uuid.uuid4()), _wie=str(sanne.uuid))

    answers = [client.post(url("access-give", household, clinic), post) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Involvement.objects.filter(user=nadia).count() == 1


def test_two_people_give_the_same_person_access_at_once(
    *, client: Client, household: Any, sanne: Any, lead: Any, clinic: Any, nadia: Any
) -> None:
    """The second one had the page open; the choice is no longer in the list."""
    give(household, nadia, clinic)
    sign_in(client, lead)

    response = client.post(url("access-give", household, clinic), typed(nadia, lead))

    assert response.status_code == 422
    assert "Kies iemand uit de lijst." in response.content.decode()


def test_the_service_refuses_what_no_form_would_send(
    household: Any, sanne: Any, clinic: Any, nadia: Any, team: Any
) -> None:
    stranger = worker_of(OrganisationFactory())
    give(household, nadia, clinic)
    other = worker_of(clinic)

    with pytest.raises(NobodyToJoin):
        give(household, nadia, clinic)
    with pytest.raises(NobodyToJoin):
        give(household, stranger, clinic)
    with pytest.raises(NobodyToJoin):
        give(household, worker_of(clinic, Role.POLICY), clinic)
    with pytest.raises(SharingOver):
        give(household, other, clinic, until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(SharingTooLong):
        give(household, other, clinic, until=timezone.now() + timedelta(days=366))
    with pytest.raises(NotTheirDecision):
        give(household, other, clinic, grounds=Grounds(SharingGround.CONSENT, stranger, FAMILY))


def test_nothing_is_shared_of_a_closed_household(client: Client, household: Any, sanne: Any, clinic: Any) -> None:
    close_household(household, reason="safe", by=sanne)
    sign_in(client, sanne)

    page = client.get(url("access", household))

    assert page.status_code == 200
    assert "Welke organisatie?" not in page.content.decode()
    assert client.get(url("access-give", household, clinic)).status_code == 404


# --- Making it longer ------------------------------------------------------------------------------------
def test_the_form_is_filled_in_and_another_end_is_kept(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    guest = give(household, nadia, clinic, level=Level.AGREEMENTS)
    sign_in(client, sanne)
    page = client.get(url("access-extend", household, guest)).content.decode()

    response = client.post(url("access-extend", household, guest), typed(nadia, sanne))

    guest.refresh_from_db()
    assert "Verleng de toegang van Nadia Vermeer" in page
    assert 'value="agreements"' in page
    assert f'value="{(TODAY + timedelta(days=92)).isoformat()}"' in page
    assert response.status_code == 303
    assert access.last_day_of(guest.period.upper) == TODAY + timedelta(days=60)
    assert Notification.objects.filter(recipient=nadia, kind="access_extended").exists()
    assert Household.objects.visible_to(nadia).contains(household)


def test_another_level_begins_where_the_old_one_ends(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    guest = give(household, nadia, clinic, level=Level.FILM)
    sign_in(client, sanne)

    client.post(url("access-extend", household, guest), typed(nadia, sanne, level="card"))

    assert Involvement.objects.running().get(user=nadia).level == Level.CARD
    assert sharing.permissions_of(household, clinic) == {"view"}
    assert not Household.objects.readable_by(nadia).exists()


def test_a_duo_gets_a_later_end_and_keeps_its_part(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    request = faces.ask_duo(
        household,
        partner=nadia,
        organisation=clinic,
        why="Samen",
        ground=SharingGround.CONSENT,
        family_informed_on=TOLD_ON,
        by=sanne,
    )
    faces.answer_duo(request, yes=True, by=nadia)
    duo = Involvement.objects.get(user=nadia)
    sign_in(client, sanne)
    page = client.get(url("access-extend", household, duo)).content.decode()

    client.post(url("access-extend", household, duo), typed(nadia, sanne))

    duo.refresh_from_db()
    assert "Wat mag deze persoon zien?" not in page
    assert (duo.part, access.last_day_of(duo.period.upper)) == (Part.DUO, TODAY + timedelta(days=60))
    assert sharing.permissions_of(household, clinic) == {"view", "change"}


# --- Stopping --------------------------------------------------------------------------------------------
def test_stopping_the_only_person_stops_the_organisation(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    guest = give(household, nadia, clinic)
    sign_in(client, sanne)

    response = client.post(url("access-stop", household, guest), STOP)

    assert response["Location"] == url("access", household)
    assert not Household.objects.visible_to(nadia).exists()
    assert sharing.permissions_of(household, clinic) == set()
    assert Notification.objects.filter(recipient=nadia, kind="access_stopped").exists()
    sign_in(client, nadia)
    told = client.get(reverse("notifications")).content.decode()
    assert "Sanne Verbeek stopte jouw toegang tot een gezin." in told
    assert "Adu" not in told


def test_the_organisation_holds_on_until_the_last_of_its_people_stops(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    colleague = worker_of(clinic)
    guest = give(household, nadia, clinic, level=Level.FILM, until=access.end_of(TODAY + timedelta(days=90)))
    give(household, colleague, clinic, level=Level.CARD, until=access.end_of(TODAY + timedelta(days=20)))
    sign_in(client, sanne)

    client.post(url("access-stop", household, guest), STOP)

    permission = household.group_permissions.get(group=clinic.group, permission__codename="view_household")
    assert sharing.permissions_of(household, clinic) == {"view"}
    assert access.last_day_of(permission.period.upper) == TODAY + timedelta(days=20)
    assert Household.objects.visible_to(colleague).contains(household)
    assert not Household.objects.visible_to(nadia).exists()


@pytest.mark.parametrize("alone", [True, False])
def test_a_guest_stops_alone_and_the_face_hears_it(
    *, client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any, alone: bool
) -> None:
    guest = give(household, nadia, clinic, level=Level.FILM)
    if not alone:
        give(household, worker_of(clinic), clinic)
    sign_in(client, nadia)
    asked = client.get(url("access-stop", household, guest)).content.decode()

    response = client.post(url("access-stop", household, guest))

    assert "Weet het gezin dit?" not in asked
    assert (response.status_code, response["Location"]) == (303, reverse("accounts:my-day"))
    assert not Household.objects.visible_to(nadia).exists()
    assert sharing.permissions_of(household, clinic) == (set() if alone else {"view"})
    assert Notification.objects.get(recipient=sanne).kind == "access_stopped_of"


def test_a_whole_organisation_stops_with_everybody_who_acts_for_it(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    colleague = worker_of(clinic)
    give(household, nadia, clinic)
    give(household, colleague, clinic)
    sign_in(client, sanne)

    response = client.post(url("access-stop-organisation", household, clinic), STOP, follow=True)

    page = response.content.decode()
    assert "GGZ De Kade kan dit huishouden niet meer zien." in page
    assert "Eerder gedeeld (2)" in page
    assert not Household.objects.visible_to(nadia).exists()
    assert not Household.objects.visible_to(colleague).exists()


def test_the_own_team_and_an_organisation_without_access_cannot_be_stopped(
    client: Client, household: Any, sanne: Any, team: Any, clinic: Any
) -> None:
    sign_in(client, sanne)

    assert client.get(url("access-stop-organisation", household, team)).status_code == 404
    assert client.get(url("access-stop-organisation", household, clinic)).status_code == 404


def test_two_people_stop_the_same_access_at_once(
    household: Any, sanne: Any, lead: Any, clinic: Any, nadia: Any
) -> None:
    guest = give(household, nadia, clinic)
    access.stop_access(guest, family=FAMILY, by=sanne)

    with pytest.raises(NotOpenAnymore):
        access.stop_access(guest, family=FAMILY, by=lead)
    with pytest.raises(NotOpenAnymore):
        access.stop_organisation(household, clinic, family=FAMILY, by=lead)


@pytest.mark.parametrize("end", ["guest", "organisation", "membership"])
def test_the_next_click_after_the_end_is_that_of_a_random_id(
    *, client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any, end: str
) -> None:
    guest = give(household, nadia, clinic)
    sign_in(client, nadia)
    before = client.get(household.get_absolute_url()).status_code
    if end == "guest":
        access.stop_access(guest, family=FAMILY, by=sanne)
    elif end == "organisation":
        access.stop_organisation(household, clinic, family=FAMILY, by=sanne)
    else:
        nadia.memberships.update(period=(None, timezone.now()))

    after = client.get(household.get_absolute_url())
    unknown = client.get(reverse("cases:household-detail", args=[uuid.uuid4()]))

    assert (before, after.status_code, unknown.status_code) == (200, 404, 404)
    assert TOKEN.sub(b"", after.content) == TOKEN.sub(b"", unknown.content)


# --- The list ---------------------------------------------------------------------------------------------
def test_the_list_says_who_for_which_organisation_and_until_when(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    give(household, nadia, clinic, level=Level.CARD, until=access.end_of(date(TODAY.year + 1, 1, 1)))
    sign_in(client, sanne)

    page = client.get(url("access", household)).content.decode()

    assert page.index("Wijkteam Oost") < page.index("GGZ De Kade")
    assert "het eigen team" in page
    assert "Ziet de kaart" in page
    assert f"t/m 1 januari {TODAY.year + 1}" in page
    assert "2 mensen mogen dit zien" in page
    assert "Stop voor heel GGZ De Kade" in page
    assert "Stop voor heel Wijkteam Oost" not in page


def test_two_people_of_one_organisation_each_have_their_own_reason(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    colleague = worker_of(clinic, name="Bart Smit")
    give(household, nadia, clinic)
    in_danger = Grounds(SharingGround.VITAL_INTEREST, sanne, FamilyHeard(None, not_informed_why="Kan nu niet"))
    give(household, colleague, clinic, grounds=in_danger)
    sign_in(client, sanne)

    page = client.get(url("access", household)).content.decode()

    of_colleague, of_nadia = page[page.index("Bart Smit") :], page[page.index("Nadia Vermeer") :]
    assert "Er is direct gevaar. Besloten door Sanne Verbeek" in of_colleague[: of_colleague.index("</li>")]
    assert "Het gezin vindt het goed. Besloten door Sanne Verbeek" in of_nadia
    assert page.count("Er is direct gevaar. Besloten door") == 1


def test_without_guests_it_is_just_us(client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any) -> None:
    sign_in(client, sanne)
    alone = client.get(url("access", household)).content.decode()
    involve(household, nadia, clinic, Part.DUO)

    with_duo = client.get(url("access", household)).content.decode()

    assert "Alleen jij ziet dit." in alone
    assert "Alleen jij en je duo zien dit." in with_duo


def test_who_left_the_organisation_or_is_kept_out_is_not_in_the_list(
    client: Client, household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    give(household, nadia, clinic)
    nadia.memberships.update(period=(None, timezone.now()))
    sign_in(client, sanne)

    for page in (url("access", household), household.get_absolute_url()):
        assert "Nadia Vermeer" not in client.get(page).content.decode()


def test_a_duo_sees_the_list_and_shares_nothing(client: Client, household: Any, clinic: Any, nadia: Any) -> None:
    involve(household, nadia, clinic, Part.DUO)
    sign_in(client, nadia)

    page = client.get(url("access", household)).content.decode()

    assert "Sanne Verbeek" in page
    assert "Welke organisatie?" not in page
    assert "Mag dit niet zien" not in page
    assert client.get(url("access-give", household, clinic)).status_code == 404


def test_30_organisations_cost_as_many_queries_as_one(client: Client, household: Any, sanne: Any) -> None:
    counts = []
    sign_in(client, sanne)
    for number in (1, 29):
        for _ in range(number):
            organisation = OrganisationFactory(kind=OrganisationKind.SCHOOL)
            guest = give(household, worker_of(organisation), organisation)
            if number > 1:
                end_now(give(household, worker_of(organisation), organisation))
            assert guest.period.upper
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("access", household)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_a_service_under_row_security_gives_extends_and_stops(
    household: Any, sanne: Any, clinic: Any, nadia: Any
) -> None:
    with as_application(sanne):
        guest = give(household, nadia, clinic)
        access.extend_access(
            guest,
            level=Level.FILM,
            until=access.end_of(TODAY + timedelta(days=90)),
            grounds=Grounds(SharingGround.CONSENT, sanne, FAMILY),
            by=sanne,
        )
        access.stop_organisation(household, clinic, family=FAMILY, by=sanne)

    assert not Household.objects.visible_to(nadia).exists()
    assert RegionFactory().organisations.count() == 2
