"""Which block stands in which box of the paper. Pure: the text of a card in, boxes out.

The blocks that this reader gets move up in card order, so that a hidden block leaves no gap. What is left over becomes
lines to write on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.html import format_html

from veiligheidskaart.calling import CallBox, box_of
from veiligheidskaart.child_sheet import ChildSheet, sheet_of
from veiligheidskaart.choices import Block
from veiligheidskaart.codes import PrintCodes, grouped, place
from veiligheidskaart.content import Card, Item, Voice, Voices
from veiligheidskaart.isolated import Isolated, bdi
from veiligheidskaart.languages import DUTCH, catalogue, direction_of, long_day, say, say_of, short_day
from veiligheidskaart.qr import Drawing, draw
from veiligheidskaart.translating import spoken

INSIDE, OUTSIDE = (2, 3, 4), (1, 3)
"""Boxes of sheet 1 and 2 that blocks may fill; the first box is for calling, the back has lines and the front."""
FOLLOW_UP = (1, 2, 3, 4)
"""Boxes of a follow-up sheet: it is there when one of its blocks is used, or when a translation goes on there."""
FOLLOW_UP_SHEET = 3
"""The first of them."""


@dataclass(frozen=True)
class Step:
    """One step of block 5. `tone` is a, b or c; the number says the same without colour."""

    number: int
    tone: str
    title: str
    text: str


@dataclass(frozen=True)
class VoicesPart:
    """Block 2 or 3 as it is printed. `seen_lead` opens the professional text: "Sanne en Marco zien"."""

    title: str
    block: Voices
    seen_lead: str


@dataclass(frozen=True)
class Cell:
    """One box. `kind` names its template and its colour."""

    kind: str
    sheet: int = 1
    place: int = 0
    blocks: tuple[Block, ...] = ()
    parts: tuple[VoicesPart, ...] = ()
    items: tuple[Item, ...] = ()
    facts: tuple[Item, ...] = ()
    steps: tuple[Step, ...] = ()
    voices: tuple[Voice, ...] = ()
    look_back_text: str = ""
    language: str = DUTCH
    count_from: int = 0
    """How many numbered lines stand in the boxes before this one."""
    goes_on: bool = False
    """Its text goes on, on a follow-up sheet."""

    @property
    def template(self) -> str:
        return f"veiligheidskaart/card/{self.kind}.html"


@dataclass(frozen=True)
class Layout:
    """A card, laid out on its sheets. `is_tight` asks for the smaller letters of kaart.css."""

    card: Card
    cells: tuple[Cell, ...]
    call: CallBox
    is_tight: bool = False
    child: ChildSheet | None = None
    """The own card of a child: one sheet instead of all others."""
    codes: PrintCodes | None = None

    @property
    def inside(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.sheet == 1]

    @property
    def outside(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.sheet == 2]

    @property
    def follow_ups(self) -> list[list[Cell]]:
        """The boxes of each follow-up sheet."""
        every = [cell for cell in self.cells if cell.sheet >= FOLLOW_UP_SHEET]
        return [every[at : at + len(FOLLOW_UP)] for at in range(0, len(every), len(FOLLOW_UP))]

    @property
    def sheet_count(self) -> int:
        if self.child is not None:
            return 1
        return FOLLOW_UP_SHEET - 1 + len(self.follow_ups)

    @property
    def look_back_text(self) -> str:
        return _bold_day(self.card)

    @property
    def language(self) -> str:
        return self.card.language

    @property
    def direction(self) -> str:
        """Of the sheets: "ltr" or "rtl"."""
        return direction_of(self.card.language)

    @property
    def look_back_in_foot(self) -> bool:
        return bool(self.look_back_text) and not any(cell.look_back_text for cell in self.cells)

    @property
    def valid_text(self) -> str:
        """Until when this print is good: "Geldig tot 1 december 2026"."""
        day = self.card.look_back_on
        return say(self.language, "Geldig tot {day}", day=short_day(day, self.language)) if day else ""

    @property
    def check_text(self) -> str:
        """What somebody does to see whether a print is genuine."""
        return say(self.language, "Echt? Scan dit, of typ op {address}:", address=place(settings.SITE_URL))

    @property
    def typed_text(self) -> str:
        """The code to type, in groups. Empty on a screen: a code belongs to a print."""
        return bdi(grouped(self.codes.typed), self.direction) if self.codes else ""

    @cached_property
    def qr(self) -> Drawing | None:
        """The code for the camera."""
        return draw(self.codes.address) if self.codes else None

    @property
    def number_text(self) -> str:
        """Reader, version and date: "Kaart 3 voor Samira, 3 november 2026"."""
        card = self.card
        day = short_day(card.finalised_on, self.language) if card.finalised_on else say(self.language, "concept")
        if card.reader is None:
            return say(self.language, "Kaart {number}, {day}", number=card.number, day=day)
        return say(
            self.language, "Kaart {number} voor {name}, {day}", number=card.number, name=card.reader.name, day=day
        )


def arrange(card: Card, *, tight: bool = False, codes: PrintCodes | None = None) -> Layout:
    """Put the blocks of `card` in their boxes, in its language. `codes` are those of one print."""
    card = spoken(card)
    if child := sheet_of(card):
        return Layout(card=card, cells=(), is_tight=tight, call=box_of(card), codes=codes, child=child)
    filled = [
        cell
        for cell in (_voices(card), _agreements(card), _steps(card), _network(card), _views(card))
        if cell is not None
    ]
    boxes = [(1, place) for place in INSIDE] + [(2, place) for place in OUTSIDE]
    filled += [Cell("write")] * (len(boxes) - len(filled))
    cells = tuple(
        Cell(**{**vars(cell), "sheet": sheet, "place": place, "language": card.language})
        for cell, (sheet, place) in zip(filled, boxes, strict=True)
    )
    return Layout(card=card, cells=cells + _follow_up(card), is_tight=tight, call=box_of(card), codes=codes)


def _follow_up(card: Card) -> tuple[Cell, ...]:
    """The blocks of the follow-up sheet in its boxes, the rest of the boxes empty; nothing when no block is used."""
    signals = (
        (VoicesPart(say(card.language, Block.SIGNALS.label), card.signals, seen_lead(card.signals, card.language)),)
        if card.signals
        else ()
    )
    must, facts = (block.items if block else () for block in (card.must, card.facts))
    filled = [Cell("must", blocks=(Block.MUST, Block.FACTS), items=must, facts=facts)] if must or facts else []
    if signals and (signals[0].block.voices or signals[0].block.seen):
        filled.append(Cell("voices", blocks=(Block.SIGNALS,), parts=signals))
    if card.help and card.help.items:
        filled.append(Cell("help", blocks=(Block.HELP,), items=card.help.items))
    if card.opinions and card.opinions.items:
        filled.append(Cell("opinions", blocks=(Block.OPINIONS,), items=card.opinions.items))
    if not filled:
        return ()
    filled += [Cell("blank")] * (len(FOLLOW_UP) - len(filled))
    return tuple(
        Cell(**{**vars(cell), "sheet": FOLLOW_UP_SHEET, "place": place, "language": card.language})
        for cell, place in zip(filled, FOLLOW_UP, strict=True)
    )


def _bold_day(card: Card) -> Isolated:
    day = long_day(card.look_back_on, card.language)
    return Isolated(day, format_html("<b>{}</b>", day))


def seen_lead(block: Voices, language: str = DUTCH) -> Isolated:
    """Return how the professional text begins: "Sanne ziet", with a colon before a new sentence."""
    joint = catalogue(language).gettext("{first} en {last}").removeprefix("{first}").removesuffix("{last}")
    lead = say_of(language, "{names} ziet", "{names} zien", 1 + (joint in block.seen_by), names=block.seen_by)
    if language == DUTCH and block.seen[:1].isupper():
        return Isolated(f"{lead}:", format_html("{}:", lead))
    return lead


def _voices(card: Card) -> Cell | None:
    parts = tuple(
        VoicesPart(say(card.language, title), block, seen_lead(block, card.language))
        for title, block in (("Dit gaat goed", card.good), ("Dit is nog niet veilig", card.unsafe))
        if block is not None and (block.voices or block.seen)
    )
    return Cell("voices", blocks=(Block.GOOD, Block.UNSAFE), parts=parts) if parts else None


def _agreements(card: Card) -> Cell | None:
    if card.agreements is None or not card.agreements.items:
        return None
    return Cell(
        "agreements",
        blocks=(Block.AGREEMENTS,),
        items=card.agreements.items,
        look_back_text=_bold_day(card),
    )


def _steps(card: Card) -> Cell | None:
    if card.steps is None:
        return None
    texts = (
        ("a", "Wij voelen spanning.", card.steps.calm),
        ("b", "Het wordt ruzie.", card.steps.quarrel),
        ("c", "Iemand is bang of krijgt klappen.", card.steps.danger),
    )
    if not any(text for _, _, text in texts):
        return None
    steps = tuple(
        Step(number, tone, say(card.language, title), text)
        for number, (tone, title, text) in enumerate(texts, 1)
        if text
    )
    return Cell("steps", blocks=(Block.STEPS,), steps=steps)


def _network(card: Card) -> Cell | None:
    if card.network is None or not card.network.items:
        return None
    return Cell("network", blocks=(Block.NETWORK,), items=card.network.items)


def _views(card: Card) -> Cell | None:
    return Cell("views", voices=card.views) if card.views else None
