"""A question as it is read: every answer under what was asked, with the marks of the privacy check if any."""

from __future__ import annotations

from dataclasses import dataclass

from rvt import rules
from rvt.models import Question
from rvt.services.looking import Looked, label_of

EMPTY = "(leeg)"


@dataclass(frozen=True)
class Told:
    """One answer: pieces of text, each with whether it is marked; `step` is where it is asked."""

    field: str
    label: str
    pieces: list[tuple[str, bool]]
    step: int


@dataclass(frozen=True)
class Reading:
    """The whole question. Parts that stand in the head of the page are `sentence` and `urgency_why`."""

    question: Question
    sentence: list[tuple[str, bool]]
    urgency_why: list[tuple[str, bool]]
    told: list[Told]


def reading_of(question: Question, looked: Looked | None = None) -> Reading:
    """Return `question` to read, with what was marked in `looked`."""
    marked = {row.field: row.pieces for row in looked or ()}

    def pieces(name: str) -> list[tuple[str, bool]]:
        text = getattr(question, name)
        return (marked.get(name) or [(text, False)]) if text else []

    knows = question.get_family_knows_display() if question.family_knows else EMPTY
    told = [
        Told("members", "Wie horen erbij?", [(line, False) for line in _lines(question.member_words)], 2),
        *(Told(name, label_of(name), pieces(name) or [(EMPTY, False)], 3) for name in rules.STEPS[3]),
        Told("family_wants", label_of("family_wants"), pieces("family_wants") or [(EMPTY, False)], 4),
        Told("family_knows", label_of("family_knows"), [(f"{knows} ", False), *pieces("family_knows_why")], 4),
        Told("dilemma", label_of("dilemma"), pieces("dilemma") or [(EMPTY, False)], 5),
        Told("disciplines", label_of("disciplines"), [(line, False) for line in _lines(question.discipline_words)], 5),
    ]
    return Reading(question, pieces("sentence") or [(EMPTY, False)], pieces("urgency_why"), told)


def _lines(words: list[str]) -> list[str]:
    return ["\n".join(words) or EMPTY]
