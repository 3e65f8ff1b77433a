"""From "so many weeks ago" to a day that fits: a working day, a school day, or the weekday that the story asks for."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import chain

from veiligheidskaart.demo.story import Ago

WORDS = {"1": "maandag", "2": "dinsdag", "3": "woensdag", "4": "donderdag", "5": "vrijdag"}

_FIXED_HOLIDAYS = {(1, 1), (4, 27), (5, 5), (12, 25), (12, 26)}


def day_of(when: Ago, today: date) -> date:
    """Return the last fitting day on or before `when`, and before `today`."""
    day = min(when.before(today), today - timedelta(days=1))
    while not _fits(day, when.day):
        day -= timedelta(days=1)
    return day


def place(when: Ago, today: date, *, after: date, before: date) -> tuple[date, bool]:
    """Return a fitting day near `when` from `after` up to `before`, both included, and True; else some day, and False.

    So a story keeps its order, and nobody calls from a school in the middle of a summer.
    """
    middle = max(min(when.before(today), before), after)
    earlier = (middle - timedelta(days=number) for number in range((middle - after).days + 1))
    later = (middle + timedelta(days=number) for number in range(1, (before - middle).days + 1))
    for day in chain(earlier, later):
        if _fits(day, when.day):
            return day, True
    return middle, False


def _fits(day: date, wanted: str) -> bool:
    if wanted == "w":
        return is_working_day(day)
    if wanted == "s":
        return is_school_day(day)
    return day.isoweekday() == int(wanted)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no holiday with a fixed date or that hangs on Easter."""
    return day.isoweekday() <= 5 and (day.month, day.day) not in _FIXED_HOLIDAYS and not _hangs_on_easter(day)


def working_day_from(day: date) -> date:
    """Return `day`, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_school_day(day: date) -> bool:
    """A working day outside the holidays in which every region of the country is free."""
    return is_working_day(day) and not any(
        start <= (day.month, day.day) <= end
        for start, end in (
            ((1, 1), (1, 8)),
            ((2, 10), (3, 2)),
            ((4, 25), (5, 8)),
            ((7, 5), (9, 3)),
            ((10, 10), (10, 29)),
            ((12, 19), (12, 31)),
        )
    )


@cache
def easter(year: int) -> date:
    """Easter Sunday of `year` (the anonymous Gregorian computus)."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    shift = moon - weekday
    month = 3 + (shift + 40) // 44
    return date(year, month, shift + 28 - 31 * (month // 4))


def _hangs_on_easter(day: date) -> bool:
    return (day - easter(day.year)).days in {-2, 1, 39, 50}
