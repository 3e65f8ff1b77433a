"""From many marks to findings that do not overlap. The same marks give the same findings, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from rvt.choices import FindingKind
from rvt.privacy.finding import PROPOSAL, QUESTION, Finding, Mark
from rvt.privacy.names import trimmed
from rvt.privacy.reading import Reading

_FIRST = (
    FindingKind.EMAIL, FindingKind.IBAN, FindingKind.ACCOUNT, FindingKind.BSN, FindingKind.PHONE, FindingKind.DATE,
    FindingKind.PLATE, FindingKind.POSTCODE, FindingKind.NUMBER, FindingKind.STREET, FindingKind.AGE,
    FindingKind.SCHOOL, FindingKind.EMPLOYER, FindingKind.RARE, FindingKind.PLACE, FindingKind.NAME,
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_FIRST)}
_TOUCHING = re.compile(r"[ '-]{0,2}(?:(?:van|de|der|den|het|ten|ter|el|al)[ -]){0,3}")


def findings(reading: Reading, marks: Iterable[Mark], known: Iterable[Mark]) -> tuple[Finding, ...]:
    """Return what stays of `marks` and of `known`, which the person typing knows for sure and so comes first.

    Pieces of one name become one finding ("Samira" and "Haddad").
    """
    sure = list(known)
    names = [mark for mark in (*sure, *marks) if mark.kind == FindingKind.NAME]
    others = [mark for mark in (*sure, *marks) if mark.kind != FindingKind.NAME]
    chosen: list[Mark] = []
    for mark in sorted({*others}, key=lambda mark: (mark not in sure, *_order(mark))):
        if not any(_overlap(mark, other) for other in chosen):
            chosen.append(mark)
    guessed = [mark for mark in chosen if mark.kind == FindingKind.PLACE and mark not in sure]
    chosen = [
        mark
        for mark in chosen
        if mark not in guessed or not any(_overlap(mark, name) for name in names if name in sure)
    ]
    chosen += [piece for mark in _together(reading, names) for piece in _outside(reading, mark, chosen)]
    return tuple(_finding(reading, mark) for mark in sorted(chosen, key=lambda mark: mark.start))


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _outside(reading: Reading, name: Mark, chosen: list[Mark]) -> list[Mark]:
    """Return what is left of a name beside what was chosen already: of "Sem op Kastanjelaan" that is "Sem"."""
    pieces = [(name.start, name.end)]
    for mark in chosen:
        if _overlap(mark, name):
            pieces = [
                piece
                for start, end in pieces
                for piece in ((start, min(end, mark.start)), (max(start, mark.end), end))
                if piece[0] < piece[1]
            ]
    if pieces == [(name.start, name.end)]:
        return [name]
    kept = [trimmed(reading, start, end) for start, end in pieces]
    return [replace(name, start=piece[0], end=piece[1]) for piece in kept if piece is not None]


def _order(mark: Mark) -> tuple[int, int, int, str]:
    return _RANK[mark.kind], mark.start - mark.end, mark.start, mark.proposal or ""


def _together(reading: Reading, names: list[Mark]) -> list[Mark]:
    """Join names that overlap or touch. What the first of them proposes holds for all."""
    joined: list[Mark] = []
    for mark in sorted(names, key=lambda mark: (mark.start, -mark.end, mark.proposal is None, mark.proposal or "")):
        last = joined[-1] if joined else None
        if last is not None and (mark.start <= last.end or _TOUCHING.fullmatch(reading.text[last.end : mark.start])):
            proposal = last.proposal if last.proposal is not None else mark.proposal
            joined[-1] = Mark(last.start, max(last.end, mark.end), FindingKind.NAME, proposal)
        else:
            joined.append(mark)
    return joined


def _finding(reading: Reading, mark: Mark) -> Finding:
    start, end = reading.place(mark.start, mark.end)
    proposal = PROPOSAL.get(mark.kind, "") if mark.proposal is None else mark.proposal
    text = reading.original[start:end]
    return Finding(start, end, text, mark.kind, mark.question or QUESTION[mark.kind], proposal)
