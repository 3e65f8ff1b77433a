"""`kaart.json` of a card, and of a card that goes along with a move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.veiligheidskaart.cards import card
from veiligheidskaart import content, document
from veiligheidskaart.document import BadDocument, Document, Move
from veiligheidskaart.keylist import canonical
from veiligheidskaart.moving import new_nonce

CARD = Document(
    kind=document.KIND,
    schema=document.SCHEMA,
    key="a",
    household="5e1c0f3e-0000-4000-8000-000000000001",
    number=3,
    reader=document.PROFESSIONALS,
    issued_on=date(2026, 11, 23),
    valid_until=date(2026, 12, 21),
    previous="",
    content=content.dump(card()),
)
MOVING = replace(CARD, schema=document.SCHEMA_OF_MOVE, move=Move(new_nonce()))


def test_a_card_without_a_move_says_nothing_about_moving():
    assert b'"move"' not in document.write(CARD)


@pytest.mark.parametrize("whole", [CARD, MOVING])
def test_what_was_written_is_read_back(whole):
    assert document.read(document.write(whole)) == whole


@pytest.mark.parametrize(
    "changed",
    [
        {"schema": document.SCHEMA},
        {"schema": 3},
        {"schema": 2.0},
        {"schema": True},
        {"move": None},
        {"move": {}},
        {"move": {"nonce": 7}},
        {"move": {"nonce": "short"}},
        {"move": {"nonce": new_nonce().upper() + "G"}},
        {"move": {"nonce": new_nonce(), "to": "elsewhere"}},
        {"move": [new_nonce()]},
    ],
)
def test_a_move_has_one_shape(changed):
    with pytest.raises(BadDocument):
        document.read(canonical({**document.plain(MOVING), **changed}))


def test_a_card_of_the_first_schema_has_no_move():
    with pytest.raises(BadDocument):
        document.read(canonical({**document.plain(CARD), "move": {"nonce": new_nonce()}}))


def test_a_card_of_the_second_schema_has_a_move():
    with pytest.raises(BadDocument):
        document.read(canonical({**document.plain(CARD), "schema": document.SCHEMA_OF_MOVE}))
