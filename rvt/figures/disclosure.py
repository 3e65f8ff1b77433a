"""Disclosure control: which cells of a published table are hidden, so that nobody is found by counting back.

1 to 4 is shown as "minder dan 5". A cell that would give such a number away is hidden too: "–". The promise (design 4):
whoever reads everything that is published can still think of each "minder dan 5" that it is 1, 2, 3 or 4. Pure: numbers
in, cells out.

How a reader thinks, which is what the rules are made for: a shown cell is that number; "minder dan 5" is 1 to 4; "–"
in a half year is 0 or at least 5, because 1 to 4 would have been said; the halves of a row make its total, the rows of
a parted table make the row it parts, and what is counted within another row is not more than that one. Of a row alone
the reader may even know the rule by which it was hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

SMALLEST_SHOWN = 5
"""1 up to this is a small number (domain dossier 5.6: the practice of the statistics bureau)."""

MOST_HIDDEN = SMALLEST_SHOWN - 1

SMALLEST_COVER = SMALLEST_SHOWN + MOST_HIDDEN - 1
"""A cell hides another one when it may be `MOST_HIDDEN - 1` less and still be no small number."""

SMALLEST_TOTAL = SMALLEST_SHOWN + MOST_HIDDEN + 1
"""From here a total may stand beside a small half: below it, too, each small number is possible."""

SMALLEST_PERCENTAGE = 20
"""Below this no percentage: one person would be 5 points or more."""

SMALLEST_MUNICIPALITY = 10


class Hidden(Enum):
    """Why a number is not there."""

    SMALL = "minder dan 5"
    COVER = "–"


Cell = int | Hidden


@dataclass(frozen=True)
class Row:
    """Two half years as they were counted."""

    label: str
    first: int
    second: int

    def __add__(self, other: Row) -> Row:
        """Count what another row counts as well, under the name of this one."""
        return Row(self.label, self.first + other.first, self.second + other.second)

    @property
    def total(self) -> int:
        return self.first + self.second


@dataclass(frozen=True)
class Published:
    """Two half years and their total as they may be shown."""

    label: str
    first: Cell
    second: Cell
    total: Cell

    @property
    def is_whole(self) -> bool:
        """Nothing of it is hidden."""
        return not any(isinstance(cell, Hidden) for cell in self.cells)

    @property
    def cells(self) -> tuple[Cell, Cell, Cell]:
        return self.first, self.second, self.total


def is_small(number: int) -> bool:
    return 0 < number < SMALLEST_SHOWN


def row_alone(row: Row, *, within: Published | None = None) -> Published:
    """Publish a row that is no part of a table that adds up.

    One small half: the other is hidden as well, and the total is shown only while it leaves room for every small
    number. Two small halves: their total says too much, whatever it is. A half of 0 hides nothing and tells nothing.
    `within`: the row in which these are counted too; the hidden half cannot be more than it, and that may leave too
    little room.
    """
    small = [is_small(number) for number in (row.first, row.second)]
    if not any(small):
        return Published(row.label, row.first, row.second, row.total)
    if all(small):
        return Published(row.label, Hidden.SMALL, Hidden.SMALL, Hidden.COVER)
    other = row.second if small[0] else row.first
    if other == 0:
        cells = [Hidden.SMALL if each else 0 for each in small]
        return Published(row.label, cells[0], cells[1], Hidden.SMALL)
    cells = [Hidden.SMALL if each else Hidden.COVER for each in small]
    most = (within.second if small[0] else within.first) if within else Hidden.COVER
    has_room = row.total >= SMALLEST_TOTAL and (isinstance(most, Hidden) or row.total - 1 <= most)
    return Published(row.label, cells[0], cells[1], row.total if has_room else Hidden.COVER)


def row_of_more(row: Row) -> Published:
    """Publish a row in which other published rows are counted too: they say how much it is at least.

    Its total would then say how small its small half is at most, so it goes when anything of the row is hidden.
    """
    shown = row_alone(row)
    is_half_hidden = Hidden.COVER in (shown.first, shown.second)
    return Published(row.label, shown.first, shown.second, Hidden.COVER) if is_half_hidden else shown


def overlapping(whole: Published, rows: Sequence[Row]) -> list[Published] | None:
    """Publish rows of which one thing may be counted in more than one, and every thing in at least one.

    None when no way is safe. A row with a small number is hidden in all its cells; so is one more row when the others
    together are too few for the whole, which would say what the small number is at least.
    """
    if not whole.is_whole:
        return None
    shown = {row: Published(row.label, row.first, row.second, row.total) for row in rows}
    shown |= {row: _all_hidden(row) for row in rows if is_small(row.first) or is_small(row.second)}
    if not _leaves_room(shown.values(), whole):
        covers = [row for row in rows if shown[row].is_whole and min(row.first, row.second) >= SMALLEST_SHOWN]
        if not covers:
            return None
        cover = min(covers, key=lambda row: (row.total, row.label))
        shown[cover] = _all_hidden(cover)
    return list(shown.values())


def _leaves_room(shown: Iterable[Published], whole: Published) -> bool:
    """Whether every small number may be 1: the other rows can still be the whole together. Halves stand apart here."""
    halves = zip(*((row.first, row.second) for row in shown), strict=True)
    for cells, all_of_it in zip(halves, (whole.first, whole.second), strict=False):
        smalls, shown_here = cells.count(Hidden.SMALL), sum(cell for cell in cells if isinstance(cell, int))
        at_most = shown_here + (smalls - 1) * MOST_HIDDEN + 1
        if smalls and Hidden.COVER not in cells and isinstance(all_of_it, int) and at_most < all_of_it:
            return False
    return True


def parted(whole: Published, rows: Sequence[Row]) -> list[Published] | None:
    """Publish the rows into which `whole` is parted, or None when no way is safe.

    A row with a small number is hidden in all its cells, and so is one more row that is large enough in both halves: a
    small number can then be anything from 1 to 4, and the large row makes up for it. Without such a row the parts are
    not published at all; nor are they when `whole` itself hides something.
    """
    if not whole.is_whole:
        return None
    unsafe = [row for row in rows if is_small(row.first) or is_small(row.second)]
    if not unsafe:
        return [Published(row.label, row.first, row.second, row.total) for row in rows]
    covers = [row for row in rows if row not in unsafe and min(row.first, row.second) >= SMALLEST_COVER]
    if not covers:
        return None
    cover = min(covers, key=lambda row: (row.total, row.label))
    hidden = {*unsafe, cover}
    return [
        _all_hidden(row) if row in hidden else Published(row.label, row.first, row.second, row.total) for row in rows
    ]


def _all_hidden(row: Row) -> Published:
    halves = [Hidden.SMALL if is_small(number) else Hidden.COVER for number in (row.first, row.second)]
    return Published(row.label, halves[0], halves[1], Hidden.COVER)


def percentage(part: Cell, whole: Cell) -> int | None:
    """Return how many of 100, rounded; None where a percentage says too much (`SMALLEST_PERCENTAGE`)."""
    if isinstance(part, Hidden) or isinstance(whole, Hidden) or whole < SMALLEST_PERCENTAGE:
        return None
    return round(100 * part / whole)


def by_municipality(rows: Iterable[Row], *, rest: str) -> list[Row]:
    """Put municipalities with too few together under `rest`; everything there when that is too few as well."""
    kept = [row for row in rows if row.total >= SMALLEST_MUNICIPALITY]
    few = [row for row in rows if row.total < SMALLEST_MUNICIPALITY]
    if few and sum(row.total for row in few) < SMALLEST_MUNICIPALITY and kept:
        smallest = min(kept, key=lambda row: (row.total, row.label))
        kept.remove(smallest)
        few.append(smallest)
    if few:
        kept.append(Row(rest, sum(row.first for row in few), sum(row.second for row in few)))
    return kept
