"""Two people type in the same text: join both, and lose nothing. Pure: texts in, a text out.

A three-way merge by line. `base` is the text that the one who saves now began with, `theirs` what stands there now.
Where both changed the same line, the words are joined when each changed another place of it; else both lines stay,
one below the other, and `both` says so: two people who sit at one table make one sentence of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Joined:
    """The text that keeps both, and whether somewhere both versions stand below each other."""

    text: str
    both: bool = False


@dataclass(frozen=True)
class _Change:
    """What one of the two did: the pieces `start` to `end` of the base became `pieces`."""

    start: int
    end: int
    pieces: tuple[str, ...]
    mine: bool


def join_texts(base: str, mine: str, theirs: str) -> Joined:
    """Join `mine`, typed over `base`, with what stands there now. Lines end in a line feed."""
    if theirs in (base, mine):
        return Joined(mine)
    if mine == base:
        return Joined(theirs)
    lines, both = _join(_lines(base), _lines(mine), _lines(theirs))
    return Joined("\n".join(lines), both)


def join_choices(base: Iterable[str], mine: Iterable[str], theirs: Iterable[str], *, alone: str) -> set[str]:
    """Join two sets of choices: what one of the two added or took away happens. `alone` goes with no other choice.

    Of `alone` and the others the last act counts.
    """
    added = set(mine) - set(base)
    joined = (set(theirs) | added) - (set(base) - set(mine))
    if alone in joined and len(joined) > 1:
        return {alone} if alone in added else joined - {alone}
    return joined


def plain(text: str) -> str:
    """Return `text` with line feeds only, as browsers do not send it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _join(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], bool]:
    joined: list[str] = []
    both, at = False, 0
    for group in _groups([*_changes(base, mine, True), *_changes(base, theirs, False)]):
        start, end = min(change.start for change in group), max(change.end for change in group)
        joined += base[at:start]
        own = _with(base, start, end, [change for change in group if change.mine])
        other = _with(base, start, end, [change for change in group if not change.mine])
        pieces, kept_both = _settle(base[start:end], own, other)
        joined += pieces
        both, at = both or kept_both, end
    return [*joined, *base[at:]], both


def _settle(base: Sequence[str], mine: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    """Return the lines of one place. Who took something away gives way to who changed it."""
    if mine == theirs or list(base) == mine:
        return theirs, False
    if list(base) == theirs:
        return mine, False
    if not "".join(mine).strip() or not "".join(theirs).strip():
        return mine if "".join(mine).strip() else theirs, False
    words = _join_words("\n".join(base), "\n".join(mine), "\n".join(theirs))
    if words is not None:
        return words.split("\n"), False
    return [*theirs, *(line for line in mine if line not in theirs)], True


def _join_words(base: str, mine: str, theirs: str) -> str | None:
    """Join two changes of one line: one place each, with at least a word between them. None: not that simple."""
    pieces = WORDS.findall(base)
    own, other = _changes(pieces, WORDS.findall(mine), True), _changes(pieces, WORDS.findall(theirs), False)
    if len(own) != 1 or len(other) != 1:
        return None
    first, last = sorted((own[0], other[0]), key=lambda change: (change.start, change.end))
    if last.start <= first.end:
        return None
    return "".join(_with(pieces, 0, len(pieces), [first, last]))


def _changes(base: Sequence[str], other: Sequence[str], mine: bool) -> list[_Change]:
    steps = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [
        _Change(start, end, tuple(other[first:last]), mine) for tag, start, end, first, last in steps if tag != "equal"
    ]


def _groups(changes: list[_Change]) -> list[list[_Change]]:
    """Return the changes in order; those that touch the same pieces of the base stand in one group."""
    groups: list[list[_Change]] = []
    for change in sorted(changes, key=lambda change: (change.start, change.end, change.mine)):
        if groups and _overlaps(groups[-1], change):
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _overlaps(group: list[_Change], change: _Change) -> bool:
    end = max(earlier.end for earlier in group)
    same_place = any((earlier.start, earlier.end) == (change.start, change.end) for earlier in group)
    return change.start < end or same_place


def _with(base: Sequence[str], start: int, end: int, changes: Iterable[_Change]) -> list[str]:
    """Return the pieces `start` to `end` of the base as these changes leave them."""
    pieces: list[str] = []
    for change in changes:
        pieces += [*base[start : change.start], *change.pieces]
        start = change.end
    return [*pieces, *base[start:end]]
