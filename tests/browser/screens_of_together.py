"""The screens of looking together with a family."""

from __future__ import annotations

from tests.browser.screens import Screen, empty, full, sanne, send_empty
from tests.browser.visitor import Visitor


def turn_to_all(visitor: Visitor) -> None:
    """Let the whole family look along."""
    ask_all(visitor)
    _see(visitor)


def ask_all(visitor: Visitor) -> None:
    """Ask to let the whole family look along."""
    visitor.page.get_by_text("Allemaal", exact=True).click()
    visitor.page.get_by_role("button", name="Begin met samen kijken").click()


def turn_to_one(visitor: Visitor) -> None:
    """Let the first of the family look along."""
    visitor.page.locator("main .chip").first.click()
    visitor.page.get_by_role("button", name="Begin met samen kijken").click()
    _see(visitor)


def press_stop(visitor: Visitor) -> None:
    """Turn the screen and press the button that ends it."""
    turn_to_all(visitor)
    visitor.page.get_by_role("button", name="Stop samen kijken").click()
    visitor.page.get_by_role("heading", name="Ben jij het?").wait_for()


def _see(visitor: Visitor) -> None:
    visitor.page.get_by_text("We kijken samen met").wait_for()


OF_TOGETHER = [
    Screen("looking together, who", "cases:together", sanne, full),
    Screen("looking together, nobody to choose", "cases:together", sanne, empty),
    Screen("looking together, nobody chosen", "cases:together", sanne, full, then=send_empty, then_status=422),
    Screen("looking together, all", "cases:together", sanne, full, then=turn_to_all, shows="cases:together-screen"),
    Screen("card together, who", "veiligheidskaart:together", sanne, full),
    Screen(
        "card together, not read by the duo", "veiligheidskaart:together", sanne, full, then=ask_all, then_status=422
    ),
    Screen(
        "card together, one",
        "veiligheidskaart:together",
        sanne,
        empty,
        then=turn_to_one,
        shows="veiligheidskaart:together-screen",
    ),
    Screen("looking together, one", "cases:together", sanne, full, then=turn_to_one, shows="cases:together-screen"),
]
