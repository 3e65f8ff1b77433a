"""How a film event reads: its day, who tells it, and what was said about it later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from accounts.models import User
from accounts.templatetags.ui import MONTHS, list_date
from cases.choices import Audience, DatePrecision, Lane, NoteKind
from cases.models import FilmEvent, FilmNote, Person

TONES = {Lane.TENSE: "warn", Lane.FINE: "good", Lane.HELP: "", Lane.CONTEXT: "plain"}
EVERY_NOTE = Q()
AUDIENCE_WORDS = {Audience.PROFESSIONALS: "alleen professionals", Audience.INNER: "alleen de kleinste kring"}


@dataclass(frozen=True)
class FilmRow:
    """One line of the list. `notes` are (what, whose, text); `withdrawn_by` names who took it out."""

    event: FilmEvent
    day: str
    told_by: str
    lane: str
    tone: str
    audience: str
    notes: list[tuple[str, str]]
    withdrawn: str
    may_withdraw: bool


def with_story(events: QuerySet[Any]) -> QuerySet[Any]:
    """Load what the rows need: tellers, and the notes with theirs."""
    return with_tellers(events).prefetch_related(_notes())


def with_tellers(events: QuerySet[Any]) -> QuerySet[Any]:
    """Load who tells. Of those that become rows the notes are still to be loaded (`load_notes`)."""
    return events.select_related("told_by_person", "told_by_network", "told_by_user")


def load_notes(events: list[FilmEvent], only: Q = EVERY_NOTE) -> None:
    """Load the notes of these events, with who wrote them: one query."""
    prefetch_related_objects(events, _notes(only))


def _notes(only: Q = EVERY_NOTE) -> Prefetch[Any]:
    notes = FilmNote.objects.filter(only).select_related("person", "added_by")
    return Prefetch("notes", queryset=notes.order_by("id"))


def rows(events: Iterable[FilmEvent], *, reader: User) -> list[FilmRow]:
    """Return how each event reads for `reader`. Needs `with_story`."""
    return [_row(event, reader) for event in events]


def _row(event: FilmEvent, reader: User) -> FilmRow:
    notes = list(event.notes.all())
    taken_out = next((note for note in notes if note.kind == NoteKind.WITHDRAWAL), None)
    said_on = list_date(timezone.localdate(taken_out.added_at)) if taken_out else ""
    return FilmRow(
        event=event,
        day=day_of(event),
        told_by=f"{_name(event.teller)} vertelt.",
        lane=Lane(event.lane).label.lower(),
        tone=TONES[Lane(event.lane)],
        audience=AUDIENCE_WORDS.get(event.audience, ""),  # type: ignore[call-overload]
        notes=[_note(note) for note in notes if note.kind != NoteKind.WITHDRAWAL],
        withdrawn=f"Ongedaan gemaakt door {taken_out.added_by.name}, {said_on}." if taken_out else "",
        may_withdraw=taken_out is None and event.added_by_id == reader.pk,
    )


def day_of(event: FilmEvent) -> str:
    """`di 3 maart`, `maart 2026`, `di 3 maart tot en met do 5 maart`."""
    if event.precision == DatePrecision.MONTH:
        return f"{MONTHS[event.happened_on.month - 1]} {event.happened_on.year}"
    first = _list_day(event.happened_on)
    return f"{first} tot en met {_list_day(event.until_on)}" if event.until_on else first


def _list_day(day: date) -> str:
    return list_date(day, timezone.localdate())


def _note(note: FilmNote) -> tuple[str, str]:
    who = note.person.name if note.person else note.added_by.first_name
    if note.kind == NoteKind.OTHER_VIEW:
        return (f"{who} ziet het anders:" if note.person else "Iemand ziet het anders:", note.text)
    return (f"Aanvulling van {who}, {list_date(timezone.localdate(note.added_at))}:", note.text)


def _name(teller: Any) -> str:
    if teller is None:
        return "Iemand"
    return teller.name if isinstance(teller, Person) or not isinstance(teller, User) else teller.first_name
