"""The screens of looking together with a family."""

from __future__ import annotations

from tests.browser.screens import Screen, empty, full, sanne, send_empty
from tests.browser.visitor import Visitor


def turn_to_all(visitor: Visitor) -> None:
    """Let the whole family look along."""
    visitor.page.get_by_text("Allemaal", exact=True).click()
    _begin(visitor)


def turn_to_one(visitor: Visitor) -> None:
    """Let the first of the family look along."""
    visitor.page.locator("main .chip").first.click()
    _begin(visitor)


def press_stop(visitor: Visitor) -> None:
    """Turn the screen and press the button that ends it."""
    turn_to_all(visitor)
    visitor.page.get_by_role("button", name="Stop samen kijken").click()
    visitor.page.get_by_role("heading", name="Ben jij het?").wait_for()


def _begin(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Begin met samen kijken").click()
    visitor.page.get_by_text("We kijken samen met").wait_for()


OF_TOGETHER = [
    Screen("looking together, who", "cases:together", sanne, full),
    Screen("looking together, nobody to choose", "cases:together", sanne, empty),
    Screen("looking together, nobody chosen", "cases:together", sanne, full, then=send_empty, then_status=422),
    Screen("looking together, all", "cases:together", sanne, full, then=turn_to_all, shows="cases:together-screen"),
    Screen("looking together, one", "cases:together", sanne, full, then=turn_to_one, shows="cases:together-screen"),
]
