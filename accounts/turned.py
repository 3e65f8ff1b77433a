"""A screen that is turned round, so that others look along. This session then reaches one page, and the way back.

Whoever sits at the table is not who signed in. So the way back asks a second step that was taken after the screen was
turned (docs/adr/0070). What the page shows is the affair of the room that turns the screen.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from django.http import HttpRequest

from accounts import second_step

_KEY = "turned_screen"

OPEN_WHILE_TURNED = {
    "accessibility",
    "account_logout",
    "accounts:turn-back",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "privacy",
}
"""All that a turned screen reaches beside its own page: it shows nothing of anybody, or ends the session."""


class Turned(NamedTuple):
    """`page` is all that this session may show; `back` is where its owner goes on. Both are paths of this site.

    `since` is in seconds since 1970, UTC. `about` are ids, for the room that turned it: whatever the page shows.
    """

    page: str
    back: str
    since: float
    about: list[str]


def turn(request: HttpRequest, *, page: str, back: str, about: list[str]) -> None:
    """Turn the screen. The session gets another key, so that no browser shows an earlier page from its memory."""
    request.session.cycle_key()
    request.session[_KEY] = Turned(page, back, time.time(), about)._asdict()


def turned(request: HttpRequest) -> Turned | None:
    """Return how the screen of this session is turned, or None when it is not."""
    kept = request.session.get(_KEY) if hasattr(request, "session") else None
    return Turned(**kept) if kept else None


def may_pass(request: HttpRequest, screen: Turned) -> bool:
    """Whether a turned screen may show what is asked."""
    match = request.resolver_match
    return request.path == screen.page or (match is not None and match.view_name in OPEN_WHILE_TURNED)


def is_owner_back(request: HttpRequest, screen: Turned) -> bool:
    """Whether the person of this session took a second step after the screen was turned."""
    seconds = second_step.age(request)
    return seconds is not None and time.time() - seconds > screen.since


def turn_back(request: HttpRequest) -> None:
    """Give the session all its pages again."""
    request.session.cycle_key()
    del request.session[_KEY]
