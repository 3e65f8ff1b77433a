"""Every edition of generated households, sealed, under two checkers that were written apart. `bin/test -m card`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests import pdf_standards, second_checker
from tests.veiligheidskaart.cards import card
from tests.veiligheidskaart.forgeries import ISSUED, Issuer
from veiligheidskaart.content import PROFESSIONALS, Card, Contact, Contacts, Item, Items, Reader, Steps, Voice, Voices

pytestmark = pytest.mark.card

HOUSEHOLDS, IN_THE_WHOLE_SUITE = 30, 2
NAMES = ("Samira", "Peter", "Noor", "Sem", "Lina", "Daan", "Zoë", "Çağla", "José", "Łucja", "Anne-Fleur", "Ömer")
WORDS = (
    *("wij", "eten", "samen", "en", "gaan", "dan", "rustig", "naar", "buiten", "met", "oma", "of", "een", "buurman"),
    *("die", "helpt", "als", "het", "spannend", "wordt"),
)


def household(seed: int) -> Card:
    """Return a whole card of a household that does not exist: the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - the same household each time

    def sentence() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(3, 9))).capitalize() + "."

    names = chance.sample(NAMES, chance.randint(1, 5))
    readers = (*(Reader(name, name) for name in names), Reader(PROFESSIONALS, "Professionals"))

    def some() -> tuple[str, ...]:
        return tuple(reader.key for reader in readers if chance.random() < 0.8)

    def voices() -> Voices:
        lines = tuple(
            Voice(name, sentence(), some()) for name in chance.sample(names, chance.randint(1, len(names)))[:3]
        )
        return Voices(lines, sentence() if chance.random() < 0.5 else "", "Sanne", some())

    def items(most: int) -> Items:
        return Items(tuple(Item(sentence(), sentence(), "", some()) for _ in range(chance.randint(1, most))), some())

    return replace(
        card(),
        reader=None,
        readers=readers,
        family=tuple(names),
        contacts=Contacts(Contact("Sanne Verbeek", "06 12 34 56 78"), Contact("Fatima", "06 34 56 78 90")),
        good=voices(),
        unsafe=voices(),
        agreements=items(3),
        steps=Steps(sentence(), sentence(), sentence(), some()),
        network=items(3),
        finalised_on=ISSUED,
        look_back_on=ISSUED + timedelta(days=28),
        views=(),
    )


def test_every_edition_is_in_order_by_two_checkers(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    asked_for = request.config.option.markexpr == "card"
    issuer, invalid, looked_at = Issuer.at(tmp_path), [], 0
    for seed in range(HOUSEHOLDS if asked_for else IN_THE_WHOLE_SUITE):
        whole = household(seed)
        for reader in whole.editions:
            file = issuer.issue(whole.for_reader(reader))
            looked_at += 1
            broken = [*pdf_standards.broken_rules(file), *second_checker.broken_rules(file)]
            invalid += [(seed, reader.key, rule) for rule in broken]

    assert invalid == []
    print(f"FIGURE pdf_invalid {len(invalid)} 0")
    print(f"{looked_at} editions")


def test_the_second_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    file = Issuer.at(tmp_path).issue()

    assert second_checker.broken_rules(file.replace(b"pdfaid:part", b"pdfaid:pert")) != []
