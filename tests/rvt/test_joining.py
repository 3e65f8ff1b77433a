"""Two people type in one text: both are found, and what joins by itself joins."""

from __future__ import annotations

import pytest

from rvt.joining import join_choices, join_texts
from rvt.talking import SCRIPT, part_minutes, ring_of


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "joined"),
    [
        ("Rust", "Rust", "Rust in huis", "Rust in huis"),
        ("Rust", "Rust in huis", "Rust", "Rust in huis"),
        ("a\nb\nc", "a\nB\nc", "a\nb\nC\nd", "a\nB\nC\nd"),
        ("a\nb", "a", "a\nb2", "a\nb2"),
        ("een twee drie", "EEN twee drie", "een twee drie vier", "EEN twee drie vier"),
        ("x A", "x A en verder", "x B\nx A", "x B\nx A en verder"),
        ("weg", "", "weg", ""),
    ],
)
def test_what_does_not_touch_joins_by_itself(base: str, mine: str, theirs: str, joined: str) -> None:
    result = join_texts(base, mine, theirs)

    assert (result.text, result.both) == (joined, False)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [("", "Praat met oma.", "Bel de school."), ("Begin.", "Begin. Praat met oma.", "Begin. Bel de school.")],
)
def test_two_texts_in_one_place_both_stay_and_it_is_said(base: str, mine: str, theirs: str) -> None:
    result = join_texts(base, mine, theirs)

    assert (result.text, result.both) == (f"{theirs}\n{mine}", True)


def test_nothing_typed_is_lost_however_two_people_type() -> None:
    words = {"links": [f"links{n}" for n in range(30)], "rechts": [f"rechts{n}" for n in range(30)]}
    there, screens = "Begin.", {"links": ("Begin.", "Begin."), "rechts": ("Begin.", "Begin.")}
    for n in range(30):
        for who in words:
            shown, text = screens[who]
            own = next((line for line in text.split("\n") if who in line), text.split("\n")[-1])
            text = text.replace(own, f"{own} {words[who][n]}")
            joined = join_texts(shown, text, there)
            there = joined.text
            # Now and then somebody types on before the answer is there: the screen keeps what was sent.
            screens[who] = (text, text) if n % 3 else (there, there)

    assert [word for each in words.values() for word in each if word not in there.split()] == []


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "joined"),
    [
        ([], ["duo"], ["council_talk"], {"duo", "council_talk"}),
        (["duo"], [], ["duo", "council_talk"], {"council_talk"}),
        ([], ["advice_only"], ["duo"], {"advice_only"}),
        (["advice_only"], ["advice_only", "duo"], ["advice_only"], {"duo"}),
    ],
)
def test_choices_of_two_people_join(base: list[str], mine: list[str], theirs: list[str], joined: set[str]) -> None:
    assert join_choices(base, mine, theirs, alone="advice_only") == joined


@pytest.mark.parametrize("minutes", [5, 10, 30, 35, 50, 55, 90, 240])
def test_the_parts_together_take_as_long_as_the_item(minutes: int) -> None:
    assert sum(part_minutes(minutes).values()) == minutes


def test_fifty_minutes_follow_the_script() -> None:
    assert part_minutes(50) == SCRIPT


def test_what_the_chair_made_of_it_scales_along() -> None:
    changed = dict.fromkeys(SCRIPT, 5)

    assert part_minutes(40, changed) == changed
    assert part_minutes(80, changed) == dict.fromkeys(SCRIPT, 10)


@pytest.mark.parametrize(
    ("gone", "left", "over"), [(0, 9, False), (61, 8, False), (539, 1, False), (540, 0, True), (9999, 0, True)]
)
def test_the_ring_counts_whole_minutes_and_stops(gone: float, left: int, over: bool) -> None:
    ring = ring_of(9, gone)

    assert (ring.left, ring.is_over, ring.share <= 1) == (left, over, True)
