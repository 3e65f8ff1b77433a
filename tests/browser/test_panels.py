"""A form inside a panel of the household page: what a refusal and an address that is gone look like there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Household
from cases.services.agreements import end_agreement, make_agreement
from tests.browser.visitor import Visitor
from tests.browser.world import Team, family

GONE = "Deze pagina is er niet, of je mag hem niet zien."


@pytest.fixture
def team(visit: Callable[..., Visitor]) -> Team:
    """A team; made after the browser, so that the database goes last."""
    return Team()


@pytest.fixture
def household(team: Team) -> Household:
    """A family with one agreement."""
    made = family(team, "Eva en Bram")
    bram = made.people.get(name="Bram")
    since = timezone.localdate()
    make_agreement(made, what="Bram belt oma", who=bram, since=since, checker=team.sanne, by=team.sanne)
    return made


@pytest.fixture
def visitor(visit: Callable[..., Visitor], team: Team, household: Household) -> Visitor:
    """Sanne, on the page of the household."""
    visitor = visit()
    visitor.become(team.sanne)
    visitor.open(household.get_absolute_url())
    return visitor


def open_film_form(page: Page) -> None:
    """Open "Zet in de film" in its panel."""
    page.get_by_role("link", name="Zet in de film").first.click()
    page.get_by_label("Wat gebeurde er?").wait_for()


def test_a_refusal_in_a_panel_is_said_in_the_title_until_it_is_mended(visitor: Visitor) -> None:
    page = visitor.page
    visitor.expect(422)
    visitor.forgive("htmx:afterRequest", "htmx:sendAbort")  # the draft of a form that is sent is let go
    before = page.title()

    open_film_form(page)
    page.get_by_role("button", name="Zet in de film").click()
    expect(page.get_by_role("heading", name="Er klopt nog iets niet")).to_be_visible()
    expect(page).to_have_title(f"Fout: {before}")

    refused = page.locator("#paneel-film form").element_handle()
    page.get_by_role("button", name="Zet in de film").click()
    refused.wait_for_element_state("hidden")  # the answer is another form, with the same title
    expect(page).to_have_title(f"Fout: {before}")

    page.get_by_label("Wat gebeurde er?").fill("Eva belde op tijd.")
    page.get_by_text("Ging goed", exact=True).click()
    page.get_by_role("button", name="Zet in de film").click()
    expect(page.locator("#paneel-film")).to_contain_text("Eva belde op tijd.")
    expect(page).to_have_title(before)


def test_closing_a_refused_panel_takes_the_word_out_of_the_title(visitor: Visitor) -> None:
    page = visitor.page
    visitor.expect(422)
    before = page.title()
    open_film_form(page)
    page.get_by_role("button", name="Zet in de film").click()
    expect(page).to_have_title(f"Fout: {before}")

    page.keyboard.press("Escape")

    expect(page.get_by_label("Wat gebeurde er?")).to_have_count(0)
    expect(page).to_have_title(before)


def test_what_is_gone_shows_the_sentence_inside_the_panel_and_the_rest_stays(
    visitor: Visitor, team: Team, household: Household
) -> None:
    page = visitor.page
    visitor.expect(404)
    end_agreement(household.agreements.get(), by=team.sanne)

    page.locator("#paneel-afspraken").get_by_role("link", name="Wijzig: Bram belt oma").click()

    panel = page.locator("#paneel-afspraken")
    expect(panel).to_have_text(GONE)
    expect(panel.locator("[data-gone]")).to_be_focused()
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("#paneel-film")).to_be_visible()


def test_what_was_typed_stays_when_the_thing_is_gone_meanwhile(
    visitor: Visitor, team: Team, household: Household
) -> None:
    page = visitor.page
    visitor.expect(404)
    panel = page.locator("#paneel-afspraken")
    panel.get_by_role("link", name="Wijzig: Bram belt oma").click()
    page.get_by_label("Wat?", exact=True).fill("Bram belt oma elke dag")
    end_agreement(household.agreements.get(), by=team.sanne)

    page.get_by_role("button", name="Bewaar de afspraak").click()

    expect(panel.get_by_role("alert")).to_have_text(GONE)
    expect(page.get_by_label("Wat?", exact=True)).to_have_value("Bram belt oma elke dag")
