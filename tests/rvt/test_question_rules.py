"""What makes a question, without a database."""

from __future__ import annotations

import pytest

from rvt import rules


@pytest.mark.parametrize(
    "sentence",
    ["Wat nu?", "Hoe praten we met vader, en wanneer?", "Helpt bijv. een time-out?", "Is 2.5 uur bezoek te veel?"],
)
def test_one_sentence_with_a_question_mark_is_a_question(sentence: str) -> None:
    assert rules.is_one_question(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["", "?", "Wij weten het niet.", "Wat nu", "Vader is boos. Wat nu?", "Wat nu? Wie?", "Wat\nnu?", "Au! Wat nu?"],
)
def test_anything_else_is_none(sentence: str) -> None:
    assert not rules.is_one_question(sentence)


@pytest.mark.parametrize(
    "members",
    [
        [{"role": "mother"}],
        [{"role": "mother", "age": "36"}],
        [{"role": "mother", "age": "27-64", "name": "Samira"}],
        ["mother"],
        [{"role": "child", "age": "4-11"}] * 17,
    ],
)
def test_members_are_codes_and_nothing_else(members: list[object]) -> None:
    assert not rules.are_members(members)
