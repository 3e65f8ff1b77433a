"""Numbers that tell about nobody. Pure: no database, no clock (design 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

LEAST = 5
"""From how many on a number is said."""

TOO_FEW = f"minder dan {LEAST}"


NOT_SAID = "–"
"""Instead of a number from which a small one could be counted back."""


def told(numbers: Sequence[int]) -> list[str]:
    """Return the answers to one question in words, as far as they are said. None at all is not told from a few.

    One small number alone could be counted back by who knows how many answered (another question tells that): then the
    smallest of the others is not said either.
    """
    small = [number for number in numbers if number < LEAST]
    covered = min((number for number in numbers if number >= LEAST), default=0) if len(small) == 1 else None
    words = []
    for number in numbers:
        if number < LEAST:
            words.append(TOO_FEW)
        elif number == covered:
            words.append(NOT_SAID)
            covered = None
        else:
            words.append(str(number))
    return words


def half_year(day: date) -> str:
    """Return the half-year of a local day: `2026H2`."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def half_year_words(code: str) -> str:
    """Return `2e halfjaar 2026` for `2026H2`."""
    year, _, half = code.partition("H")
    return f"{half}e halfjaar {year}"
