"""The code by which an office that receives a family tells so: the same at both ends, and a slip shows."""

from __future__ import annotations

from itertools import combinations

import pytest

from veiligheidskaart.codes import ALPHABET
from veiligheidskaart.moving import new_nonce, read_reception_code, reception_code

TRAVEL_ID = "6f1d6a52-2c2b-4b77-9d5e-8a4ad1e2a001"
NONCE = "00112233445566778899aabbccddeeff"
CODE = "AMY4 2CJ4"


def test_the_code_is_the_same_for_every_office_that_makes_it():
    assert reception_code(TRAVEL_ID, 3, NONCE) == CODE


@pytest.mark.parametrize(
    "other", [(TRAVEL_ID.replace("6", "7"), 3, NONCE), (TRAVEL_ID, 4, NONCE), (TRAVEL_ID, 3, NONCE.replace("0", "1"))]
)
def test_another_household_card_or_move_has_another_code(other):
    assert reception_code(*other) != CODE


def test_two_moves_never_have_the_same_nonce():
    assert len({new_nonce() for _ in range(100)}) == 100


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), CODE.replace(" ", ""), f"  {CODE.replace(' ', '-')} "])
def test_a_code_is_read_in_every_way_in_which_it_is_typed(typed):
    assert read_reception_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "AMY4", f"{CODE}A", CODE.replace("Y", "0"), "é" * 8])
def test_what_no_code_can_be_is_no_code(typed):
    assert read_reception_code(typed) is None


def test_each_one_sign_that_is_wrong_shows():
    signs = CODE.replace(" ", "")
    wrong = [
        signs[:place] + sign + signs[place + 1 :]
        for place in range(len(signs))
        for sign in ALPHABET
        if sign != signs[place]
    ]

    assert [each for each in wrong if read_reception_code(each)] == []


def test_each_two_signs_that_changed_places_show():
    signs = CODE.replace(" ", "")
    swapped = []
    for one, two in combinations(range(len(signs)), 2):
        each = list(signs)
        each[one], each[two] = each[two], each[one]
        if each != list(signs):
            swapped.append("".join(each))

    assert len(swapped) > 20
    assert [each for each in swapped if read_reception_code(each)] == []
