"""Text that is larger: by the choice of a person, and by that of the browser (issue 7: 320 px wide, text at 200 %)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.browser.test_axe import wider_than_the_window
from tests.browser.visitor import SIZES, Visitor
from tests.browser.world import World

SIZE_OF_TEXT = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"


@pytest.fixture(scope="module")
def world(kept_database: None) -> World:
    """The region, made once for all screens."""
    return World()


def pages(world: World) -> list[str]:
    """Return what a fixed face opens twenty times a day."""
    return [
        reverse("accounts:my-day"),
        world.full.get_absolute_url(),
        reverse("cases:film-create", args=[world.full.uuid]),
        reverse("veiligheidskaart:draft", args=[world.full.uuid]),
    ]


def test_the_choice_makes_all_text_a_quarter_larger(world: World, look: Callable[..., Visitor]) -> None:
    visitor = look()
    visitor.become(world.sanne)
    page = visitor.page
    visitor.open(world.full.get_absolute_url())
    before = page.evaluate(SIZE_OF_TEXT)

    visitor.open(reverse("accounts:profile"))
    page.get_by_label("Tekst groter").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar", exact=True).click()
    visitor.open(world.full.get_absolute_url())

    assert page.evaluate(SIZE_OF_TEXT) == pytest.approx(before * 1.25)
    page.set_viewport_size(SIZES["phone"])
    assert [wider_than_the_window(page) for path in pages(world) if visitor.open(path)] == [[]] * 4


def test_text_of_twice_the_size_fits_on_the_smallest_screen(world: World, look: Callable[..., Visitor]) -> None:
    visitor = look()
    visitor.become(world.sanne)
    page = visitor.page
    page.set_viewport_size(SIZES["least"])
    stuck_out = []
    for path in pages(world):
        visitor.open(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        stuck_out += wider_than_the_window(page)

    assert stuck_out == []
