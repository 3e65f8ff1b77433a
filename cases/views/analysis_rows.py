"""How a statement reads: who or what says it, what it said before, and who sees it differently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.templatetags.ui import long_date
from cases.choices import NoteKind, StatementKind, StatementTopic
from cases.models import Statement, StatementNote, StatementText
from cases.views.film_rows import AUDIENCE_WORDS, EVERY_NOTE


@dataclass(frozen=True)
class Before:
    """What a statement said first: the words with who said so, and who wrote them down when."""

    text: str
    said_by: str
    written: str


@dataclass(frozen=True)
class StatementRow:
    """One statement. `said_by`: "Noor vertelde het, 3 november 2026" of a fact, "Samira" of an opinion."""

    statement: Statement
    now: StatementText
    said_by: str
    before: list[Before]
    views: list[tuple[str, str, date]]
    audience: str
    taken_out: str

    @property
    def is_fact(self) -> bool:
        """Whether this was seen or said, and is not how somebody sees it."""
        return self.now.kind == StatementKind.FACT

    @property
    def verb(self) -> str:
        """What somebody does with an opinion."""
        return "wil dit weten" if self.statement.topic == StatementTopic.UNKNOWN else "vindt dit"


@dataclass(frozen=True)
class Topic:
    """One part of the page: the family first, then facts, then how others see it."""

    code: str
    name: str
    own_words: list[StatementRow]
    facts: list[StatementRow]
    opinions: list[StatementRow]
    opinions_are: str
    opinions_say: str
    empty: str


EMPTY = {
    StatementTopic.CONCERN: "Nog geen zorgen opgeschreven. Vraag eerst wat het gezin zelf zegt.",
    StatementTopic.STRENGTH: "Nog niets opgeschreven. Wat gaat er al goed, ook als het klein is?",
    StatementTopic.UNKNOWN: "Nog niets opgeschreven. Wat zouden jullie nog willen weten?",
}


def with_words(statements: QuerySet[Any], only: Q = EVERY_NOTE) -> QuerySet[Any]:
    """Load every text of these statements and their notes, with who said and wrote them: two queries."""
    texts = StatementText.objects.select_related("thinks_person", "thinks_network", "thinks_user", "added_by")
    notes = StatementNote.objects.filter(only).select_related("person", "added_by")
    return statements.prefetch_related(
        Prefetch("texts", queryset=texts.order_by("id")), Prefetch("notes", queryset=notes.order_by("id"))
    )


def rows(statements: Iterable[Statement]) -> list[StatementRow]:
    """Return how each statement reads. Needs `with_words`."""
    return [row(statement) for statement in statements]


def row(statement: Statement) -> StatementRow:
    """Return how one statement reads. Needs `with_words`."""
    *before, now = statement.texts.all()
    notes = list(statement.notes.all())
    taken_out = next((note for note in notes if note.kind == NoteKind.WITHDRAWAL), None)
    return StatementRow(
        statement=statement,
        now=now,
        said_by=_said_by(now),
        before=[Before(text.text, _said_by(text), _written(text)) for text in before],
        views=[
            (note.person.name, note.text, timezone.localdate(note.added_at))
            for note in notes
            if note.kind == NoteKind.OTHER_VIEW and note.person
        ],
        audience=AUDIENCE_WORDS.get(statement.audience, ""),  # type: ignore[call-overload]
        taken_out=f"Weggehaald door {_written(taken_out)}" if taken_out else "",
    )


def topics(standing: Iterable[StatementRow]) -> list[Topic]:
    """Return the parts of the page, each with what belongs there: the family's own words, facts, other opinions."""
    found = list(standing)
    parts = []
    for topic in StatementTopic:
        here = [row for row in found if row.statement.topic == topic]
        opinions = [row for row in here if not row.is_fact]
        parts.append(
            Topic(
                code=topic.value,
                name=topic.label,
                own_words=[row for row in opinions if row.now.is_own_word],
                facts=[row for row in here if row.is_fact],
                opinions=[row for row in opinions if not row.now.is_own_word],
                opinions_are="Vragen" if topic == StatementTopic.UNKNOWN else "Meningen",
                opinions_say="Dit wil iemand weten." if topic == StatementTopic.UNKNOWN else "Zo ziet iemand het.",
                empty=EMPTY[topic],
            )
        )
    return parts


def _said_by(text: StatementText) -> str:
    if text.kind == StatementKind.FACT:
        return f"{text.source}, {long_date(text.seen_on)}"
    thinker = text.thinker
    return str(thinker.first_name if isinstance(thinker, User) else thinker)


def _written(row: StatementText | StatementNote) -> str:
    return f"{row.added_by.name}, {long_date(timezone.localdate(row.added_at))}"
