"""The longest text that may be typed in every place of a card: in Dutch it is stopped, in a translation it goes on.

Whatever happens, no word falls from the paper: what was laid out is compared with the text, and read back.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests import read_back
from tests.veiligheidskaart.cards import card
from veiligheidskaart import fit, flow, pdf, rules, whole
from veiligheidskaart.choices import Block
from veiligheidskaart.content import Card, Item, Items, Reader, Steps, Translation, Voice, Voices
from veiligheidskaart.forms.languages import LONGEST
from veiligheidskaart.layout import arrange
from veiligheidskaart.translating import key_of, typed_texts

WORDS = {
    "nl": "wij gaan samen naar buiten als het spannend wordt en dan bellen we oma Ria want die heeft altijd thee",
    "ar": "نذهب معا إلى البيت عندما يبدأ الشجار ثم نتصل بالجدة ونشرب الشاي بهدوء لا أحد يصرخ",
    "ti": "ባእሲ ምስ ዝጅምር ናብ ገዛ ንኸይድ ድሕሪኡ ንዓባይና ንድውል ብህድኣት ሻሂ ንሰቲ",
    "tr": "ortam gerginleşince birlikte dışarı çıkıyoruz ve çağırdığımız büyükanne bize çay yapıyor",
    "pl": "kiedy robi się nerwowo wychodzimy razem na dwór i dzwonimy do babci która zawsze ma herbatę",
    "uk": "коли стає напружено ми разом виходимо надвір і телефонуємо бабусі в якої завжди є чай",
    "en": "when it gets tense we go outside together and then we call grandma who always has tea",
}
AGREEMENT_LENGTH, HELPS_LENGTH = 200, 160
"""Of the fields of a household (`cases.models`)."""


def words(length: int, number: int = 0, code: str = "nl") -> str:
    """Return a text of this length that begins with a number, so that no two are the same."""
    return (f"{number} " + f"{WORDS[code]}. " * 20)[: length - 1].rstrip() + "."


def fullest(**changed: Any) -> Card:
    """Return a card on which every place holds the longest text that may be typed there, as often as may be."""
    numbers = iter(range(1000))

    def text(length: int) -> str:
        return words(length, next(numbers))

    def voices() -> Voices:
        every = tuple(Voice("Samira en Peter", text(rules.VOICE_LENGTH)) for _ in range(rules.MAX_VOICES))
        return Voices(every, text(rules.SEEN_LENGTH), "Sanne en Marco")

    def items(many: int, title: int, detail: int, mark: str = "") -> Items:
        return Items(tuple(Item(text(title), text(detail), mark) for _ in range(many)))

    return card(
        good=voices(),
        unsafe=voices(),
        agreements=items(rules.MAX_CHOSEN, AGREEMENT_LENGTH, AGREEMENT_LENGTH),
        steps=Steps(*(text(rules.STEP_LENGTH) for _ in range(3))),
        network=items(rules.MAX_CHOSEN, 60, HELPS_LENGTH),
        must=items(rules.MAX_LINES, rules.LINE_LENGTH, rules.BY_LENGTH),
        facts=items(rules.MAX_LINES, rules.LINE_LENGTH, rules.BY_LENGTH),
        signals=voices(),
        help=items(rules.MAX_LINES, rules.LINE_LENGTH, rules.BY_LENGTH, "not_yet"),
        opinions=items(6, 60, rules.VIEW_LENGTH, "disagree"),
        views=tuple(Voice(name, text(rules.VIEW_LENGTH)) for name in ("Samira", "Peter", "Noor")),
        **changed,
    )


def in_language(plain: Card, code: str, share: float = 1.0) -> Card:
    """Return the card for somebody who reads this language: every text translated, `share` times as long."""
    translations = tuple(
        Translation(code, key_of(text), words(min(max(int(len(text) * share), 12), LONGEST), 2000 + n, code))
        for n, (_, text) in enumerate(typed_texts(plain))
    )
    return replace(plain, reader=Reader("a", "Samira", code), language=code, translations=translations)


def typed_words(value: Any) -> set[str]:
    """Return the words of all texts of a card, as it is said."""
    if isinstance(value, str):
        return read_back.words_of(read_back.plain(value))
    parts = value if isinstance(value, tuple) else ()
    if is_dataclass(value):
        parts = tuple(getattr(value, each.name) for each in fields(value) if each.name not in {"key", "mark"})
    return {word for part in parts for word in typed_words(part)}


def pages_of(one: Card, **options: Any) -> tuple[Any, Any]:
    layout = flow.lay_out(one, **options)
    return layout, pdf.lay_out(pdf.markup(layout))


# --- Dutch: stopped before it is printed -----------------------------------------------------------
def test_in_dutch_every_box_that_is_too_full_is_said() -> None:
    told = {block for over in fit.overflows(fullest()) for block in over.blocks}

    assert told >= {Block.GOOD, Block.UNSAFE, Block.AGREEMENTS, Block.NETWORK, Block.SIGNALS, Block.MUST, Block.FACTS}


def test_in_dutch_a_card_that_is_too_full_is_not_published() -> None:
    with pytest.raises(pdf.DoesNotFit):
        pdf.render(fullest())


def test_what_falls_off_the_last_sheet_in_silence_is_missed() -> None:
    """WeasyPrint drops it: no page more, no box that is too high."""
    long = card(help=Items(tuple(Item(words(100, n), words(100, 50 + n)) for n in range(30))))
    layout = arrange(long)

    document = pdf.lay_out(pdf.markup(layout))

    assert whole.missing(layout, document) != []
    assert not pdf.is_whole(layout, document)


@pytest.mark.parametrize("kind", ["voices", "agreements", "steps", "network", "views", "must", "help", "opinions"])
def test_a_box_that_is_not_printed_is_missed(kind: str) -> None:
    one = card(
        views=(Voice("Peter", "Ik zie het anders."),),
        must=Items((Item("Papa komt niet thuis.", "de rechter"),)),
        help=Items((Item("Hulp bij geld", "de gemeente"),)),
        opinions=Items((Item("Noor", "Ik vind het goed.", "agree"),)),
    )
    layout = arrange(one)
    without = replace(layout, cells=tuple(cell for cell in layout.cells if cell.kind != kind))

    assert whole.missing(layout, pdf.lay_out(pdf.markup(layout))) == []
    assert whole.missing(layout, pdf.lay_out(pdf.markup(without))) != []


# --- A translation goes on -------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("code", ["ar", "ti", "tr", "pl", "uk", "en"])
def test_the_longest_translation_of_everything_is_printed_whole(code: str, tmp_path: Path) -> None:
    one = in_language(fullest(), code)

    read = read_back.words_of(read_back.text_of(pdf.render(one), tmp_path))

    said = {word for each in one.translations for word in typed_words(each.text)}
    assert (fit.overflows(one), said - read) == ([], set())


@pytest.mark.slow
@pytest.mark.parametrize("code", ["ar", "ti"])
def test_a_translation_of_the_longest_length_goes_on_as_it_was_counted(code: str) -> None:
    for share in (0.5, 1.2, 2.0):
        layout, document = pages_of(in_language(fullest(), code, share))

        assert pdf.is_whole(layout, document), share


def test_a_translation_that_fits_stands_where_the_dutch_stands() -> None:
    dutch = card()
    arabic = in_language(dutch, "ar")

    assert [(cell.kind, cell.sheet, cell.place) for cell in flow.lay_out(arabic).cells] == [
        (cell.kind, cell.sheet, cell.place) for cell in arrange(dutch).cells
    ]


def test_what_goes_on_says_so_and_counts_on() -> None:
    six = Items(tuple(Item(f"Afspraak {n}.", f"Uitleg {n}.") for n in range(6)))
    arabic = in_language(card(agreements=six), "ar", share=12)

    layout = flow.lay_out(arabic)
    boxes = [cell for cell in layout.cells if cell.kind == "agreements"]

    assert [cell.sheet for cell in boxes][:2] == [1, 3]
    assert [cell.goes_on for cell in boxes] == [True, *(False for _ in boxes[1:])]
    assert [cell.count_from for cell in boxes] == [
        sum(len(each.items) for each in boxes[:n]) for n in range(len(boxes))
    ]
    assert [item for cell in boxes for item in cell.items] == list(layout.card.agreements.items)
    assert bool(boxes[0].look_back_text)
    assert not any(cell.look_back_text for cell in boxes[1:])


def test_pieces_of_a_box_together_are_the_box() -> None:
    for cell in arrange(fullest()).cells:
        if pieces := flow.pieces_of(cell):
            assert flow.joined(pieces) == cell


# --- Names and signs -------------------------------------------------------------------------------
FIRST = ("سميرة", "Nguye\u0302\u0303n", "ሰላም", "Zoe\u0308", "Łucja")
BETWEEN = ("van", "ابن", "de")


@pytest.mark.parametrize("code", ["nl", "ar", "ti"])
def test_sixty_people_with_names_in_two_directions_and_marks(code: str, tmp_path: Path) -> None:
    names = tuple(f"{FIRST[n % 5]} {BETWEEN[n % 3]} {n}" for n in range(60))
    opinions = Items(tuple(Item(name, f"Ik ben {name}.", "agree") for name in names[:6]))
    one = card(
        family=names, good=Voices((Voice(f"{names[0]} en {names[1]}", "Ça va, u\u0308ber."),)), opinions=opinions
    )
    one = replace(one, language=code, reader=Reader("a", names[0], code))

    read = read_back.words_of(read_back.text_of(pdf.render(one), tmp_path))

    said = {word for name in names[:6] for word in typed_words(name)} | typed_words("Ça va, u\u0308ber.")
    assert said - read == set()
