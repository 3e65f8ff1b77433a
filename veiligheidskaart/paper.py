"""The measures of the paper card, read from the style sheet that draws it: static/css/kaart/kaart.css, their one home.

Preview, PDF and the count of `fit` so use the same numbers. kaart.css is written for that: every width is written out,
and lengths are in mm, letter sizes in pt. Lengths here are millimetres, letter sizes points, line heights letter sizes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from accounts.press import static_file

CSS_FILE = "css/kaart/kaart.css"
LETTERS = ".kaart-sheet"
"""The rule from which everything on the card inherits its letters."""


class UnknownMeasure(LookupError):
    """kaart.css has no such rule, or writes a length in a unit that cannot be counted with."""


class Sides(NamedTuple):
    """Lengths on four sides; start is left in Dutch."""

    top: float = 0.0
    end: float = 0.0
    bottom: float = 0.0
    start: float = 0.0


NONE = Sides()


@dataclass(frozen=True)
class Style:
    """What the rules for one element say. `width`, `height` and `min_height` are 0 when they are not written."""

    size: float = 0.0
    line_height: float = 0.0
    is_bold: bool = False
    margin: Sides = NONE
    padding: Sides = NONE
    border: Sides = NONE
    width: float = 0.0
    height: float = 0.0
    min_height: float = 0.0

    @property
    def above(self) -> float:
        """Between the top edge and the text."""
        return self.border.top + self.padding.top

    @property
    def below(self) -> float:
        """Between the text and the bottom edge."""
        return self.padding.bottom + self.border.bottom

    @property
    def beside(self) -> float:
        """What the edges take from the width of the text."""
        return self.border.start + self.padding.start + self.padding.end + self.border.end


@cache
def style(*selectors: str, within: str = LETTERS) -> Style:
    """Return what the rules with these selectors say together, a later one over an earlier one. Raises UnknownMeasure.

    Letters are inherited from the sheet, or from the element `within` it.
    """
    found = [pair for each in (LETTERS, within) for pair in _rules()[each] if pair[0] in _INHERITED]
    for selector in selectors:
        if selector not in _rules():
            raise UnknownMeasure(f"{CSS_FILE}: {selector}")
        found += _rules()[selector]
    made = Style()
    for name, value in found:
        made = _with(made, name, value.split())
    return made


def has_rule(selector: str) -> bool:
    """Whether kaart.css says something about `selector`."""
    return selector in _rules()


@cache
def quad(place: int) -> Style:
    """Return how one of the four boxes of a sheet looks. Its edges keep text away from the folds."""
    return style(".kaart-quad", f".kaart-quad--{place}")


def room(place: int) -> float:
    """Return the height for text in a box."""
    return quad(place).height - quad(place).above - quad(place).below


def text_width() -> float:
    """Return the width for text, which is the same in every box."""
    return quad(1).width - quad(1).beside


def style_sheet() -> str:
    """Return kaart.css as it stands."""
    return static_file(CSS_FILE).read_text(encoding="utf-8")


_INHERITED = {"font-size", "line-height", "font-weight"}
_SIDES = {"margin", "padding", "border"}
_AT = {
    "top": ("top",),
    "bottom": ("bottom",),
    "inline": ("start", "end"),
    "inline-start": ("start",),
    "inline-end": ("end",),
}


@cache
def _rules() -> dict[str, list[tuple[str, str]]]:
    """Return the declarations of every selector, in the order of the file."""
    rules: dict[str, list[tuple[str, str]]] = defaultdict(list)
    text = re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.DOTALL)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        pairs = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in body.split(";"))]
        for selector in selectors.split(","):
            rules[" ".join(selector.split())] += [pair for pair in pairs if pair[1]]
    return dict(rules)


def _with(made: Style, name: str, values: list[str]) -> Style:
    kind, _, at = name.partition("-")
    if name == "font-size":
        return replace(made, size=float(values[0].removesuffix("pt")))
    if name == "line-height":
        return replace(made, line_height=float(values[0]) if values[0][-1].isdigit() else 0.0)
    if name == "font-weight":
        return replace(made, is_bold=int(values[0]) >= 600)
    if name in {"width", "height", "min-height"}:
        return replace(made, **{name.replace("-", "_"): _length(values[0])})
    if kind not in _SIDES or (at and at not in _AT):
        return made
    lengths = [_length(value) for value in (values[:1] if kind == "border" else values)]
    sides: Sides = getattr(made, kind)
    if at:
        changed = sides._replace(**dict(zip(_AT[at], [*lengths, *lengths], strict=False)))
    else:
        top, end = lengths[0], lengths[min(1, len(lengths) - 1)]
        changed = Sides(top, end, lengths[2] if len(lengths) > 2 else top, lengths[3] if len(lengths) > 3 else end)
    return replace(made, **{kind: changed})


def _length(value: str) -> float:
    match = re.fullmatch(r"(-?\d*\.?\d+)(mm)?", value)
    if match is None or (match[2] is None and float(match[1])):
        raise UnknownMeasure(f"{CSS_FILE}: {value}")
    return float(match[1])
