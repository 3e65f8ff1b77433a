"""A card with its texts in boxes: those of a translation that do not fit go on, on a follow-up sheet (docs/adr/0065).

Pure. In Dutch a box that is too full is said to who writes it, who can make it shorter. A translation is longer for no
fault of anybody, so there it goes on at the next line, in boxes behind the others: as many sheets as it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from veiligheidskaart.codes import PrintCodes
from veiligheidskaart.content import Card, Item
from veiligheidskaart.heights import LAST, height_of_cell, room_in
from veiligheidskaart.languages import DUTCH
from veiligheidskaart.layout import FOLLOW_UP, FOLLOW_UP_SHEET, Cell, Layout, VoicesPart, arrange
from veiligheidskaart.paper import room


def lay_out(card: Card, *, tight: bool = False, codes: PrintCodes | None = None, spare: float = 0.0) -> Layout:
    """Return the card of one reader in its boxes. `spare` millimetres of each box stay white, where texts go on."""
    layout = arrange(card, tight=tight, codes=codes)
    if card.language == DUTCH or layout.child is not None:
        return layout
    return replace(layout, cells=tuple(_flowing(layout, spare)))


def _flowing(layout: Layout, spare: float) -> Iterator[Cell]:
    """Yield every box. What goes on stands before the blocks that begin on a follow-up sheet."""
    waiting: list[list[Cell]] = []
    for cell in layout.cells:
        pieces = pieces_of(cell)
        if cell.sheet >= FOLLOW_UP_SHEET:
            waiting.append(pieces)
        elif pieces:
            box, rest = _filled(pieces, room_in(layout, cell.sheet, cell.place) - spare, cell.place, says_so=True)
            waiting.append(rest)
            yield box or Cell("write", sheet=cell.sheet, place=cell.place, language=cell.language, goes_on=True)
        else:
            yield cell
    boxes: list[Cell] = []
    for rest in waiting:
        left = rest
        while left:
            sheet, place = _place(len(boxes))
            box, left = _filled(left, room_in(layout, sheet, place) - spare, place, says_so=False)
            boxes.append(replace(box or _blank(layout), sheet=sheet, place=place))
    while len(boxes) % len(FOLLOW_UP):
        sheet, place = _place(len(boxes))
        boxes.append(replace(_blank(layout), sheet=sheet, place=place))
    yield from boxes


def _blank(layout: Layout) -> Cell:
    return Cell("blank", language=layout.language)


def _place(number: int) -> tuple[int, int]:
    """Return sheet and place of the box of a follow-up sheet with this number, from 0."""
    sheet, place = divmod(number, len(FOLLOW_UP))
    return FOLLOW_UP_SHEET + sheet, FOLLOW_UP[place]


def _filled(pieces: list[Cell], there_is: float, place: int, *, says_so: bool) -> tuple[Cell | None, list[Cell]]:
    """Return a box with as many pieces as fit, and the pieces that are left.

    A box takes one at least, unless it has a foot: then there is more room in the next. `says_so`: the box ends with
    where its text goes on.
    """
    whole = joined(pieces)
    if height_of_cell(whole) <= there_is:
        return whole, []
    for taken in range(len(pieces) - 1, 0, -1):
        box = replace(joined(pieces[:taken]), goes_on=says_so)
        if height_of_cell(box) <= there_is:
            return box, pieces[taken:]
    if place == LAST:
        return None, pieces
    return pieces[0], pieces[1:]


def pieces_of(cell: Cell) -> list[Cell]:
    """Cut a box into boxes with one text each: nowhere else may it go on elsewhere. An empty box has no pieces."""
    one = replace(cell, parts=(), items=(), facts=(), steps=(), voices=())
    pieces = [replace(one, parts=(part,)) for whole in cell.parts for part in _parts(whole)]
    pieces += [
        replace(one, items=(part,), count_from=number)
        for number, item in enumerate(cell.items)
        for part in _halves(one, item)
    ]
    pieces += [replace(one, facts=(fact,)) for fact in cell.facts]
    pieces += [replace(one, steps=(step,)) for step in cell.steps]
    pieces += [replace(one, voices=(voice,)) for voice in cell.voices]
    return [*pieces[:1], *(replace(piece, look_back_text="") for piece in pieces[1:])]


def _halves(one: Cell, item: Item) -> tuple[Item, ...]:
    """Return a line whole; the lines under it apart when both together are higher than any box."""
    if not item.detail or height_of_cell(replace(one, items=(item,))) <= room(LAST):
        return (item,)
    return replace(item, detail=""), replace(item, title="")


def _parts(part: VoicesPart) -> Iterator[VoicesPart]:
    block = part.block
    for voice in block.voices:
        yield replace(part, block=replace(block, voices=(voice,), seen=""))
    if block.seen:
        yield replace(part, block=replace(block, voices=()))


def joined(pieces: Sequence[Cell]) -> Cell:
    """Put pieces of one box together again."""
    return replace(
        pieces[0],
        parts=tuple(_together([part for piece in pieces for part in piece.parts])),
        items=tuple(item for piece in pieces for item in piece.items),
        facts=tuple(fact for piece in pieces for fact in piece.facts),
        steps=tuple(step for piece in pieces for step in piece.steps),
        voices=tuple(voice for piece in pieces for voice in piece.voices),
    )


def _together(parts: Sequence[VoicesPart]) -> Iterator[VoicesPart]:
    for title, own in groupby(parts, key=lambda part: part.title):
        every = list(own)
        voices = tuple(voice for part in every for voice in part.block.voices)
        seen = every[-1].block.seen
        yield VoicesPart(title, replace(every[0].block, voices=voices, seen=seen), every[-1].seen_lead)
