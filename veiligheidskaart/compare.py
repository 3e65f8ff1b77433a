"""What changed between two cards of one reader. Pure: two texts in, pieces of text out.

Whatever blocks a card has: the texts are found by walking over its fields, in the order in which they stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from veiligheidskaart import rules
from veiligheidskaart.choices import Block, Opinion
from veiligheidskaart.content import Card, Contact, Item, Voice, Voices
from veiligheidskaart.layout import long_day

NOT_COMPARED = {"schema", "number", "finalised_on", "reader", "readers", "language", "translations"}
"""What tells one card from another, and says nothing to the family."""
NO_TEXT = {"readers", "key"}
TITLES = {
    "family": "Van wie",
    "look_back_on": Block.LOOK_BACK.label,
    "contacts": Block.CALL.label,
    "views": "Niet iedereen ziet het zo",
    "children": Block.CHILD.label,
} | {str(block): block.label for block in Block}


class Kind(StrEnum):
    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Piece:
    """Words that stand on both cards, or on one of them."""

    kind: Kind
    text: str


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Part:
    """One block of both cards, line by line."""

    title: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind is not Kind.SAME for line in (*self.before, *self.after) for piece in line)


def compare(before: Card, after: Card) -> list[Part]:
    """Return every block that stands on one of the two cards."""
    parts = []
    for each in fields(Card):
        if each.name in NOT_COMPARED:
            continue
        old, new = (list(_lines(_block(card, each.name))) for card in (before, after))
        if old or new:
            parts.append(Part(TITLES[each.name], *_beside(old, new)))
    return parts


def told(card: Card) -> list[tuple[str, list[str]]]:
    """Return everything that stands on a card: the title of each block with its lines."""
    blocks = [
        (TITLES[each.name], list(_lines(_block(card, each.name)))) for each in fields(Card) if each.name in TITLES
    ]
    return [(title, lines) for title, lines in blocks if lines]


def _block(card: Card, name: str) -> Any:
    return rules.join(card.family) if name == "family" else getattr(card, name)


def _lines(value: Any) -> Iterator[str]:
    """Yield the texts of a block, one for each thing that is said."""
    if isinstance(value, date):
        yield long_day(value)
    elif isinstance(value, str):
        yield from [value] if value else []
    elif isinstance(value, tuple):
        for each in value:
            yield from _lines(each)
    elif isinstance(value, Voices):
        yield from _lines(value.voices)
        yield from [f"{value.seen_by}: {value.seen}"] if value.seen else []
    elif isinstance(value, Voice):
        yield f"{value.by}: {value.text}"
    elif isinstance(value, Item):
        mark = Opinion(value.mark).label if value.mark in Opinion.values else ""
        yield rules.sentences(value.title, mark, value.detail)
    elif isinstance(value, Contact):
        yield rules.sentences(value.name, value.phone, value.when)
    elif is_dataclass(value):
        for each in fields(value):
            if each.name not in NO_TEXT:
                yield from _lines(getattr(value, each.name))


def _beside(old: list[str], new: list[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of both sides, with what is only on one of them."""
    before: list[Line] = []
    after: list[Line] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[start:end], new[first:last]
        if tag == "replace" and len(gone) == len(come):
            for was, became in zip(gone, come, strict=True):
                before.append(_words(was, became, Kind.GONE))
                after.append(_words(became, was, Kind.NEW))
        else:
            before += _whole(gone, Kind.SAME if tag == "equal" else Kind.GONE)
            after += _whole(come, Kind.SAME if tag == "equal" else Kind.NEW)
    return tuple(before), tuple(after)


def _whole(lines: Iterable[str], kind: Kind) -> list[Line]:
    return [(Piece(kind, line),) for line in lines]


def _words(text: str, other: str, kind: Kind) -> Line:
    """Return `text` in pieces: words that `other` has too, and those of `kind`."""
    words, others = text.split(" "), other.split(" ")
    return tuple(
        Piece(Kind.SAME if tag == "equal" else kind, " ".join(words[start:end]))
        for tag, start, end, _, _ in SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
        if start < end
    )
