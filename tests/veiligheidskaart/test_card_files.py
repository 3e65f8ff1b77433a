"""Every edition of generated households, sealed: two checkers that were written apart, and every word read back.

`bin/test -m card` takes thirty households in all languages; the whole suite takes four editions of one: those in Dutch,
Arabic and Tigrinya, and the own card of a child.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import pdf_standards, read_back, second_checker
from tests.veiligheidskaart.forgeries import Issuer, inside
from tests.veiligheidskaart.planted import Edition, Family, family
from veiligheidskaart import content, document
from veiligheidskaart.translating import for_reader

pytestmark = pytest.mark.card

HOUSEHOLDS, IN_THE_WHOLE_SUITE = 30, 1
SCRIPTS = ("nl", "ar", "ti")


@dataclass(frozen=True)
class Issued:
    """The sealed file of one edition."""

    seed: int
    family: Family
    edition: Edition
    file: bytes


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> list[Issued]:
    """Every edition of every household, as it is handed out."""
    asked_for = request.config.option.markexpr == "card"
    issuer = Issuer.at(tmp_path_factory.mktemp("issuer"))
    return [
        Issued(seed, household, edition, file)
        for seed in range(HOUSEHOLDS if asked_for else IN_THE_WHOLE_SUITE)
        for household in [family(seed)]
        for edition, file in _editions(household, issuer, everything=asked_for)
    ]


def _editions(household: Family, issuer: Issuer, *, everything: bool) -> Iterator[tuple[Edition, bytes]]:
    """Yield the file of each reader, or of a few, by the way a card takes through the database: as JSON."""
    whole = content.load_card(content.dump(household.card))
    assert [reader.key for reader in whole.editions] == [edition.key for edition in household.editions]
    by_language = {edition.language: edition for edition in reversed(household.editions)}
    wanted = household.editions if everything else [*(by_language[code] for code in SCRIPTS), household.editions[-1]]
    for edition, reader in zip(household.editions, whole.editions, strict=True):
        if edition in wanted:
            yield edition, issuer.issue(content.load_card(content.dump(for_reader(whole, reader))))


def test_every_edition_is_in_order_by_two_checkers(issued: list[Issued]) -> None:
    invalid = [
        (one.seed, one.edition, rule)
        for one in issued
        for rule in (*pdf_standards.broken_rules(one.file), *second_checker.broken_rules(one.file))
    ]

    print(f"FIGURE pdf_invalid {len(invalid)} 0")
    print(f"{len(issued)} editions in {len({one.edition.language for one in issued})} languages")
    assert invalid == []


def test_every_edition_holds_every_word_for_its_reader_and_no_other(issued: list[Issued], tmp_path: Path) -> None:
    missing, leaked, looked_for = [], [], 0
    for one in issued:
        text = read_back.text_of(one.file, tmp_path)
        words = read_back.words_of(text)
        everything = read_back.squeezed(text) + read_back.plain(inside(one.file, document.FILE_NAME))
        for planted in one.family.planted:
            looked_for += 1
            missing += [
                (one.seed, one.edition, planted.place, word)
                for word in planted.must_be_read(one.edition)
                if word not in words
            ]
            leaked += [
                (one.seed, one.edition, planted.place, word)
                for word in planted.must_stay_away(one.edition)
                if word in everything
            ]

    print(f"FIGURE card_words_missing {len(missing)} 0")
    print(f"FIGURE card_words_leaked {len(leaked)} 0")
    print(f"{looked_for} places looked at, {len(issued)} editions")
    assert (missing, leaked) == ([], [])


def test_the_second_checker_sees_what_is_wrong(issued: list[Issued]) -> None:
    assert second_checker.broken_rules(issued[0].file.replace(b"pdfaid:part", b"pdfaid:pert")) != []
