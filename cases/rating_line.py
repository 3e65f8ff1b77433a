"""The numbers of one person over time as a line. Pure geometry: no database, no clock. One unit is one pixel.

The line says when a number changed, never whether that is good: it has one colour, and its words stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.rules import SAFE_ENOUGH_TO_LEAVE

WIDTH, HEIGHT, EDGE, ABOVE = 280, 72, 12, 24
LABEL = 9
"""How far above its dot a number stands."""
MOST = 8
"""More dots than these would lie on each other: the last ones are drawn, all of them stand in the list."""


@dataclass(frozen=True)
class Dot:
    """One number: where its dot and its label stand."""

    x: int
    y: int
    number: int

    @property
    def label_y(self) -> int:
        return self.y - LABEL


@dataclass(frozen=True)
class Line:
    """The whole line. `path`: the points as SVG wants them."""

    dots: tuple[Dot, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def draw(numbers: Sequence[int]) -> Line | None:
    """Return the line through the last numbers, oldest first, at equal distances; None for fewer than two."""
    last = numbers[-MOST:]
    if len(last) < 2:
        return None
    step = (WIDTH - 2 * EDGE) / (len(last) - 1)
    room = HEIGHT - ABOVE - EDGE
    return Line(
        tuple(
            Dot(round(EDGE + place * step), round(ABOVE + room * (1 - number / SAFE_ENOUGH_TO_LEAVE)), number)
            for place, number in enumerate(last)
        )
    )
