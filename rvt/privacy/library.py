"""Asking the process with the lists of names (`rvt.name_finder`). Never fails open: who asks hears how it went."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings

from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.names import trimmed
from rvt.privacy.ordinary import (
    CUES,
    NAMES_THAT_ARE_WORDS,
    ORDINARY,
    SAID_AFTER,
    SMALL_WORDS_LIKE_NAMES,
    SURNAMES_THAT_ARE_WORDS,
)
from rvt.privacy.reading import Reading

PATIENCE = 1.5
"""Seconds in which the whole answer has to be there; somebody is typing."""

SMALL = "small"
"""A first name in small letters: only what stands around it tells that it is one."""

_BEFORE_A_NAME = CUES | set(
    "dat met van bij over door voor aan en of als toen omdat tegen zonder naar volgens sinds".split()
)

Found = Sequence[tuple[int, int, str]]
"""Pieces `[start, end)` of a text and what they are: "name", "place" or SMALL."""

Search = Callable[[list[str]], tuple[str, list[Found]]]


def search(texts: list[str]) -> tuple[str, list[Found]]:
    """Return how the process is, "ready", "warming" or "down", and what it found in each text (nothing unless ready)."""
    try:
        answer = _ask(texts)
        state, found = answer["state"], answer.get("found", [])
    except (OSError, ValueError, KeyError, TypeError):
        return "down", [()] * len(texts)
    if state == "ready" and len(found) == len(texts):
        return "ready", found
    return ("warming" if state == "warming" else "down"), [()] * len(texts)


def state() -> str:
    """Return how the process is: "ready", "warming" or "down"."""
    return search([])[0]


def marks(reading: Reading, found: Found) -> Iterator[Mark]:
    """What the library found in this text, without the ordinary words that it took along."""
    for start, end, kind in found:
        if kind == SMALL:
            if _is_used_as_name(reading, start):
                yield Mark(start, end, FindingKind.NAME)
            continue
        place = trimmed(reading, start, end)
        if place is not None and not (kind == FindingKind.PLACE and _is_only_a_capital(reading, *place)):
            yield Mark(*place, FindingKind(kind))


def _is_only_a_capital(reading: Reading, start: int, end: int) -> bool:
    """Whether a place is one word with the capital of its sentence: villages are called "Wissel" and "Born"."""
    number = reading.by_start.get(start)
    if number is None or not reading.tokens[number].opens or reading.tokens[number].end < end:
        return False
    after = reading.tokens[number + 1].plain if number + 1 < len(reading.tokens) else ""
    return after not in {"is", "was", "ligt", "lag", "kent"}


def _is_used_as_name(reading: Reading, start: int) -> bool:
    number = reading.by_start.get(start)
    tokens = reading.tokens
    if number is None or tokens[number].plain in (ORDINARY | SMALL_WORDS_LIKE_NAMES) - NAMES_THAT_ARE_WORDS:
        return False
    before = tokens[number - 1].plain if number else ""
    after = tokens[number + 1].plain if number + 1 < len(tokens) else ""
    if tokens[number].plain in NAMES_THAT_ARE_WORDS | SURNAMES_THAT_ARE_WORDS:
        return before in CUES and after in SAID_AFTER
    return after in SAID_AFTER or before in _BEFORE_A_NAME


def _ask(texts: list[str]) -> dict[str, object]:
    """Send one line, read one line. Raises OSError (also for too late) and ValueError."""
    deadline = time.monotonic() + PATIENCE
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE)
        line.connect(settings.NAME_FINDER)
        line.sendall(json.dumps({"texts": texts}).encode() + b"\n")
        answer = bytearray()
        while not answer.endswith(b"\n"):
            line.settimeout(max(0.001, deadline - time.monotonic()))
            part = line.recv(65536)
            if not part:
                break
            answer += part
    return json.loads(answer)  # type: ignore[no-any-return]
