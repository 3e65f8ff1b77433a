"""How many lines a text takes, counted with the letter widths of the fonts that the PDF embeds.

Letters of Arabic change with their neighbours, so HarfBuzz shapes its words, as Pango does for the PDF.

A line is taken a little narrower (CAUTION) than it is, so that the count is never too hopeful; tests lay the same text
out with WeasyPrint and compare (docs/adr/0030). Lengths are millimetres, letter sizes points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from accounts import fonts
from veiligheidskaart.paper import Style

POINT = 25.4 / 72
CAUTION = 0.995
REGULAR, BOLD = 400, 700
CUT = "…"
HIGHEST = 0x2E00
"""Beyond it there are no letters of our languages, only pictures and signs."""
INVISIBLE = {0x200C, 0x200D, 0x200E, 0x200F, 0x2066, 0x2067, 0x2068, 0x2069}
"""Joiners and marks of direction: they take no room."""
ARABIC = re.compile(r"([\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+)")

Runs = tuple[tuple[str, bool], ...]
"""Texts one after the other on the same line, each with whether it is bold."""


def height_of(text: str | Runs, style: Style, width: float) -> float:
    """Return the height of the lines that `text` takes in `width`, without the edges of its element.

    Arabic stands lower on the line than the font in which the line begins: its lines become higher.
    """
    words = text if isinstance(text, str) else "".join(part for part, _ in text)
    more = _lower() * style.size * POINT if ARABIC.search(words) else 0.0
    return lines_of(text, style, width) * (line_of(style) + more)


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
    """Return the signs in `text` that the fonts of the card do not have: a script of no language, or a picture."""
    known = _font(REGULAR).keys() | _font(REGULAR, fonts.ARABIC).keys() | INVISIBLE
    return "".join(sorted({sign for sign in text if not sign.isspace() and ord(sign) not in known}))


@lru_cache(maxsize=4096)
def _lines(runs: Runs, width: float) -> int:
    """Count the lines that the runs take, one after the other, in `width` em: as many words on a line as fit."""
    lines, used = 1, 0.0
    for text, is_bold in runs:
        weight = BOLD if is_bold else REGULAR
        white = _white(weight, is_arabic=bool(ARABIC.search(text)))
        for word in _words(text):
            space = white if used and not word.glued else 0.0
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


@cache
def _white(weight: int, *, is_arabic: bool) -> float:
    """Return the width of a space: the one of Arabic is wider, and stands between all words of such a text."""
    return _shaped(" ", weight) if is_arabic else _plain(" ", weight)


@lru_cache(maxsize=8192)
def _width(text: str, weight: int) -> float:
    if ARABIC.search(text):
        return sum(_shaped(part, weight) if ARABIC.match(part) else _plain(part, weight) for part in _parts(text))
    return _plain(text, weight)


def _plain(text: str, weight: int) -> float:
    widths = _font(weight)
    return sum(0.0 if ord(sign) in INVISIBLE else widths.get(ord(sign), 1.0) for sign in text)


def _parts(text: str) -> list[str]:
    """Split a text where Arabic begins or ends."""
    return [part for part in ARABIC.split(text) if part]


def _shaped(text: str, weight: int) -> float:
    """Return the width of Arabic in em."""
    import uharfbuzz

    font = _arabic(weight)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": False})  # as the style of the paper asks
    return float(sum(place.x_advance for place in buffer.glyph_positions)) / font.face.upem


@cache
def _arabic(weight: int) -> Any:
    import uharfbuzz

    name = fonts.ARABIC_BOLD if weight == BOLD else fonts.ARABIC
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(fonts.path_of(name)))))


@cache
def _lower() -> float:
    """Return how much lower, in em, the middle of the letters of Arabic is."""
    from fontTools.ttLib import TTFont

    middles = []
    for name in (fonts.LATIN, fonts.ARABIC):
        with TTFont(fonts.path_of(name), lazy=True) as font:
            middles.append((font["hhea"].ascent + font["hhea"].descent) / 2 / font["head"].unitsPerEm)
    return abs(middles[0] - middles[1])


@cache
def _font(weight: int, *names: str) -> dict[int, float]:
    """Return the width of each sign in em, from the font files themselves: the first that has it draws it."""
    from fontTools.ttLib import TTFont

    found: dict[int, float] = {}
    for name in names or (fonts.LATIN, fonts.ETHIOPIC):
        with TTFont(fonts.path_of(name), lazy=True) as font:
            glyphs: Any = font.getGlyphSet(location={"wght": weight} if "fvar" in font else None)
            units = font["head"].unitsPerEm
            for sign, glyph in font.getBestCmap().items():
                if sign < HIGHEST and sign not in found:
                    found[sign] = glyphs[glyph].width / units
    return found
