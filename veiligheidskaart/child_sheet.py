"""The own card of a child: one sheet of A4 that is not folded. Pure: the text of a card in, what is drawn out.

The helping hand is a picture of ours in which each finger carries one name; its measures are units of its own drawing.
Lengths are millimetres. The measures of the sheet are those of kaart.css (`paper`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from veiligheidskaart import rules
from veiligheidskaart.content import Card, Child
from veiligheidskaart.letters import Runs, height_of, line_of
from veiligheidskaart.paper import Style, style

PAGE = 297.0
FINGERS = ((52, 158), (122, 78), (202, 62), (280, 80), (368, 190))
"""Middle of the tip of each finger in the picture, from the thumb on."""
FINGER_WIDTH = 64
LETTERS, LEAST_LETTERS = 17.5, 14.0
LETTER_SHARE = 0.6
"""Width of a bold letter, as a part of its size: a careful mean."""
LINES_ON_A_FINGER = 3
NOT_MY_FAULT = "Het is niet mijn schuld."
TITLES = ("Dit is fijn", "Dit vind ik niet fijn")


@dataclass(frozen=True)
class FingerLine:
    """One line of a name on a finger."""

    text: str
    x: int
    y: float
    size: float


@dataclass(frozen=True)
class ChildSheet:
    """What stands on the sheet of one child."""

    child: Child
    face: str
    phone: str

    @property
    def fingers(self) -> list[FingerLine]:
        """The names on the fingers, line by line."""
        return [line for name, (x, y) in zip(self.child.hand, FINGERS, strict=False) for line in _on_finger(name, x, y)]

    @property
    def hand_text(self) -> str:
        """The picture in words."""
        return f"Een hand. Op elke vinger staat iemand bij wie ik terecht kan: {rules.join(self.child.hand)}."

    @property
    def to_whom(self) -> str:
        return f"Ik mag altijd naar {rules.join(self.child.hand)}." if self.child.hand else ""

    @property
    def steps(self) -> list[tuple[int, str, str]]:
        """Number, colour and text of the steps that are filled in; the last one is always 112."""
        texts = [text for text in self.child.steps if text]
        return [(number, "abc"[number - 1], text) for number, text in enumerate(texts, 1)]


def sheet_of(card: Card) -> ChildSheet | None:
    """Return the sheet of a child's own card, None for the card of a family."""
    if card.child is None:
        return None
    return ChildSheet(card.child, card.contacts.face.name.split(" ", 1)[0], card.contacts.face.phone)


def lines_too_many(sheet: ChildSheet, foot: str) -> int:
    """Return by how many lines of its text the sheet is too full, 0 when it fits. `foot` stands under it."""
    over = _height(sheet, foot) - PAGE
    return max(ceil(over / line_of(style(".kaart-kid"))), 0)


def _height(sheet: ChildSheet, foot: str) -> float:
    page = style(".kaart-kid")
    inner = page.width - page.beside
    return page.above + sum(_parts(sheet, foot, inner)) + page.below


def _parts(sheet: ChildSheet, foot: str, width: float) -> Iterator[float]:
    child = sheet.child
    yield _block(f"Deze kaart is van {child.name}", ".kaart-kid__who", width)
    yield _block("Mijn kaart", ".kaart-kid__title", width)
    beside = style(".kaart-kid__beside")
    words = _block(sheet.to_whom, ".kaart-kid__big", beside.width) if sheet.to_whom else 0
    words += _block("Ik mag vertellen wat er thuis gebeurt. Dat is geen klikken.", ".kaart-kid__p", beside.width)
    words += _block(((f"{sheet.face} bellen of appen: ", False), (sheet.phone, True)), ".kaart-kid__tel", beside.width)
    hand = style(".kaart-hand")
    yield max(hand.height if child.hand else 0, words)
    box = style(".kaart-kid__box")
    texts = [
        _block(title, ".kaart-kid__h", box.width - box.beside) + height_of(f"“{text}”", box, box.width - box.beside)
        for title, text in zip(TITLES, (child.nice, child.not_nice), strict=True)
        if text
    ]
    if texts:
        row = style(".kaart-kid__row")
        yield row.margin.top + max(max(texts) + box.above + box.below, box.min_height)
    if sheet.steps:
        yield _block("Als het spannend is", ".kaart-kid__next", width)
        yield sum(_block(text, ".kaart-step", width, ".kaart-kid__step") for _, _, text in sheet.steps)
    end = style(".kaart-kid__end")
    inner = width - end.beside
    own = _block(NOT_MY_FAULT, ".kaart-kid__fault", inner)
    own += _block("Gevaar? Bel 112. Praten? Kindertelefoon 0800-0432. Gratis, elke dag.", ".kaart-kid__help", inner)
    yield end.margin.top + end.above + own + end.below
    yield _block(foot, ".kaart-kid__foot", width)


def _block(text: str | Runs, selector: str, width: float, *more: str) -> float:
    """Return the height of one element with its margins."""
    look: Style = style(selector, *more)
    room = width - look.beside
    height = max(look.above + height_of(text, look, room) + look.below, look.min_height)
    return look.margin.top + height + look.margin.bottom


def _on_finger(name: str, x: int, y: int) -> list[FingerLine]:
    """Break a name over the width of a finger, in smaller letters when it is long."""
    size = LETTERS
    while size > LEAST_LETTERS and len(_broken(name, size)) > LINES_ON_A_FINGER - 1:
        size -= 0.5
    lines = _broken(name, size)
    return [FingerLine(line, x, round(y + number * size * 1.15, 1), size) for number, line in enumerate(lines)]


def _broken(name: str, size: float) -> list[str]:
    most = int(FINGER_WIDTH / (size * LETTER_SHARE))
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
            continue
        pieces = [word[at : at + most] for at in range(0, len(word), most)]
        lines += [f"{piece}-" for piece in pieces[:-1]] + pieces[-1:]
    return lines
