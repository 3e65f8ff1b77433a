"""How much each screen asks: fields that one sees when it opens, and those without which it is not sent (ux 5.2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.screens import SCREENS, Screen
from tests.browser.screens_of_film import OF_FILM
from tests.browser.screens_of_register import OF_THE_REGISTER
from tests.browser.screens_of_table import OF_TABLE
from tests.browser.visitor import Visitor
from tests.browser.world import World

BUDGETS = {
    # Screen: fields, and how many of them have to be filled in by hand.
    "new household": (5, 4),
    "consultation, new": (11, 4),  # ux 5.2 says ten, and S18 names these eleven
    "access, who": (7, 5),
    "film form": (5, 3),
    "agreement, tick": (1, 1),
    "S26 terugkijken": (4, 0),
}

ASKED = """() => {
  const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const alone = (element) => !element.parentElement.closest('.field');
  const fields = [...document.querySelectorAll('main form .field')].filter((one) => seen(one) && alone(one));
  const filled = (one) => [...one.querySelectorAll('input, textarea, select')].some((control) =>
    ['radio', 'checkbox'].includes(control.type) ? control.checked : control.value.trim() !== '');
  const needed = (one) => one.matches('[aria-required=true]') || one.querySelector('[aria-required=true]');
  const name = (one) => one.querySelector('.field__label, label').textContent.trim().replace(/\\s+/g, ' ');
  return [fields.map(name), fields.filter((one) => needed(one) && !filled(one)).map(name)];
}"""
"""What a field is: one label with what belongs to it. What folds away or follows an answer is not asked yet."""


@pytest.fixture(scope="module")
def world(kept_database: None) -> World:
    """The region, made once for all screens."""
    return World()


@pytest.mark.parametrize("name", BUDGETS)
def test_a_screen_asks_no_more_than_its_budget(name: str, world: World, look: Callable[..., Visitor]) -> None:
    screen: Screen = next(one for one in SCREENS + OF_FILM + OF_THE_REGISTER + OF_TABLE if one.name == name)
    visitor = look(host=screen.host)
    user = screen.who(world)
    if user is not None:
        visitor.become(user)
    visitor.open(screen.path(world))

    asked, needed = visitor.page.evaluate(ASKED)

    most, most_needed = BUDGETS[name]
    assert 0 < len(asked) <= most, asked
    assert len(needed) <= most_needed, needed
