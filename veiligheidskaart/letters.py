"""How many lines a text takes, counted with the letter widths of the font that the PDF embeds.

A line is taken a little narrower (CAUTION) than it is, so that the count is never too hopeful; tests lay the same text
out with WeasyPrint and compare (docs/adr/0030). Lengths are millimetres, letter sizes points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from accounts.press import font_folder
from veiligheidskaart.paper import Style

POINT = 25.4 / 72
CAUTION = 0.995
REGULAR, BOLD = 400, 700
CUT = "…"

Runs = tuple[tuple[str, bool], ...]
"""Texts one after the other on the same line, each with whether it is bold."""


def height_of(text: str | Runs, style: Style, width: float) -> float:
    """Return the height of the lines that `text` takes in `width`, without the edges of its element."""
    return lines_of(text, style, width) * line_of(style)


def line_of(style: Style) -> float:
    """Return the height of one line."""
    return style.size * style.line_height * POINT


def lines_of(text: str | Runs, style: Style, width: float) -> int:
    """Count the lines that `text` takes in `width`. No text takes one line."""
    runs = ((text, style.is_bold),) if isinstance(text, str) else text
    return _lines(runs, width / (style.size * POINT) * CAUTION)


def cut(text: str, style: Style, width: float, *, at_most: int = 1) -> str:
    """Return as much of `text` as stands on `at_most` lines, with "…" where it stops."""
    if lines_of(text, style, width) <= at_most:
        return text
    for length in range(len(text) - 1, 0, -1):
        shorter = text[:length].rstrip(" ,.") + CUT
        if lines_of(shorter, style, width) <= at_most:
            return shorter
    return CUT


def strange_signs(text: str) -> str:
    """Return the signs in `text` that the font of the card does not have: another script, or a picture."""
    widths = _font(REGULAR)
    return "".join(sorted({sign for sign in text if not sign.isspace() and ord(sign) not in widths}))


@lru_cache(maxsize=4096)
def _lines(runs: Runs, width: float) -> int:
    """Count the lines that the runs take, one after the other, in `width` em: as many words on a line as fit."""
    lines, used = 1, 0.0
    for text, is_bold in runs:
        weight = BOLD if is_bold else REGULAR
        for word in _words(text):
            space = _width(" ", weight) if used and not word.glued else 0.0
            length = _width(word.text, weight)
            if used + space + length <= width:
                used += space + length
                continue
            lines += 1 if used else 0
            broken, used = _broken(word.text, weight, width)
            lines += broken
    return lines


def _broken(word: str, weight: int, width: float) -> tuple[int, float]:
    """Return how often a word alone on its line is broken, letter by letter, and the width of its last part."""
    breaks, used = 0, 0.0
    for sign in word:
        own = _width(sign, weight)
        if used + own > width and used:
            breaks, used = breaks + 1, 0.0
        used += own
    return breaks, used


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
