"""Tab order, visible focus, and where the focus is after a panel, a dialog or an error (ux 6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.choices import OrganisationKind
from cases.models import Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.browser.world import Team, family

Arrive = Callable[..., Visitor]


@pytest.fixture
def household(visit: Arrive) -> Household:
    """A family about which nothing is written; made after the browser, so that the database goes last."""
    return family(Team(), "Eva en Bram")


@pytest.fixture
def visitor(visit: Arrive, household: Household) -> Visitor:
    """The face of the household at a browser."""
    visitor = visit()
    visitor.become(household.changed_by)
    return visitor


def test_tab_leads_past_the_skip_link_to_the_main_button(visitor: Visitor, household: Household) -> None:
    keys = Keyboard(visitor)
    pages = {
        reverse("cases:household-list"): "Nieuw huishouden",
        reverse("cases:household-create"): "Maak huishouden",
        household.get_absolute_url(): "Zet in de film",
        reverse("cases:film-create", args=[household.uuid]): "Zet in de film",
        reverse("cases:agreement-create", args=[household.uuid]): "Bewaar de afspraak",
        reverse("veiligheidskaart:draft", args=[household.uuid]): "Naar vaststellen",
    }
    for path, button in pages.items():
        visitor.open(path)
        keys.press("Tab")
        assert visitor.focused() == "Ga naar de inhoud"
        keys.press("Enter")
        assert visitor.page.evaluate("document.activeElement.id") == "inhoud"

        keys.reach(button, "link", "button")


def test_escape_closes_a_panel_and_gives_the_focus_back(visitor: Visitor, household: Household) -> None:
    keys = Keyboard(visitor)
    visitor.open(household.get_absolute_url())
    keys.activate("Nieuwe afspraak")
    visitor.wait_for_focus("Nieuwe afspraak", role="heading")
    keys.press("Escape")

    visitor.wait_for_focus("Nieuwe afspraak", role="link")
    assert "Nog geen afspraken." in visitor.page.locator("#paneel-afspraken").inner_text()


def test_closing_a_panel_that_was_opened_from_elsewhere_gives_the_focus_back(
    visitor: Visitor, household: Household
) -> None:
    keys = Keyboard(visitor)
    visitor.open(household.get_absolute_url())
    keys.activate("Zet in de film", "link")
    visitor.wait_for_focus("Zet in de film", role="heading")
    keys.press("Escape")

    visitor.wait_for_focus("Zet in de film", role="link")
    assert visitor.page.locator("#paneel-film form").count() == 0


def test_back_in_a_panel_gives_the_focus_back(visitor: Visitor, household: Household) -> None:
    keys = Keyboard(visitor)
    visitor.open(household.get_absolute_url())
    keys.activate("Nieuwe afspraak")
    visitor.wait_for_focus("Nieuwe afspraak", role="heading")
    keys.activate("Terug")

    visitor.wait_for_focus("Nieuwe afspraak", role="link")


def test_letters_open_what_they_stand_for_and_do_nothing_while_typing(visitor: Visitor, household: Household) -> None:
    keys = Keyboard(visitor)
    visitor.open(household.get_absolute_url())
    keys.press("f")
    visitor.wait_for_focus("Zet in de film", role="heading")
    keys.write("Wat gebeurde er?", "fak")

    assert visitor.page.get_by_label("Wat gebeurde er?").input_value() == "fak"
    assert visitor.page.locator("#paneel-film form").count() == 1
    assert visitor.page.locator("#paneel-afspraken form").count() == 0


def test_a_question_mark_shows_the_keys_and_escape_closes_them(visitor: Visitor, household: Household) -> None:
    keys = Keyboard(visitor)
    visitor.open(household.get_absolute_url())
    keys.press("?")
    visitor.wait_for_focus("Sluit", role="button")
    shown = visitor.page.locator("#toetsen").inner_text()
    keys.press("Escape")

    assert "Zet in de film" in shown
    assert not visitor.page.locator("#toetsen").is_visible()


def test_an_empty_form_puts_the_focus_on_what_must_be_mended(visitor: Visitor, household: Household) -> None:
    keys = Keyboard(visitor)
    visitor.expect(422)
    visitor.open(reverse("cases:film-create", args=[household.uuid]))
    keys.follow("Zet in de film", "button")

    assert visitor.focused() == "Er klopt nog iets niet"
    assert visitor.page.title().startswith("Fout: ")
    keys.activate(visitor.page.locator(".errorsummary a").first.inner_text())
    assert visitor.focused().startswith("Wat gebeurde er?")


def test_send_with_control_and_enter(visitor: Visitor, household: Household) -> None:
    keys = Keyboard(visitor)
    visitor.open(reverse("cases:film-create", args=[household.uuid]))
    keys.write("Wat gebeurde er?", "Eva belde op tijd.")
    keys.choose("Ging goed")
    with visitor.page.expect_navigation():
        keys.press("Control+Enter")

    assert visitor.page.url.endswith(household.get_absolute_url())


def test_somebody_gets_access_with_the_keyboard_alone(visitor: Visitor, household: Household) -> None:
    school = OrganisationFactory(name="Basisschool De Boog", kind=OrganisationKind.SCHOOL)
    worker_of(school, name="Inge Bakker")
    keys = Keyboard(visitor)
    visitor.open(reverse("cases:access", args=[household.uuid]))
    keys.choose_from_list("Welke organisatie?", "Basisschool De Boog")
    keys.activate("Ga verder", "button")
    visitor.page.wait_for_url("**/toegang/*/")

    keys.choose_from_list("Wie komt erbij?", "Inge Bakker")
    keys.choose("Er is direct gevaar")
    keys.choose("Alleen de kaart")
    keys.choose("Ja, op …")
    keys.write("Met wie?", "Eva")
    keys.press("Control+Enter")

    visitor.page.wait_for_url("**/toegang/")
    assert "Inge Bakker" in visitor.page.locator("main").inner_text()
    keys.activate("Stop toegang van Inge Bakker", "link")
    visitor.page.wait_for_url("**/stoppen/")
    keys.reach("Stop", "button")
