"""Asking the library with lists of names (`deduce`), which runs in a process of its own. It never fails open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.names import trimmed
from rvt.privacy.reading import Reading

Found = Sequence[tuple[int, int, str]]
"""Pieces `[start, end)` of a text and what they are: "name" or "place"."""


def search(texts: list[str]) -> tuple[str, list[Found]]:
    """Return how the library is, "ready", "warming" or "down", and what it found in each text."""
    return "down", [()] * len(texts)


def marks(reading: Reading, found: Found) -> Iterator[Mark]:
    """What the library found in this text, without the ordinary words that it took along."""
    for start, end, kind in found:
        place = trimmed(reading, start, end)
        if place is not None:
            yield Mark(*place, FindingKind(kind))
