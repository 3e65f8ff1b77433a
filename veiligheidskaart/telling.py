"""How notifications about a move read. `about` is the household; where it goes is in none of them.

A name of a family stands there only while the reader may see that family.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import Notification, User
from accounts.slots import NotificationText
from cases.models import Household

Texts = dict[int, NotificationText]


def move_prepared(user: User, rows: list[Notification]) -> Texts:
    """The contact person of my family prepares a move."""
    return _texts(user, rows, lambda who, family: f"{who} maakt de verhuizing van {family} klaar.")


def move_withdrawn(user: User, rows: list[Notification]) -> Texts:
    """The family stays."""
    return _texts(user, rows, lambda who, family: f"{who} trok de verhuizing van {family} in.")


def move_taken_over(user: User, rows: list[Notification]) -> Texts:
    """Another office took the family over, and here it is closed."""
    return _texts(user, rows, lambda who, family: f"{who}: een andere organisatie nam {family} over.")


def _texts(user: User, rows: list[Notification], sentence: Callable[[str, str], str]) -> Texts:
    seen = Household.objects.visible_to(user).filter(uuid__in=[row.about for row in rows])
    households = {household.uuid: household for household in seen}
    names: dict[Any, str] = dict(User.objects.filter(uuid__in=[row.actor for row in rows]).values_list("uuid", "name"))
    texts: Texts = {}
    for row in rows:
        household = households.get(row.about)
        family = household.call_name if household else "een gezin"
        url = household.get_absolute_url() if household else ""
        who = names.get(row.actor, "Een collega")
        texts[row.pk] = NotificationText(sentence(who, family), url)
    return texts


MOVES = {
    "move_prepared": move_prepared,
    "move_taken_over": move_taken_over,
    "move_withdrawn": move_withdrawn,
}
"""What is told about a move, and how that reads."""
