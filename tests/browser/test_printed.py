"""What a screen folds away, paper shows: who reads a print cannot open anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Household
from cases.services.ratings import rate_safety
from tests.browser.visitor import Visitor
from tests.browser.world import Team, full_family


@pytest.fixture
def household(visit: Callable[..., Visitor]) -> Household:
    """A family of which four people say how safe it is."""
    household = full_family(Team())
    for person in household.people.exclude(name="Samira").order_by("pk")[:3]:
        rate_safety(
            household,
            given_by=person,
            asked_on=timezone.localdate(),
            number=7,
            why=f"Dit zegt {person.name}.",
            one_higher="Dat het zo blijft.",
            by=household.changed_by,
        )
    return household


def test_a_print_shows_what_everybody_says_about_how_safe_it_is(
    visit: Callable[..., Visitor], household: Household
) -> None:
    visitor = visit()
    visitor.become(household.changed_by)
    visitor.open(household.get_absolute_url())
    last = visitor.page.locator("#paneel-fase .film__more .voice").last
    expect(last).to_be_hidden()

    visitor.page.emulate_media(media="print")

    expect(last).to_be_visible()
