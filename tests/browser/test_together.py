"""Samen kijken at the table: no key and no button of the browser leads past the one page (docs/adr/0070)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cases.models import Household
from tests.browser.screens_of_together import press_stop, turn_to_all
from tests.browser.visitor import Visitor
from tests.browser.world import Team, code_of, full_family, with_app


@pytest.fixture
def team(visit: Callable[..., Visitor]) -> Team:
    """A team; made after the browser, so that the database goes last."""
    return Team()


@pytest.fixture
def household(team: Team) -> Household:
    """A family of which something of everything is written."""
    return full_family(team)


def at_the_household(visit: Callable[..., Visitor], household: Household, *, script: bool = True) -> Visitor:
    """Return the face on the way to look together, after pages with the menu."""
    visitor = visit(script=script)
    visitor.become(household.changed_by)
    visitor.open(household.get_absolute_url())
    visitor.page.get_by_role("link", name="Samen kijken").click()
    return visitor


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_back_button_shows_nothing_of_before(
    visit: Callable[..., Visitor], household: Household, *, script: bool
) -> None:
    visitor = at_the_household(visit, household, script=script)
    turn_to_all(visitor)

    for _ in ("the choice", "the household"):
        visitor.page.go_back()
        expect(visitor.page.get_by_text("We kijken samen met")).to_be_visible()
        expect(visitor.page.get_by_role("navigation", name="Hoofdmenu")).to_have_count(0)


def test_no_key_leads_away(visit: Callable[..., Visitor], household: Household) -> None:
    visitor = at_the_household(visit, household)
    turn_to_all(visitor)

    for key in ("/", "?", "g", "d", "g", "h", "f", "a"):
        visitor.page.keyboard.press(key)

    expect(visitor.page.get_by_text("We kijken samen met")).to_be_visible()
    expect(visitor.page.locator("dialog[open]")).to_have_count(0)


def test_the_own_code_gives_the_screen_back(visit: Callable[..., Visitor], household: Household) -> None:
    app = with_app(household.changed_by)
    visitor = at_the_household(visit, household)
    press_stop(visitor)

    visitor.page.get_by_label("Code").fill(code_of(app))
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.get_by_role("heading", name=household.title)).to_be_visible()
    expect(visitor.page.get_by_role("link", name="Samen kijken")).to_be_visible()
