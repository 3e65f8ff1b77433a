"""Decisions about an agenda: no database and no clock. Moments are aware; lengths are in minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FIXED_MINUTES = 15
"""How long welcoming and looking back take at first."""

BREAK_MINUTES = 15
URGENT_MINUTES = 30
QUESTION_MINUTES = 35
STEP_MINUTES = 5
SHORTEST, LONGEST = 5, 240

FULL_TABLE = 12
"""More people than this at one item is a full table (ux S22)."""

REMIND_BEFORE = 2
"""So many working days before a meeting, whoever did not answer is asked again."""


@dataclass(frozen=True)
class Slot:
    """When one item begins and ends."""

    starts_at: datetime
    ends_at: datetime


def slots_of(starts_at: datetime, minutes: Iterable[int]) -> list[Slot]:
    """Return when each item is, one after the other: overlap cannot exist.

    Counted in real time, so an item that lies over the change to winter time lasts as long as any other.
    """
    found, begin = [], starts_at
    for length in minutes:
        end = begin + timedelta(minutes=length)
        found.append(Slot(begin, end))
        begin = end
    return found


def in_words(minutes: int) -> str:
    """Return "2 uur en 45 minuten"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} uur"] if hours else []
    if rest or not hours:
        parts.append("1 minuut" if rest == 1 else f"{rest} minuten")
    return " en ".join(parts)


def room_in_words(total: int, planned: int) -> str:
    """Return what is left of a meeting of `total` minutes, or how much is too much."""
    if planned > total:
        return f"{in_words(planned - total)} te veel. Haal iets weg of maak korter."
    return "alles is vol" if planned == total else f"nog {in_words(total - planned)} ruimte"


def moved(order: Sequence[int], item: int, place: int) -> list[int]:
    """Return `order` with `item` at `place` (from 0), as near as the list goes."""
    rest = [other for other in order if other != item]
    place = max(0, min(place, len(rest)))
    return [*rest[:place], item, *rest[place:]]


def longer(minutes: int, by: int) -> int:
    """Return the minutes after one press of the button, in steps of 5 and within reason."""
    stepped = round((minutes + by) / STEP_MINUTES) * STEP_MINUTES
    return max(SHORTEST, min(LONGEST, stepped))


def missing(wanted: Iterable[str], coming: Collection[str], waiting: Collection[str]) -> list[str]:
    """Return the expertise that nobody brings and nobody was asked for."""
    return [discipline for discipline in wanted if discipline not in coming and discipline not in waiting]


def is_full(people: int) -> bool:
    """Whether so many people at one item is more than a safe table holds."""
    return people > FULL_TABLE


def series_days(first_on: date, last_on: date, *, weekday: int, every: int) -> list[date]:
    """Return every `every` weeks the day `weekday` (1 is Monday), both ends included, public holidays too."""
    day = first_on + timedelta(days=(weekday - first_on.isoweekday()) % 7)
    found = []
    while day <= last_on:
        found.append(day)
        day += timedelta(weeks=every)
    return found
