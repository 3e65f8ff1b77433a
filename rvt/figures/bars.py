"""Bars of the half years: lengths only, drawn by the template as SVG. What is hidden has no bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rvt.figures.disclosure import Cell, Published

LONGEST = 80
"""Percent of the room that the longest bar takes; the number stands beside it."""


@dataclass(frozen=True)
class Bar:
    """One half year. `length` is in percent of the room; "" without a bar."""

    when: str
    cell: Cell
    length: str


def bars(rows: Sequence[Published]) -> dict[str, tuple[Bar, Bar]]:
    """Return the two bars of each row by its label, all on one scale."""
    most = max((cell for row in rows for cell in (row.first, row.second) if isinstance(cell, int)), default=0)
    return {row.label: (_bar("1e halfjaar", row.first, most), _bar("2e halfjaar", row.second, most)) for row in rows}


def _bar(when: str, cell: Cell, most: int) -> Bar:
    return Bar(when, cell, f"{LONGEST * cell / most:.1f}" if isinstance(cell, int) and cell else "")
