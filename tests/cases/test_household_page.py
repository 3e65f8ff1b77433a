"""The page of a household (S5): what is on it, for whom, and at which price."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.choices import Level, Part, PersonRole, SwitchReason
from cases.services.faces import ask_switch
from cases.services.households import NewPerson
from cases.services.people import PersonData, add_person, change_person, person_left
from cases.services.questions import bring_question
from rvt.choices import AskedAbout
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.cases.stories import agreed, family, helped, helper, told, whole_story
from tests.queries import OVERHEAD
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


NOTHING_TOLD = {"about": AskedAbout.FAMILY, "members": [], "unsafe": "", "goes_well": "", "tried": ""}

PANELS = ("contactpersoon", "mensen", "fase", "film", "afspraken", "hulp", "netwerk", "toegang")


def panels_on(page: str) -> list[str]:
    """Return which panels stand in the page, in order."""
    return [name for name in PANELS if f'id="paneel-{name}"' in page]


def test_the_contact_person_sees_every_panel(client: Client):
    household = whole_story(family())
    sign_in(client, face_of(household))

    page = client.get(household.get_absolute_url()).content.decode()

    assert panels_on(page) == list(PANELS)


def test_somebody_who_is_not_involved_gets_the_same_answer_as_for_a_household_that_is_not_there(client: Client):
    household = whole_story(family())
    sign_in(client, worker_of(OrganisationFactory()))

    there = client.get(household.get_absolute_url())
    nowhere = client.get("/huishoudens/00000000-0000-4000-8000-000000000000/")

    assert (there.status_code, nowhere.status_code) == (404, 404)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Level.CARD, ["contactpersoon", "toegang"]),
        (Level.AGREEMENTS, ["contactpersoon", "afspraken", "toegang"]),
        (Level.FILM, list(PANELS)),
    ],
)
def test_who_was_invited_sees_the_panels_of_the_own_level(client: Client, level: Level, expected: list[str]):
    household = whole_story(family())
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, level)
    sign_in(client, guest)

    page = client.get(household.get_absolute_url()).content.decode()

    assert panels_on(page) == expected


def test_who_may_see_the_card_only_finds_no_word_of_the_story(client: Client):
    household = whole_story(family())
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, Level.CARD)
    sign_in(client, guest)

    page = client.get(household.get_absolute_url()).content.decode()

    for word in ("Samira", "Noor", "Ruzie", "dinsdag", "Oma Ria", "mensen in huis", "film/"):
        assert word not in page


def in_house(client: Client, household) -> str:
    """Return what the head of the page says about who is in the house."""
    found = re.search(r"(\d+ mens(?:en)?) in huis", client.get(household.get_absolute_url()).content.decode())
    return found[1] if found else ""


def move(household, name: str, *homes: str) -> None:
    """Let somebody live in these homes from today on; a home that is not there yet is made."""
    person, by = household.people.get(name=name), face_of(household)
    for home in homes:
        known = household.homes.filter(name__in=homes)
        data = PersonData(name=person.name, role=person.role, is_unborn=person.is_unborn)
        person = change_person(person, data, version=person.version, homes=known, new_home=home, by=by)


def leaves(household, name: str) -> None:
    """Let somebody belong to the household no more."""
    person_left(household.people.get(name=name), left_on=timezone.localdate(), by=face_of(household))


def expects_a_child(household) -> None:
    """Add somebody who is not born yet and will live in the first home."""
    data = PersonData(name="Kleintje", role=PersonRole.CHILD, is_unborn=True)
    add_person(household, data, homes=household.homes.all(), by=face_of(household))


def lives_apart(household) -> None:
    """Add somebody who lives in no home of this household."""
    add_person(household, PersonData(name="Opa", role=PersonRole.GRANDPARENT), by=face_of(household))


@pytest.mark.parametrize(
    ("happens", "count"),
    [
        (lambda household: None, "4 mensen"),
        (lambda household: move(household, "Kofi", "Thuis", "Bij papa"), "4 mensen"),
        (lambda household: move(household, "Kofi", "Bij papa"), "3 mensen"),
        (lambda household: leaves(household, "Kofi"), "3 mensen"),
        (expects_a_child, "4 mensen"),
        (lives_apart, "4 mensen"),
        (lambda household: [leaves(household, name) for name in ("Kofi", "Ama", "Yaw")], "1 mens"),
    ],
    ids=["all", "two homes", "the other home", "left", "not born yet", "lives apart", "one"],
)
def test_in_the_house_is_who_lives_in_the_first_home_now(client: Client, happens, count: str):
    roles = {"Grace": PersonRole.MOTHER, "Kofi": PersonRole.FATHER, "Ama": PersonRole.CHILD, "Yaw": PersonRole.CHILD}
    household = HouseholdFactory(people=[NewPerson(name, role) for name, role in roles.items()])
    happens(household)
    sign_in(client, face_of(household))

    assert in_house(client, household) == count


def test_somebody_who_was_invited_sees_the_own_line_of_the_access_panel_only(client: Client):
    household = whole_story(family())
    guest = worker_of(organisation := OrganisationFactory(), name="Marco Gast")
    involve(household, guest, organisation, Part.INVITED, Level.FILM)
    involve(household, worker_of(organisation, name="Andere Gast"), organisation, Part.INVITED, Level.CARD)
    sign_in(client, guest)

    page = client.get(household.get_absolute_url()).content.decode()
    panel = page[page.index('id="paneel-toegang"') :]

    assert "Marco Gast" in panel
    assert "Andere Gast" not in panel


def test_a_team_lead_reads_along_and_is_offered_nothing_to_write(client: Client):
    household = whole_story(family())
    lead = worker_of(team_of(household), role="team_lead")
    sign_in(client, lead)

    page = client.get(household.get_absolute_url()).content.decode()

    assert panels_on(page) == list(PANELS)
    for link in ("/film/nieuw/", "/afspraken/nieuw/", "/fase/", "/netwerk/nieuw/", "/hulp/nieuw/", "/mensen/nieuw/"):
        assert link not in page


def test_the_first_face_is_called_the_first_and_only_one(client: Client):
    household = family()
    sign_in(client, face_of(household))

    assert "Eerste en enige vaste gezicht" in client.get(household.get_absolute_url()).content.decode()


def test_a_question_to_switch_says_who_stays_until_the_yes(client: Client):
    household = family(by=worker_of(team := OrganisationFactory(), name="Sanne Verbeek"), team=team)
    colleague = worker_of(team, name="Fatima el Amrani")
    ask_switch(
        household,
        colleague=colleague,
        reason=SwitchReason.ILL,
        from_on=household.together_since,
        family_heard="Samen verteld.",
        meeting_on=None,
        by=face_of(household),
    )
    sign_in(client, face_of(household))

    page = client.get(household.get_absolute_url()).content.decode()

    assert "Sanne blijft het vaste gezicht tot Fatima ja zegt." in page


def test_a_face_who_was_blocked_gives_a_red_bar(client: Client):
    household = family()
    lead = worker_of(team_of(household), role="team_lead")
    face = face_of(household)
    face.is_active = False
    face.save(update_fields=["is_active"])
    sign_in(client, lead)

    page = client.get(household.get_absolute_url()).content.decode()

    assert "Dit gezin heeft geen vast gezicht. Kies er nu een." in page


def test_the_browser_title_has_initials_and_no_names(client: Client):
    household = family()
    sign_in(client, face_of(household))

    page = client.get(household.get_absolute_url()).content.decode()

    assert "<title>Huishouden H–VD · Rondom</title>" in page


@pytest.mark.parametrize(
    "text",
    [
        "Begin met wat het gezin zelf vertelt.",
        "Nog geen afspraken. Maak ze samen.",
        "Wie kan er meedenken? Vraag het.",
        "Nog geen hulp. Vraag samen wat er nodig is.",
    ],
)
def test_an_empty_panel_says_what_to_do(client: Client, text: str):
    household = family()
    sign_in(client, face_of(household))

    assert text in client.get(household.get_absolute_url()).content.decode()


def test_a_closed_household_stays_readable_and_offers_nothing_to_write(client: Client):
    household = HouseholdFactory(closed=True)
    sign_in(client, face_of(household))

    page = client.get(household.get_absolute_url()).content.decode()

    assert "Dit huishouden is afgesloten" in page
    assert "/film/nieuw/" not in page


def test_htmx_gets_the_one_panel_it_asks_for_and_it_is_part_of_the_page(client: Client):
    household = whole_story(family())
    sign_in(client, face_of(household))

    page = client.get(household.get_absolute_url()).content.decode()
    panel = client.get(
        household.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "paneel-netwerk"}
    ).content.decode()

    assert panels_on(panel) == ["netwerk"]
    assert panel[panel.index("<ul") : panel.index("</ul>")] in page


def test_htmx_gets_404_for_a_panel_that_is_not_for_this_person(client: Client):
    household = whole_story(family())
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, Level.CARD)
    sign_in(client, guest)

    answer = client.get(household.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "paneel-film"})

    assert answer.status_code == 404


def test_a_boosted_request_gets_the_whole_page(client: Client):
    household = whole_story(family())
    sign_in(client, face_of(household))

    answer = client.get(
        household.get_absolute_url(),
        headers={"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "paneel-netwerk"},
    )

    assert panels_on(answer.content.decode()) == list(PANELS)


def test_the_page_costs_the_same_with_one_and_with_thirty_of_everything(client: Client):
    small, big = whole_story(family()), whole_story(family())
    for number in range(29):
        told(big, text=f"Gebeurtenis {number}")
        agreed(big, what=f"Afspraak {number}")
        helper(big, name=f"Helper {number}")
        helped(big, what=f"Hulp {number}")
        add_person(big, PersonData(name=f"Kind {number}", role=PersonRole.CHILD), by=face_of(big))
    counts = []
    for household in (small, big):
        sign_in(client, face_of(household))
        client.get(household.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(household.get_absolute_url())
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 25 + OVERHEAD


def test_questions_to_the_table_keep_the_page_within_its_price(client: Client):
    household = whole_story(family())
    face = face_of(household)
    sign_in(client, face)
    counts = []
    for number in (1, 29):
        with as_application(face):
            for _ in range(number):
                bring_question(household, organisation=team_of(household), by=face, **NOTHING_TOLD)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(household.get_absolute_url()).content.decode()
        assert "Vragen aan het RVT" in page
        counts.append(len(queries))

    print(f"FIGURE household_page_queries {counts[1] - OVERHEAD} 25")
    assert counts[0] == counts[1] <= 25 + OVERHEAD
