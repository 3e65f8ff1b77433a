"""Does the text fit on the paper? S12 and S14 ask this; the worker looks again at what was laid out (docs/adr/0030)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from veiligheidskaart import child_sheet
from veiligheidskaart.choices import Block
from veiligheidskaart.content import Card
from veiligheidskaart.flow import lay_out
from veiligheidskaart.heights import height_of_cell, room_in
from veiligheidskaart.layout import Layout
from veiligheidskaart.letters import line_of
from veiligheidskaart.paper import style


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
    """Return the boxes of the card of one reader that are too full. The box for calling never is (`calling`)."""
    return list(_overflows(lay_out(card)))


def _overflows(layout: Layout) -> Iterator[Overflow]:
    if layout.child is not None:
        if lines := child_sheet.lines_too_many(layout.child, layout.number_text):
            yield Overflow((Block.CHILD,), "child", lines)
        return
    for cell in layout.cells:
        over = height_of_cell(cell) - room_in(layout, cell.sheet, cell.place)
        if over > 0:
            main = ".kaart-quote" if cell.kind in {"voices", "views"} else ".kaart-deal__what"
            yield Overflow(cell.blocks, cell.kind, ceil(over / line_of(style(main))))
