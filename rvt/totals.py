"""Numbers that tell about nobody. Pure: no database, no clock (design 4)."""

from __future__ import annotations

from datetime import date

LEAST = 5
"""From how many on a number is said."""

TOO_FEW = f"minder dan {LEAST}"


def told(number: int) -> str:
    """Return a number in words, as far as it is said. None at all is not told from a few."""
    return str(number) if number >= LEAST else TOO_FEW


def half_year(day: date) -> str:
    """Return the half-year of a local day: `2026H2`."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def half_year_words(code: str) -> str:
    """Return `2e halfjaar 2026` for `2026H2`."""
    year, _, half = code.partition("H")
    return f"{half}e halfjaar {year}"
