"""What fit.py counts is what WeasyPrint lays out; nothing that fit.py passes is too full."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.veiligheidskaart.cards import card
from veiligheidskaart import fit, heights, letters, pdf, rules
from veiligheidskaart.choices import Block
from veiligheidskaart.content import Contact, Contacts, Item, Items, Steps, Voice, Voices
from veiligheidskaart.layout import arrange

WORDS = """
wij gaan wandelen als het spannend wordt en dan bellen we oma Ria want die woont dichtbij en heeft altijd thee
schreeuwen over geld helpt niet en de kinderen krijgen daar buikpijn van zegt Noor; Sem slaapt dan slecht
Lina ook vrijdagmiddag
afspraken-lijstje verantwoordelijkheid boodschappen samen zelfvertrouwen ik jij hij papa's mama's één idee
""".split()  # noqa: SIM905 - sentences read better than a list


def words(random_: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += random_.choice(WORDS) + " "
    return text[:length].strip()


def any_card(seed: int):  # type: ignore[no-untyped-def]
    """Return a card of random length, often close to full."""
    dice = random.Random(seed)  # noqa: S311 - texts for a test, no secret

    def voices() -> Voices:
        rows = tuple(
            Voice(dice.choice(["Samira", "Samira en Peter"]), words(dice, dice.randint(20, 160)))
            for _ in range(dice.randint(1, 2))
        )
        return Voices(rows, words(dice, dice.randint(5, 120)) if dice.random() < 0.5 else "", "Sanne en Marco")

    return card(
        good=voices(),
        unsafe=voices(),
        agreements=Items(
            tuple(
                Item(words(dice, dice.randint(15, 90)), words(dice, dice.randint(5, 80)))
                for _ in range(dice.randint(1, 5))
            )
        ),
        steps=Steps(*(words(dice, dice.randint(5, rules.STEP_LENGTH)) for _ in range(3))),
        network=Items(
            tuple(Item(words(dice, 12), words(dice, dice.randint(5, 90))) for _ in range(dice.randint(1, 8)))
        ),
        views=tuple(
            Voice("Peter", words(dice, dice.randint(20, rules.VIEW_LENGTH))) for _ in range(dice.randint(0, 2))
        ),
    )


def any_follow_up(seed: int):  # type: ignore[no-untyped-def]
    """Return a card with a follow-up sheet of random length, often close to full."""
    dice = random.Random(seed)  # noqa: S311 - texts for a test, no secret

    def items(most: int, mark: str = "") -> Items:
        rows = dice.randint(1, most)
        return Items(
            tuple(
                Item(words(dice, dice.randint(20, rules.LINE_LENGTH)), words(dice, dice.randint(5, 60)), mark)
                for _ in range(rows)
            )
        )

    return card(
        must=items(4),
        facts=items(4),
        help=items(5, "not_yet"),
        opinions=items(6, "disagree"),
        signals=Voices(tuple(Voice("Noor", words(dice, dice.randint(20, 220))) for _ in range(dice.randint(1, 5)))),
    )


PLACES = [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 3)]


@pytest.mark.slow
def test_the_count_is_never_too_hopeful_and_hardly_ever_too_careful() -> None:
    too_hopeful, too_careful, fitting = 0, 0, 0
    for seed in range(60):
        one = any_card(seed)
        layout = arrange(one)
        counted = heights.heights(layout)
        document = pdf.lay_out(pdf.markup(layout))
        boxes = pdf.box_heights(document)
        if len(document.pages) != layout.sheet_count or len(boxes) != 4 * layout.sheet_count:
            # A box at the bottom ran over the edge of the paper, onto the next sheet.
            too_hopeful += fit.overflows(one) == []
            continue
        drawn = [box for box in boxes if box[0] != "cover"]
        for place, (_, height, there_is) in zip(PLACES, drawn, strict=False):
            passes, fits = counted[place] <= heights.room_in(layout, *place), height <= there_is + 0.1
            too_hopeful += passes and not fits
            too_careful += fits and not passes
            fitting += fits
    print(f"FIGURE card_fit_too_hopeful {too_hopeful} 0")
    print(f"FIGURE card_fit_too_careful_percent {100 * too_careful / fitting:.1f} 3")
    assert fitting > 100
    assert too_hopeful == 0
    assert too_careful / fitting <= 0.03


@pytest.mark.slow
def test_the_count_of_the_follow_up_sheet_is_right() -> None:
    """What does not fit at the bottom of the last sheet is cut off by WeasyPrint: there the count is never lower."""
    for seed in range(12):
        layout = arrange(any_follow_up(seed))
        counted = heights.heights(layout)
        boxes = pdf.box_heights(pdf.lay_out(pdf.markup(layout)))
        if len(boxes) != 12:
            assert fit.overflows(layout.card)
            continue
        for place, (_, height, _) in enumerate(boxes[8:], 1):
            assert counted[3, place] >= height - 0.1
            if place in (1, 2):
                assert counted[3, place] == pytest.approx(height, abs=14)


def test_the_follow_up_sheet_is_only_there_when_it_is_used() -> None:
    used = card(help=Items((Item("Hulp bij geld", "de schuldhulp", "not_yet"),)))

    assert (arrange(card()).sheet_count, arrange(used).sheet_count) == (2, 3)
    assert [len(pdf.lay_out(pdf.markup(arrange(one))).pages) for one in (card(), used)] == [2, 3]


def test_the_longest_text_of_one_of_each_fits() -> None:
    """Every field alone may be as long as it may be typed."""
    dice = random.Random(1)  # noqa: S311 - texts for a test, no secret
    longest = card(
        good=Voices((Voice("Samira", words(dice, rules.VOICE_LENGTH)),)),
        unsafe=Voices((Voice("Samira", words(dice, rules.VOICE_LENGTH)),)),
        steps=Steps(*(words(dice, 60) for _ in range(3))),
        views=tuple(Voice(name, words(dice, rules.VIEW_LENGTH)) for name in ("Samira", "Peter", "Noor")),
    )

    assert fit.overflows(longest) == []
    assert pdf.too_full(pdf.lay_out(pdf.markup(arrange(longest)))) == []


def test_the_number_of_lines_too_many_is_said() -> None:
    five = Items(
        tuple(
            Item("Peter gaat een blokje om als hij boos wordt.", "Hij zegt: ik ga even. Noor weet dit ook.")
            for _ in range(6)
        )
    )

    (over,) = fit.overflows(card(agreements=five))

    assert (over.blocks, over.sentence) == ((Block.AGREEMENTS,), f"Past niet: {over.lines} regels te veel")
    assert 4 < over.lines < 12


def test_a_hidden_block_leaves_no_gap() -> None:
    whole, hidden = arrange(card()), arrange(card(agreements=None))

    assert [(cell.kind, cell.place) for cell in whole.inside] == [("voices", 2), ("agreements", 3), ("steps", 4)]
    assert [(cell.kind, cell.place) for cell in hidden.inside] == [("voices", 2), ("steps", 3), ("network", 4)]
    assert hidden.look_back_in_foot


@pytest.mark.parametrize(
    "hidden",
    [
        ("good",),
        ("good", "unsafe"),
        ("agreements",),
        ("steps", "network"),
        ("good", "unsafe", "agreements", "steps", "network"),
    ],
)
def test_every_reader_gets_two_sheets_that_fit(hidden: tuple[str, ...]) -> None:
    one = replace(card(), **dict.fromkeys(hidden))

    document = pdf.lay_out(pdf.markup(arrange(one)))

    assert (len(document.pages), pdf.too_full(document)) == (2, [])


def test_without_duo_and_stand_in_only_the_face_and_veilig_thuis_are_called() -> None:
    alone = card(contacts=Contacts(face=Contact("Sanne Verbeek", "06 12 34 56 78")))

    assert [(line.title, line.detail) for line in arrange(alone).call.lines] == [("Altijd: Veilig Thuis", "0800-2000")]


def test_signs_outside_the_font_are_named() -> None:
    assert letters.strange_signs("Café, İzmir, Łódź, Жанна") == ""
    assert letters.strange_signs("سلام 😀") == "😀"
