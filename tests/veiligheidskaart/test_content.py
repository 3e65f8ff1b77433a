"""The shape of a card over time, and what each reader gets of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.veiligheidskaart.cards import card
from veiligheidskaart import content
from veiligheidskaart.content import Card, Draft, DraftSteps, Item, Items, Reader, Steps, Voice, Voices

SAMIRA, PETER = Reader("a", "Samira"), Reader("b", "Peter")
BOTH = ("a", "b")

FIRST_DRAFT = {
    "schema": 1,
    "good": {"voices": [{"who": ["u1"], "text": "Wij lachen."}], "seen": "dat het lukt.", "readers": ["u1"]},
    "unsafe": {"voices": [], "seen": "", "readers": None},
    "agreements": {"chosen": ["a1"], "readers": None},
    "steps": {"calm": "Thee", "quarrel": "", "danger": "", "readers": None},
    "network": {"chosen": [], "readers": None},
    "look_back_on": "2026-12-01",
}
FIRST_CARD = {
    "schema": 1,
    "number": 1,
    "finalised_on": "2026-11-03",
    "reader": None,
    "readers": [{"key": "a", "name": "Samira"}, {"key": "b", "name": "Peter"}],
    "family": ["Samira", "Peter"],
    "contacts": {
        "face": {"name": "Sanne", "phone": "06 12 34 56 78", "when": ""}, "stand_in": None, "duo": None,
    },
    "good": {"voices": [{"by": "Samira", "text": "Wij lachen."}], "seen": "", "seen_by": "Sanne", "readers": ["a"]},
    "unsafe": None,
    "agreements": {"items": [{"title": "Wandelen.", "detail": ""}], "readers": ["a", "b"]},
    "steps": None,
    "network": {"items": [], "readers": ["a", "b"]},
    "look_back_on": "2026-12-01",
    "views": [{"by": "Peter", "text": "Ik niet."}],
}  # fmt: skip


def whole(**changed: Any) -> Card:
    return card(reader=None, readers=(SAMIRA, PETER), good=None, unsafe=None, agreements=None, steps=None, network=None,
                **changed)  # fmt: skip


# --- Older schemas ---------------------------------------------------------------------------------
def test_a_draft_of_schema_1_is_read_with_every_word_it_held() -> None:
    draft = content.load_draft(json.loads(json.dumps(FIRST_DRAFT)))

    assert (draft.schema, draft.good.voices[0].text, draft.good.readers) == (2, "Wij lachen.", ("u1",))
    assert (draft.good.voices[0].readers, draft.agreements.chosen, draft.steps) == (None, ("a1",), DraftSteps("Thee"))
    assert content.load_draft(content.dump(draft)) == draft


def test_a_card_of_schema_1_gives_each_reader_what_it_gave_then() -> None:
    then = content.load_card(json.loads(json.dumps(FIRST_CARD)))

    hers, his = then.for_reader(SAMIRA), then.for_reader(PETER)

    assert [voice.text for voice in hers.good.voices] == ["Wij lachen."]
    assert his.good is None
    assert [item.title for item in his.agreements.items] == ["Wandelen."]
    assert [view.text for view in his.views] == ["Ik niet."]


def test_an_edition_of_schema_1_keeps_its_lines() -> None:
    edition = {**FIRST_CARD, "reader": {"key": "a", "name": "Samira"}, "readers": []}
    edition["good"] = {**FIRST_CARD["good"], "readers": []}  # type: ignore[dict-item]

    assert content.load_card(edition).good.voices == (Voice("Samira", "Wij lachen."),)


@pytest.mark.parametrize("change", [{"good": 3}, {"agreements": []}, {"address": "Kerkstraat 12"}, {"schema": 0}])
def test_what_only_says_that_it_is_of_schema_1_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(content.BadContent):
        content.load_draft({**FIRST_DRAFT, **change})


def test_what_a_block_leaves_out_has_its_default() -> None:
    draft = content.completed_draft({"must": {"lines": [{"text": "Wij blijven van elkaar af."}]}})

    assert draft == Draft(must=content.DraftLines((content.DraftLine("Wij blijven van elkaar af."),)))


# --- Readers ---------------------------------------------------------------------------------------
def test_a_line_is_read_by_who_may_read_both_the_block_and_the_line() -> None:
    one = whole(help=Items((Item("Hulp bij geld", readers=BOTH), Item("Praten met iemand", readers=("a",))), BOTH))

    assert [item.title for item in one.for_reader(SAMIRA).help.items] == ["Hulp bij geld", "Praten met iemand"]
    assert [item.title for item in one.for_reader(PETER).help.items] == ["Hulp bij geld"]


@pytest.mark.parametrize(
    "block",
    [
        {"help": Items((Item("Praten", readers=("a",)),), BOTH)},
        {"signals": Voices((Voice("Samira", "Stil", ("a",)),), seen_by="Sanne", readers=BOTH)},
        {"opinions": Items((Item("Samira", "Goed", "agree", ("a",)),), ("a",))},
    ],
)
def test_of_a_block_without_lines_for_a_reader_nothing_is_left(block: dict[str, Any]) -> None:
    without = whole()

    assert content.canonical(whole(**block).for_reader(PETER)) == content.canonical(without.for_reader(PETER))


def test_an_edition_does_not_say_who_reads_what() -> None:
    one = replace(whole(must=Items((Item("Rust", readers=BOTH),), BOTH)), steps=Steps("Thee", readers=BOTH))

    assert '"b"' not in content.canonical(one.for_reader(SAMIRA)).decode()
