"""The box "Wie bellen wij?" fills itself, so it fits whatever stands in it."""

from __future__ import annotations

import random
from itertools import product

import pytest

from tests.veiligheidskaart.cards import card
from veiligheidskaart import fit, letters, paper, pdf, rules
from veiligheidskaart.calling import box_of
from veiligheidskaart.content import Card, Contact, Contacts
from veiligheidskaart.layout import arrange

LONG = "Maximiliaan-Alexander Bernardus Franciscus van Heemskerck-Opperdoes tot Zuylen"
ONE_WORD = "Wolfeschlegelsteinhausenbergerdorff" * 3
NAMES = ("Jo", LONG, ONE_WORD[:80], ONE_WORD, "WM" * 40, "iIl" * 26)
EVERY_DAY = " ".join(
    f"{day} 8.{minute:02d} tot 17.{minute:02d} uur."
    for minute, day in enumerate(("Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag", "Zaterdag", "Zondag"), 10)
)
TWELVE = (
    "Samira",
    "Peter",
    "Noor",
    "Sem",
    "Lina",
    "Oma Ria",
    "Opa Klaas",
    "Bernadette",
    "Youssef",
    "Anne-Marie",
    "Bo",
    "Thijs",
)
FAMILIES = (
    ("Bo",),
    TWELVE,
    tuple(f"{name} {LONG}"[:60] for name in TWELVE),
    (ONE_WORD,),
    tuple("WM" * 30 for _ in range(12)),
)
WHENS = ("", "Maandag, dinsdag en vrijdag. Van 8.30 tot 17.00 uur.", EVERY_DAY, "Bel maar. " * 40)


def called(
    name: str = "Sanne Verbeek", *, when: str = WHENS[1], family: tuple[str, ...] = ("Samira", "Peter"), **others: str
) -> Card:
    """Return a card with three lines to call, named by their first name as on every card."""
    stand_in, duo = others.get("stand_in", "Fatima"), others.get("duo", "Marco")
    return card(
        family=family,
        contacts=Contacts(
            face=Contact(name, "06 12 34 56 78", when),
            stand_in=Contact(stand_in, "06 34 56 78 90"),
            duo=Contact(duo, "06 23 45 67 89"),
        ),
    )


def test_it_fits_whatever_the_names_are() -> None:
    boxes = [
        box_of(called(face, when=when, family=family, stand_in=other, duo=other))
        for face, other, when, family in product(NAMES, NAMES, WHENS, FAMILIES)
    ]

    print(f"FIGURE card_call_box_forms_that_fit {len(boxes)} {len(NAMES) ** 2 * len(WHENS) * len(FAMILIES)}")
    assert max(box.height for box in boxes) <= paper.room(1)


@pytest.mark.slow
def test_it_fits_on_paper_too() -> None:
    """As WeasyPrint lays it out, which knows nothing of our count."""
    dice = random.Random(3)  # noqa: S311 - texts for a test, no secret
    every = list(product(NAMES, NAMES, WHENS, FAMILIES))
    worst = (ONE_WORD, "WM" * 40, EVERY_DAY, FAMILIES[2])
    too_full = []
    for face, other, when, family in [worst, *dice.sample(every, 24)]:
        layout = arrange(called(face, when=when, family=family, stand_in=other, duo=other))
        (kind, used, there_is), *_ = pdf.box_heights(pdf.lay_out(pdf.markup(layout)))
        assert kind == "call"
        if used > there_is + 0.1 or used > layout.call.height + 0.1:
            too_full.append((face, other, when, family, used))
    assert too_full == []


def test_a_hostile_box_never_stops_the_card() -> None:
    one = called(ONE_WORD, when=EVERY_DAY, family=FAMILIES[2], stand_in=LONG, duo=ONE_WORD)

    assert fit.overflows(one) == []
    assert len(pdf.render(one)) > 1000


def test_an_ordinary_box_is_whole_and_wide() -> None:
    box = box_of(called())

    assert (box.family_line, box.face.name, box.is_close) == ("Van Samira en Peter", "Sanne Verbeek", False)


def test_a_family_of_twelve_is_named_whole_with_less_white() -> None:
    box = box_of(called(family=TWELVE))

    assert box.family_line == f"Van {rules.join(TWELVE)}"
    assert box.is_close


def test_a_name_of_eighty_signs_stays_whole_while_there_is_room() -> None:
    alone = card(contacts=Contacts(face=Contact(LONG, "06 12 34 56 78")))

    assert box_of(alone).face.name == LONG


def test_long_names_of_professionals_give_way_before_the_names_of_the_family() -> None:
    box = box_of(called("Maximiliaan-Alexander van Heemskerck-Opperdoes", when=EVERY_DAY, family=TWELVE))

    assert (box.face.name, box.family_line) == ("Maximiliaan-Alexander H.", f"Van {rules.join(TWELVE)}")
    assert box.face.when == "Maandag. Dinsdag. Woensdag. Donderdag. Vrijdag. Zaterdag. Zondag."


def test_a_family_that_is_too_large_is_named_by_the_first_few() -> None:
    box = box_of(called(family=tuple(f"Voornaam-nummer-{number}" for number in range(30))))

    assert box.family_line.startswith("Van Voornaam-nummer-0, Voornaam-nummer-1, ")
    assert box.family_line.endswith(" en anderen")
    assert box.height <= paper.room(1)


def test_numbers_to_call_are_never_touched() -> None:
    box = box_of(called(ONE_WORD, when=EVERY_DAY, family=FAMILIES[2], stand_in=ONE_WORD, duo=ONE_WORD))

    assert [box.face.phone, *(line.detail for line in box.lines)] == [
        "06 12 34 56 78",
        "06 34 56 78 90",
        "06 23 45 67 89",
        "0800-2000",
    ]


def test_what_is_cut_off_stands_on_the_lines_it_may_take() -> None:
    look, width = paper.style(".kaart-small"), 60.0

    short = letters.cut("Bel maar. " * 40, look, width, at_most=2)

    assert (short[-1], letters.lines_of(short, look, width)) == ("…", 2)
