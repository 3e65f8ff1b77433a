"""Does the text fit on the paper? Counted with the letter widths of the font that the PDF embeds.

The same sizes as static/css/kaart/kaart.css. A line is taken a little narrower (CAUTION) than it is, so that the count
is never too hopeful; tests lay the same text out with WeasyPrint and compare (docs/adr/0030).
Lengths are millimetres, letter sizes points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from pathlib import Path
from typing import Any

from veiligheidskaart.choices import Block
from veiligheidskaart.content import Card, Voice
from veiligheidskaart.layout import Cell, Layout, arrange

POINT = 25.4 / 72
WIDTH = 85.0
"""Of the text in a box: 105 mm less 9 mm to the fold and 11 mm to the edge."""
ROOM = {1: 128.5, 2: 128.5, 3: 129.5, 4: 129.5}
"""Height for text in each box."""
FOOT = 20.5
"""Kept free at the bottom of box 4 for number, reader, date and, in a demonstration, that it is one."""
FOOT_LOOK_BACK = 18.0
CAUTION = 0.995
REGULAR, BOLD = 400, 700


@dataclass(frozen=True)
class Overflow:
    """A box that is too full: by how many lines of its main text, and which blocks stand in it."""

    blocks: tuple[Block, ...]
    kind: str
    lines: int

    @property
    def sentence(self) -> str:
        return "Past niet: 1 regel te veel" if self.lines == 1 else f"Past niet: {self.lines} regels te veel"


def overflows(card: Card) -> list[Overflow]:
    """Return the boxes of the card of one reader that are too full."""
    return list(_overflows(arrange(card)))


def strange_signs(text: str) -> str:
    """Return the signs in `text` that the font of the card does not have: another script, or a picture."""
    widths = _font(REGULAR)
    return "".join(sorted({sign for sign in text if not sign.isspace() and ord(sign) not in widths}))


def heights(layout: Layout) -> dict[tuple[int, int], float]:
    """Return the height that the text of each box takes, by sheet and place. Box (1, 1) is for calling."""
    return {(1, 1): _call(layout), **{(cell.sheet, cell.place): _height(cell) for cell in layout.cells}}


def room(layout: Layout, sheet: int, place: int) -> float:
    """Return the height that there is for text in a box."""
    if (sheet, place) != (1, 4):
        return ROOM[place]
    return ROOM[4] - FOOT - (FOOT_LOOK_BACK if layout.look_back_in_foot else 0)


def _overflows(layout: Layout) -> Iterator[Overflow]:
    boxes = {(cell.sheet, cell.place): cell for cell in layout.cells}
    for (sheet, place), height in heights(layout).items():
        cell = boxes.get((sheet, place))
        over = height - room(layout, sheet, place)
        if over > 0:
            line = (13 * 1.38 if cell is not None and cell.kind in {"voices", "views"} else 12.5 * 1.36) * POINT
            yield Overflow(cell.blocks if cell else (Block.CALL,), cell.kind if cell else "call", ceil(over / line))


def _height(cell: Cell) -> float:
    return {
        "voices": _voices,
        "agreements": _agreements,
        "steps": _steps,
        "network": _network,
        "views": _views,
        "write": lambda cell: 0.0,
    }[cell.kind](cell)


def _call(layout: Layout) -> float:
    face = layout.card.contacts.face
    height = (
        _text("Onze veiligheidskaart", 19, 1.25, weight=BOLD)
        + 6
        + _text(layout.family_line, 12, 1.4)
        + _h2("Wie bellen wij?")
    )
    inside = WIDTH - 10
    height += 8 + _text("Ons vaste contact", 11, 1.35, inside) + 0.5 + _text(face.name, 16, 1.2, inside, BOLD)
    height += 22 * 1.25 * POINT + (_text(face.when, 11, 1.35, inside) if face.when else 0)
    height += 4 + sum(4.3 + _text(line.title, 12, 1.3, WIDTH - 36) for line in layout.call_lines)
    return height + 4.5 + 5.2 + 17 * 1.4 * POINT


def _voices(cell: Cell) -> float:
    height = 0.0
    for index, part in enumerate(cell.parts):
        height += _h2(part.title) + (4.5 if index else 0)
        height += _quotes(part.block.voices)
        if part.block.seen:
            height += 3.5 + 2.5 + 0.3 + _mixed([(part.seen_lead, BOLD), (part.block.seen, REGULAR)], 12, 1.4, WIDTH)
    return height


def _views(cell: Cell) -> float:
    return _h2("Niet iedereen ziet het zo") + _quotes(cell.voices)


def _quotes(voices: Iterable[Voice]) -> float:
    """The space under the last one falls together with the space above what follows."""
    heights = [
        _text(f"“{voice.text}”", 13, 1.38, WIDTH - 4.5) + 2.4 + _text(voice.by, 11, 1.3, WIDTH - 4.5)
        for voice in voices
    ]
    return sum(heights) - (2.4 if heights else 0)


def _agreements(cell: Cell) -> float:
    height = _h2("Dit spreken wij af")
    for item in cell.items:
        own = _text(item.title, 12.5, 1.36, WIDTH - 14, BOLD)
        own += 0.4 + _text(item.detail, 11.5, 1.35, WIDTH - 14) if item.detail else 0
        height += max(own, 9.5) + 3.2
    if cell.look_back_text:
        line = [("Wij kijken samen terug op", REGULAR), (f"{cell.look_back_text}.", BOLD)]
        height += 1 + 5.2 + _mixed(line, 12, 1.35, WIDTH - 8)
    return height


def _steps(cell: Cell) -> float:
    height = _h2("Als het spannend wordt")
    for step in cell.steps:
        height += 9.8 + _mixed([(step.title, BOLD), (step.text, REGULAR)], 12.5, 1.36, WIDTH - 18.8)
    return height - 3


def _network(cell: Cell) -> float:
    height = _h2("Wie denkt mee?")
    for item in cell.items:
        height += 5.5 + _text(item.title, 12, 1.3, weight=BOLD) + (_text(item.detail, 12, 1.3) if item.detail else 0)
    return height


def _h2(text: str) -> float:
    return _text(text, 14.5, 1.3, weight=BOLD) + 2.6


# --- Lines -----------------------------------------------------------------------------------------
def _text(text: str, size: float, line_height: float, width: float = WIDTH, weight: int = REGULAR) -> float:
    return _mixed([(text, weight)], size, line_height, width)


def _mixed(runs: list[tuple[str, int]], size: float, line_height: float, width: float) -> float:
    return _lines(tuple(runs), width / (size * POINT) * CAUTION) * size * line_height * POINT


@lru_cache(maxsize=4096)
def _lines(runs: tuple[tuple[str, int], ...], width: float) -> int:
    """Count the lines that the runs take, one after the other, in `width` em: as many words on a line as fit."""
    lines, used = 1, 0.0
    for text, weight in runs:
        for word in _words(text):
            space = _width(" ", weight) if used and not word.glued else 0.0
            length = _width(word.text, weight)
            if used + space + length <= width:
                used += space + length
                continue
            lines += 1 if used else 0
            full = int(length // width)
            lines += full
            used = length - full * width
    return lines


@dataclass(frozen=True)
class _Word:
    text: str
    glued: bool
    """It follows the one before without a space: the second half of a word with a hyphen."""


def _words(text: str) -> Iterator[_Word]:
    for word in text.split():
        for index, piece in enumerate(re.findall(r"[^-–/]+[-–/]*|[-–/]+", word)):
            yield _Word(piece, glued=index > 0)


def _width(text: str, weight: int) -> float:
    widths = _font(weight)
    return sum(widths.get(ord(sign), 1.0) for sign in text)


@cache
def _font(weight: int) -> dict[int, float]:
    """Return the width of each sign in em, from the font file itself."""
    from fontTools.ttLib import TTFont

    with TTFont(font_folder() / "NotoSans[wdth,wght].ttf", lazy=True) as font:
        glyphs: Any = font.getGlyphSet(location={"wght": weight})
        units = font["head"].unitsPerEm
        signs = {sign: name for sign, name in font.getBestCmap().items() if sign < 0x2200}
        return {sign: glyphs[name].width / units for sign, name in signs.items()}


def font_folder() -> Path:
    """Return where the package with the font keeps its files."""
    import fontpkg_noto_sans

    return Path(fontpkg_noto_sans.__file__).parent / "files"
