"""Nobody is found by counting back: a reader tries every way that agrees with what is published.

The attack is exhaustive, not a sample: for each "minder dan 5" each of 1 to 4 must be possible. What a reader can do
with sums is a linear programme over whole numbers; here its variables are few enough to try every value.
"""

from __future__ import annotations

from datetime import date, timedelta
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
    overlapping,
    parted,
    percentage,
    row_alone,
    row_of_more,
)
from rvt.figures.waiting import in_steps, lead_times, months_may_be_said

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


# --- Everything that is published together ---------------------------------------------------------------------------


def test_no_hidden_number_is_narrowed_by_a_row_in_which_it_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Follow-ups and households without children are counted among the questions: a linear programme over all of them.

    Per half year the reader knows of every row what it may be, that its halves make its total, and that it is not more
    than the questions. Small numbers are tried one by one; the rest has bounds, and the programme is as good as its
    bounds: only rows with the questions are joined.
    """
    chance, lost, hidden = Random(20261123), 0, 0  # noqa: S311 - no secret
    for _ in range(REGISTERS):
        questions = Row("vragen", *_halves(chance))
        within = [
            Row(f"vervolg {n}", chance.randint(0, questions.first), chance.randint(0, questions.second))
            for n in range(5)
        ]
        whole = row_of_more(questions)
        shown = [row_alone(row, within=whole) for row in within]
        hidden += sum(not row.is_whole for row in shown)
        lost += narrowed_within(whole, shown)

    with capsys.disabled():
        print(f"\nFIGURE disclosure_narrowed_within {lost} 0")
    assert lost == 0
    assert hidden > REGISTERS


MOST = 60


def pairs_of(shown: Published) -> set[tuple[int, int]]:
    """Every two halves that look like this row, up to more than the registers here hold."""
    first, second = _values(shown.first, MOST), _values(shown.second, MOST)
    totals = set(_values(shown.total, 2 * MOST)) if shown.total is not Hidden.COVER else None
    return {(a, b) for a in first for b in second if totals is None or a + b in totals}


def narrowed_within(whole: Published, rows: list[Published]) -> int:
    """Count the values that a small number cannot have, for a reader who lays every row beside the whole."""
    of_rows = [pairs_of(row) for row in rows]
    wholes = {(a, b) for a, b in pairs_of(whole) if all(any(c <= a and d <= b for c, d in pairs) for pairs in of_rows)}
    lost = _lost(whole, wholes)
    for row, pairs in zip(rows, of_rows, strict=True):
        fits = {(c, d) for c, d in pairs if any(c <= a and d <= b for a, b in wholes)}
        lost += _lost(row, fits)
    return lost


def _lost(shown: Published, ways: set[tuple[int, int]]) -> int:
    seen = [{a for a, _ in ways}, {b for _, b in ways}, {a + b for a, b in ways}]
    return sum(len(set(SMALL) - seen[n]) for n, cell in enumerate(shown.cells) if cell is Hidden.SMALL)


def test_a_reader_finds_what_a_shown_total_gives_away() -> None:
    """The attack works: a total beside a small half, within a row that leaves no room for it."""
    whole = row_of_more(Row("vragen", 20, 12))

    assert narrowed_within(whole, [row_alone(Row("duo", 2, 12))]) > 0
    assert narrowed_within(whole, [row_alone(Row("duo", 2, 12), within=whole)]) == 0


def test_the_questions_show_no_total_that_says_how_small_a_half_is() -> None:
    questions = Row("vragen", 2, 20)

    assert narrowed_within(row_alone(questions), [row_alone(Row("huishoudens", 0, 20))]) > 0
    assert narrowed_within(row_of_more(questions), [row_alone(Row("huishoudens", 0, 20))]) == 0


def test_no_hidden_nature_can_be_narrowed_by_what_all_of_them_have_to_make() -> None:
    """One advice may stand in more rows, and stands in one at least: the rows together are not less than the whole."""
    chance, lost, hidden, left_out = Random(20261124), 0, 0, 0  # noqa: S311 - no secret
    for _ in range(REGISTERS):
        rows, whole = _natures(chance)
        published = row_alone(whole)
        shown = overlapping(published, rows)
        if shown is None:
            left_out += 1
            continue
        hidden += sum(not row.is_whole for row in shown)
        lost += sum(_narrowed_cover(shown, published, half) for half in ("first", "second"))

    assert lost == 0
    assert hidden > REGISTERS / 4
    assert left_out < REGISTERS


def _natures(chance: Random) -> tuple[list[Row], Row]:
    """Let each advice have one nature or two of a few, some of which are rare."""
    counted = [[0, 0] for _ in range(chance.randint(2, 6))]
    halves = _halves(chance)
    for half, number in enumerate(halves):
        for _ in range(number):
            for nature in {min(chance.randrange(len(counted)), chance.randrange(len(counted))) for _ in range(2)}:
                counted[nature][half] += 1
    return [Row(f"aard {n}", *each) for n, each in enumerate(counted)], Row("alles", *halves)


def _narrowed_cover(shown: list[Published], whole: Published, half: str) -> int:
    """Totals of rows in which something is hidden are hidden too, so that halves stand apart."""
    all_of_it = getattr(whole, half)
    ways = [_values(getattr(row, half), all_of_it) for row in shown]
    lost = 0
    for place, row in enumerate(shown):
        if getattr(row, half) is Hidden.SMALL:
            most = sum(max(way) for other, way in enumerate(ways) if other != place)
            lost += sum(value + most < all_of_it or value > all_of_it for value in SMALL)
    return lost


def test_a_reader_finds_what_the_whole_gives_away() -> None:
    """The attack works: one small row beside one shown row that cannot be the whole."""
    shown = [Published("a", 27, 30, 57), Published("b", Hidden.SMALL, 30, Hidden.COVER)]

    assert _narrowed_cover(shown, row_alone(Row("alles", 30, 30)), "first") > 0


# --- Waiting ---------------------------------------------------------------------------------------------------------


def test_months_are_not_said_beside_a_small_number_of_questions() -> None:
    small, large = row_of_more(Row("vragen", 3, 20)), row_of_more(Row("vragen", 20, 20))

    assert [months_may_be_said(*each) for each in ((large, large), (small, large), (large, small))] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("number", "said"), [(0, "minder dan 5"), (4, "minder dan 5"), (5, "5 tot en met 9"), (23, "20 tot en met 24")]
)
def test_what_waits_is_said_in_steps(number: int, said: str) -> None:
    assert in_steps(number) == said


def sent(number: int, *, days: int, month: int = 3) -> tuple[date, date, int]:
    """So many questions that were discussed on a Monday, sent so many days before."""
    table = date(2024, month, 11 if month == 3 else 7)
    return table - timedelta(days=days), table, number


def test_lead_times_are_working_days() -> None:
    middle, _, _ = lead_times(row_of_more(Row("vragen", 20, 0)), [sent(5, days=3), sent(10, days=7), sent(5, days=14)])

    assert (middle.middle, middle.fast, middle.slow) == (5, 1, 5)


@pytest.mark.parametrize(("number", "said"), [(9, (None, None)), (10, (5, None)), (19, (5, None)), (20, (5, 5))])
def test_lead_times_need_enough_questions(number: int, said: tuple[int | None, int | None]) -> None:
    first = lead_times(row_of_more(Row("vragen", number, 0)), [sent(number, days=7)])[0]

    assert (first.middle, first.fast) == said


def test_lead_times_are_not_said_beside_a_small_number() -> None:
    leads = lead_times(row_of_more(Row("vragen", 20, 3)), [sent(20, days=7), sent(3, days=7, month=10)])

    assert [lead.middle for lead in leads] == [None, None, None]
