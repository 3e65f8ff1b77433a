"""The screens of the film and its patterns."""

from __future__ import annotations

from typing import Any

from cases.models import FilmEvent, FilmPattern
from tests.browser.screens import Screen, empty, full, sanne, send_empty
from tests.browser.world import World


def event(world: World) -> dict[str, Any]:
    """Something that Sanne put in the film."""
    return {**full(world), "event": FilmEvent.objects.filter(household=world.full).latest("pk").uuid}


def pattern(world: World) -> dict[str, Any]:
    """What Sanne saw in it."""
    return {**full(world), "pattern": FilmPattern.objects.get(household=world.full).uuid}


OF_FILM = [
    Screen("film", "cases:film", sanne, full),
    Screen("film, empty", "cases:film", sanne, empty),
    Screen("film form", "cases:film-create", sanne, full),
    Screen("film form, empty", "cases:film-create", sanne, full, then=send_empty, then_status=422),
    Screen("film, add", "cases:film-note", sanne, event),
    Screen("film, take out", "cases:film-withdraw", sanne, event),
    Screen("pattern form", "cases:pattern-create", sanne, full),
    Screen("pattern form, no events", "cases:pattern-create", sanne, empty),
    Screen("pattern form, empty", "cases:pattern-create", sanne, full, then=send_empty, then_status=422),
    Screen("pattern, take out", "cases:pattern-take-out", sanne, pattern),
]
