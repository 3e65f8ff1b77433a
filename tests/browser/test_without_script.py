"""Everything that must work in a browser without JavaScript (ux 0, rule 8), and the rest of the way to a card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from cases.choices import AgreementState
from cases.models import Agreement, FilmEvent, Household
from cases.services.agreements import make_agreement
from rvt.models import Consultation
from tests.browser.screens import open_all
from tests.browser.visitor import Visitor
from tests.browser.world import PASSWORD, Team, code_of, family, with_app
from tests.rvt.agendas import meeting_of, order_of, put
from tests.rvt.factories import office_of
from veiligheidskaart.models import KaartVersion
from veiligheidskaart.services.drafts import stand_of

Arrive = Callable[..., Visitor]


@pytest.fixture
def team(visit: Arrive) -> Team:
    """A team; made after the browser, so that the database goes last."""
    return Team()


def sanne(visit: Arrive, team: Team) -> Visitor:
    """Sanne, in a browser without JavaScript."""
    visitor = visit(script=False)
    visitor.become(team.sanne)
    return visitor


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def test_signing_in(visit: Arrive, team: Team) -> None:
    app = with_app(team.sanne)
    visitor = visit(script=False)
    visitor.open(reverse("account_login"))
    visitor.page.get_by_label("E-mailadres").fill(team.sanne.email)
    visitor.page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(visitor.page, "Ga verder")
    visitor.page.get_by_label("Code uit je app").fill(code_of(app))
    press(visitor.page, "Log in")

    assert visitor.page.url.endswith("/mijn-dag/")


def test_searching(visit: Arrive, team: Team) -> None:
    family(team, "Pieter en de jongens")
    family(team, "Huis van Mila")
    visitor = sanne(visit, team)
    visitor.open(reverse("cases:household-list"))
    visitor.page.locator("[data-search-field]").fill("Pieter")
    press(visitor.page, "Zoek")

    assert "Pieter" not in visitor.page.url
    assert visitor.page.locator("#household-table li > a").all_inner_texts() == ["Pieter en de jongens"]


def test_putting_something_in_the_film(visit: Arrive, team: Team) -> None:
    household = family(team, "Pieter en de jongens")
    visitor = sanne(visit, team)
    visitor.open(household.get_absolute_url())
    visitor.page.get_by_role("link", name="Zet in de film").first.click()
    visitor.page.get_by_label("Wat gebeurde er?").fill("Eva belde op tijd.")
    visitor.page.get_by_text("Ging goed", exact=True).click()
    press(visitor.page, "Zet in de film")

    assert FilmEvent.objects.get().text == "Eva belde op tijd."
    assert "Eva belde op tijd." in visitor.page.locator("#paneel-film").inner_text()


def test_ticking_an_agreement(visit: Arrive, team: Team) -> None:
    household = family(team, "Pieter en de jongens")
    make_agreement(
        household,
        what="Bram belt oma",
        who=household.people.get(name="Bram"),
        since=timezone.localdate(),
        checker=team.sanne,
        by=team.sanne,
    )
    visitor = sanne(visit, team)
    visitor.open(household.get_absolute_url())
    press(visitor.page, "Lukt: Bram belt oma")

    assert Agreement.objects.get().state == AgreementState.WORKS
    assert visitor.page.url.endswith(household.get_absolute_url())


def test_moving_an_item_on_the_agenda(visit: Arrive, team: Team) -> None:
    office = office_of(team.organisation.region)
    meeting = meeting_of(office)
    for sentence in ("Hoe praten we met vader?", "Wat kan oma doen?"):
        put(meeting, office.chair, sentence=sentence, organisation=team.organisation)
    before = order_of(meeting)
    visitor = visit(script=False)
    visitor.become(office.chair)
    visitor.open(reverse("rvt:agenda", args=[meeting.uuid]))
    press(visitor.page, "punt 2 eerder")

    after = order_of(meeting)
    assert sorted(after) == sorted(before)
    assert after.index("Wat kan oma doen?") < after.index("Hoe praten we met vader?")
    assert visitor.page.get_by_role("heading", level=3).all_inner_texts() != []


def test_registering_a_consultation(visit: Arrive, team: Team, name_finder: str) -> None:
    visitor = sanne(visit, team)
    page = visitor.page
    visitor.open(reverse("rvt:consultation-create"))
    for answer in ("School", "Waterloo aan Zee", "Kind: lichamelijk geweld"):
        page.locator("label.chip", has_text=answer).first.click()
    page.get_by_label("De vraag in één zin").fill("Hoe praat ik met een kind dat stil is?")
    page.get_by_label("Het advies").fill("Kies een rustig moment.")
    day = page.get_by_label("Terugbellen op", exact=True)
    assert not day.is_visible()
    page.locator("label.chip", has_text="Terugbellen op …").click()
    day.fill(f"{timezone.localdate() + timedelta(days=7)}")
    press(page, "Opslaan")

    kept = Consultation.objects.get()
    assert (kept.advice, kept.call_back_on) == ("Kies een rustig moment.", timezone.localdate() + timedelta(days=7))


def test_a_new_household_with_somebody_more(visit: Arrive, team: Team) -> None:
    visitor = sanne(visit, team)
    page = visitor.page
    visitor.open(reverse("cases:household-create"))
    page.get_by_label("Hoe noemt het gezin zichzelf?").fill("Eva en Bram")
    page.get_by_label("Voornaam persoon 1").fill("Eva")
    page.get_by_label("Is in dit gezin persoon 1").select_option("moeder")
    press(page, "Nog iemand")
    page.get_by_label("Voornaam persoon 2").fill("Bram")
    page.get_by_label("Is in dit gezin persoon 2").select_option("kind")
    page.get_by_text("Ja, op …").click()
    press(page, "Maak huishouden")

    household = Household.objects.get()
    assert page.url.endswith(household.get_absolute_url())
    assert sorted(household.people.values_list("name", flat=True)) == ["Bram", "Eva"]


def test_writing_a_card_and_making_it_final(visit: Arrive, team: Team) -> None:
    household = family(team, "Eva en Bram")
    make_agreement(
        household,
        what="Bram belt oma",
        who=household.people.get(name="Bram"),
        since=timezone.localdate(),
        checker=team.sanne,
        by=team.sanne,
    )
    visitor = sanne(visit, team)
    page = visitor.page
    visitor.open(reverse("veiligheidskaart:draft", args=[household.uuid]))
    open_all(visitor)
    page.locator("#blok-good").get_by_label("In eigen woorden").fill("Wij eten samen.")
    page.locator("#blok-good").get_by_text("Eva", exact=True).first.click()
    page.locator("#blok-agreements").get_by_text("Bram belt oma").click()
    page.get_by_label("Stap 1: wij voelen spanning").fill("Wij drinken thee.")
    page.get_by_label("Stap 2: het wordt ruzie").fill("Bram belt oma.")
    page.get_by_label("Stap 3: iemand is bang of krijgt klappen").fill("Bel 112.")
    page.get_by_label("Wanneer kijken jullie terug?").fill(f"{timezone.localdate() + timedelta(days=28)}")
    press(page, "Bewaar en toon deze kaart")
    assert stand_of(household).card.has_draft
    assert "Wij eten samen." in page.locator("#kaart-voorbeeld").inner_text()

    press(page, "Naar vaststellen")
    page.locator("label.chip").get_by_text("Eva", exact=True).first.click()
    page.locator("label").get_by_text("Ja", exact=True).click()
    press(page, "Stel kaart 1 vast")

    assert KaartVersion.objects.get().present == ["Eva"]
    assert page.url.endswith(reverse("veiligheidskaart:handouts", args=[household.uuid]))
