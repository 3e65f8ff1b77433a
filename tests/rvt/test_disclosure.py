"""Nobody is found by counting back: a reader tries every way that agrees with what is published.

The attack is exhaustive, not a sample: for each "minder dan 5" each of 1 to 4 must be possible. What a reader can do
with sums is a linear programme over whole numbers; here its variables are few enough to try every value.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random

import pytest

from rvt.figures.disclosure import (
    SMALLEST_MUNICIPALITY,
    Cell,
    Hidden,
    Published,
    Row,
    by_municipality,
    is_small,
    parted,
    percentage,
    row_alone,
)

SMALL = range(1, 5)
REGISTERS = 1000


@cache
def ways_to_show() -> dict[tuple[Cell, ...], list[tuple[int, int, int]]]:
    """By what is shown of a row: every row that would be shown like that. A row with large halves hides nothing."""
    ways: dict[tuple[Cell, ...], list[tuple[int, int, int]]] = {}
    for first, second in product(range(160), repeat=2):
        if min(first, second) < 5:
            ways.setdefault(row_alone(Row("", first, second)).cells, []).append((first, second, first + second))
    return ways


def narrowed_alone(shown: Published) -> int:
    """Count the values a hidden number of this row cannot have, for a reader who knows how rows are hidden."""
    hidden = [place for place, cell in enumerate(shown.cells) if cell is Hidden.SMALL]
    return sum(len(set(SMALL) - {way[place] for way in ways_to_show()[shown.cells]}) for place in hidden)


def narrowed_parts(parts: list[Published], whole: Published) -> int:
    """Count the values a hidden number of these rows cannot have, for a reader who knows what they add up to.

    Totals of rows in which something is hidden are hidden as well, so a half year is reckoned apart from the other.
    """
    assert all(part.is_whole or part.total is Hidden.COVER for part in parts)
    assert isinstance(whole.first, int)
    assert isinstance(whole.second, int)
    return sum(
        _narrowed_half([getattr(part, half) for part in parts], getattr(whole, half)) for half in ("first", "second")
    )


def _narrowed_half(cells: list[Cell], total: int) -> int:
    """The bits of a number say which sums can be reached."""
    ways = [_values(cell, total) for cell in cells]
    lost = 0
    for place, cell in enumerate(cells):
        if cell is not Hidden.SMALL:
            continue
        rest = 1
        for other, way in enumerate(ways):
            if other != place:
                rest = _join(rest, way, total)
        lost += sum(not (value <= total and rest >> (total - value) & 1) for value in SMALL)
    return lost


def _values(cell: Cell, most: int) -> list[int]:
    if isinstance(cell, int):
        return [cell]
    return list(SMALL) if cell is Hidden.SMALL else [0, *range(5, most + 1)]


def _join(reached: int, values: list[int], most: int) -> int:
    joined = 0
    for value in values:
        joined |= reached << value
    return joined & ((1 << (most + 1)) - 1)


@pytest.mark.parametrize("first", range(14))
@pytest.mark.parametrize("second", range(14))
def test_a_row_alone_gives_no_small_number_away(first: int, second: int) -> None:
    shown = row_alone(Row("duo", first, second))

    assert shown.is_whole or narrowed_alone(shown) == 0
    assert not any(isinstance(cell, int) and is_small(cell) for cell in shown.cells)


def test_a_row_without_small_numbers_is_shown_as_it_is() -> None:
    assert row_alone(Row("huishoudens", 0, 14)).cells == (0, 14, 14)


def test_a_total_that_leaves_room_is_shown() -> None:
    assert row_alone(Row("netwerkberaad", 3, 14)).cells == (Hidden.SMALL, Hidden.COVER, 17)


def test_no_hidden_number_of_a_thousand_registers_can_be_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    chance, lost, hidden, left_out = Random(20261122), 0, 0, 0  # noqa: S311 - no secret
    for _ in range(REGISTERS):
        rows = [Row(f"rij {n}", *_halves(chance)) for n in range(chance.randint(2, 5))]
        whole = row_alone(Row("alles", sum(row.first for row in rows), sum(row.second for row in rows)))
        lost += narrowed_alone(whole) if not whole.is_whole else 0
        parts = parted(whole, rows)
        if parts is None:
            left_out += 1
            continue
        hidden += sum(not part.is_whole for part in parts)
        lost += narrowed_parts(parts, whole)

    with capsys.disabled():
        print(f"\nFIGURE disclosure_narrowed {lost} 0")
    assert lost == 0
    assert hidden > REGISTERS / 4
    assert left_out < REGISTERS


def _halves(chance: Random) -> tuple[int, int]:
    most = chance.choice((4, 9, 30))
    return chance.randint(0, most), chance.randint(0, most)


def test_parts_are_left_out_when_nothing_covers_a_small_number() -> None:
    whole = row_alone(Row("alles", 9, 9))

    assert parted(whole, [Row("telefoon", 6, 6), Row("chat", 3, 3)]) is None


def test_parts_are_left_out_when_the_whole_is_hidden() -> None:
    assert parted(row_alone(Row("alles", 3, 30)), [Row("telefoon", 0, 20), Row("chat", 3, 10)]) is None


def test_a_municipality_with_few_stands_with_the_others() -> None:
    rows = [Row("Waterdonk", 20, 20), Row("Heide", 3, 2), Row("Kreek", 4, 4), Row("Venderlo", 6, 6)]

    together = by_municipality(rows, rest="Andere gemeenten")

    assert [(row.label, row.total) for row in together] == [
        ("Waterdonk", 40),
        ("Venderlo", 12),
        ("Andere gemeenten", 13),
    ]
    assert all(row.total >= SMALLEST_MUNICIPALITY for row in together)


def test_one_small_municipality_takes_a_larger_one_along() -> None:
    together = by_municipality(
        [Row("Waterdonk", 20, 20), Row("Heide", 3, 2), Row("Kreek", 6, 6)], rest="Andere gemeenten"
    )

    assert [(row.label, row.total) for row in together] == [("Waterdonk", 40), ("Andere gemeenten", 17)]


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(5, 20, 25), (5, 19, None), (Hidden.SMALL, 40, None), (5, Hidden.COVER, None)]
)
def test_a_percentage_needs_twenty(part: Cell, whole: Cell, expected: int | None) -> None:
    assert percentage(part, whole) == expected
