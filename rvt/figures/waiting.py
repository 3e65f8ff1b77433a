"""How long a question waits for the table, and how many wait at the end of a month: made fit to be published.

Both would say something about the questions that were discussed (what waits less was discussed), so they are published
only where those numbers are shown themselves. What waits is said in steps of five: a step hides nobody, and a smaller
step is no number of its own. Pure: numbers in, words out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.workdays import is_working_day
from rvt.figures.disclosure import SMALLEST_PERCENTAGE, Hidden, Published

SMALLEST_MIDDLE = 10
"""From so many questions the middle one is said, and from `SMALLEST_PERCENTAGE` the spread around it."""

STEP = 5

Pair = tuple[date, date, int]
"""A day of sending, a day at the table, and how many questions had both."""


@dataclass(frozen=True)
class Lead:
    """Working days from question to table in one period. None: not said. `fast` and `slow` hold half of the questions
    between them."""

    label: str
    middle: int | None
    fast: int | None
    slow: int | None


def lead_times(discussed: Published, pairs: Iterable[Pair]) -> list[Lead]:
    """Return the lead times of both halves and of the year, as far as there are enough questions that are shown."""
    counted = _by_working_days(list(pairs))
    halves = [[each for each in counted if (each[0].month <= 6) is is_first] for is_first in (True, False)]
    periods = zip(("1e halfjaar", "2e halfjaar", "Heel het jaar"), discussed.cells, [*halves, counted], strict=True)
    return [
        _lead(label, [row[1:] for row in rows] if discussed.is_whole and cell else []) for label, cell, rows in periods
    ]


def _lead(label: str, rows: Sequence[tuple[int, int]]) -> Lead:
    number = sum(count for _, count in rows)
    if number < SMALLEST_MIDDLE:
        return Lead(label, None, None, None)
    middle = _place(rows, 0.5)
    if number < SMALLEST_PERCENTAGE:
        return Lead(label, middle, None, None)
    return Lead(label, middle, _place(rows, 0.25), _place(rows, 0.75))


def _by_working_days(pairs: Sequence[Pair]) -> list[tuple[date, int, int]]:
    """Return the day at the table, the working days before it and how many, by those working days."""
    if not pairs:
        return []
    first, last = min(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
    before, number = {}, 0
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        before[day] = number
        number += is_working_day(day)
    days = [(table, before[table] - before[sent], count) for sent, table, count in pairs if sent <= table]
    return sorted(days, key=lambda row: row[1])


def _place(rows: Sequence[tuple[int, int]], part: float) -> int | None:
    """Return the working days of the question that stands at `part` of all, the quickest first."""
    wanted, reached = part * sum(count for _, count in rows), 0
    for days, count in rows:
        reached += count
        if reached >= wanted:
            return days
    return None


def in_steps(number: int) -> str:
    """Say how many wait, in steps of five."""
    if number < STEP:
        return Hidden.SMALL.value
    least = number // STEP * STEP
    return f"{least} tot en met {least + STEP - 1}"


def months_may_be_said(discussed: Published, year_before: Published) -> bool:
    """Whether what waits in the months of a year gives no number away of what was discussed then or just before."""
    return discussed.is_whole and year_before.is_whole
