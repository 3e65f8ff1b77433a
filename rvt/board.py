"""What the page of an agenda shows (ux S22): times, room, who comes, what is missing. Reads three times at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from accounts.templatetags.ui import clock, iso
from rvt import agenda_rules as rules
from rvt import plan
from rvt.choices import Discipline, GuestAnswer, GuestPart, ItemKind, QuestionState
from rvt.models import AgendaItem, Expert, Meeting
from rvt.services import agenda

BAR = 600
"""Width of the drawing of the time, in its own units."""

COMES, WAITS, MISSING = "comes", "waits", "missing"

SAID = {
    COMES: ("komt", "good", "check"),
    WAITS: ("wacht nog", "plain", "clock"),
    MISSING: ("ontbreekt", "warn", "warning"),
}
"""Of each state of an expertise the word, the tone and the icon."""


class Tag(NamedTuple):
    """Word, tone and icon: never a colour alone."""

    label: str
    tone: str
    icon: str


GONE = Tag("hoort hier niet meer", "warn", "warning")
ANSWERED = {
    GuestAnswer.YES: Tag("komt", "good", "check"),
    GuestAnswer.NO: Tag("komt niet", "warn", "close"),
    GuestAnswer.WAITING: Tag("wacht nog", "plain", "clock"),
}


@dataclass(frozen=True)
class Need:
    """One expertise that a question asks for, and whether somebody brings it."""

    discipline: str
    label: str
    state: str

    @property
    def tag(self) -> Tag:
        """Return how it is shown."""
        word, tone, icon = SAID[self.state]
        return Tag(f"{self.label}: {word}", tone, icon)


@dataclass(frozen=True)
class Line:
    """A row of the agenda as plain texts: all that its HTML is made of, so that an equal line has equal HTML.

    `number` and `place` count from 1 and 0; `starts`, `ends` are local times, `moment` is one with its offset.
    """

    uuid: str
    number: int | None
    place: int
    is_fixed: bool
    is_question: bool
    starts: str
    ends: str
    moment: str
    minutes: int
    title: str
    name: str
    is_changed: bool
    is_full: bool
    brought_by: str
    is_unchecked: bool
    url: str
    own_url: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Row:
    """One line of the agenda. `number` counts questions and the places kept for them; None for the others."""

    item: AgendaItem
    number: int | None
    place: int
    starts_at: datetime
    ends_at: datetime
    is_changed: bool
    needs: list[Need]
    people: int

    @property
    def is_fixed(self) -> bool:
        """The beginning or the end."""
        return self.item.kind in ItemKind.FIXED

    @property
    def is_full(self) -> bool:
        """More people than a safe table holds."""
        return rules.is_full(self.people)

    @property
    def name(self) -> str:
        """What the buttons call it: "punt 3", "de pauze"."""
        return name_of(self.item, self.number)

    @property
    def title(self) -> str:
        """The question, or what kind of item it is."""
        return self.item.question.sentence if self.item.question else self.item.get_kind_display()

    @property
    def tags(self) -> tuple[Tag, ...]:
        """What it needs."""
        return tuple(need.tag for need in self.needs)

    def line(self, agenda_url: str, questions_url: str) -> Line:
        """Return the row as plain texts, for the list that changes. The addresses are those above its own."""
        uuid, question = str(self.item.uuid), self.item.question
        return Line(
            uuid=uuid,
            number=self.number,
            place=self.place,
            is_fixed=self.is_fixed,
            is_question=self.item.kind == ItemKind.QUESTION,
            starts=clock(self.starts_at).removesuffix(" uur"),
            ends=clock(self.ends_at).removesuffix(" uur"),
            moment=iso(self.starts_at),
            minutes=self.item.minutes,
            title=self.title,
            name=self.name,
            is_changed=self.is_changed,
            is_full=self.is_full,
            brought_by=question.organisation.get_kind_display() if question else "",
            is_unchecked=question is not None and question.state == QuestionState.SUBMITTED,
            url=f"{questions_url}{question.uuid}/" if question else "",
            own_url=f"{agenda_url}{uuid}/",
            tags=self.tags,
        )


@dataclass(frozen=True)
class Seat:
    """Somebody who is asked to come. `belongs`: still sits at this table, or asks.

    Who brings a question is there for it: an answer is not waited for.
    """

    name: str
    what: str
    answer: GuestAnswer
    belongs: bool
    is_asker: bool

    @property
    def tag(self) -> Tag | None:
        """Return how the answer is shown; nothing for an asker who did not say no."""
        if not self.belongs:
            return GONE
        return None if self.is_asker and self.answer == GuestAnswer.WAITING else ANSWERED[self.answer]


@dataclass(frozen=True)
class Gap:
    """An expertise that is missing, for which items, and who of the pool could come."""

    discipline: str
    label: str
    rows: list[Row]
    expert: Expert | None


@dataclass(frozen=True)
class Piece:
    """One item in the drawing of the time."""

    x: str
    width: str
    is_light: bool


@dataclass(frozen=True)
class Board:
    """The agenda of one meeting, as its page shows it."""

    meeting: Meeting
    rows: list[Row]
    planned: int
    seats: list[Seat]
    gaps: list[Gap]
    unchecked: list[Any]
    is_changed: bool

    @property
    def planned_words(self) -> str:
        """2 uur en 45 minuten."""
        return rules.in_words(self.planned)

    @property
    def room(self) -> str:
        """How much is left, or too much."""
        return rules.room_in_words(self.meeting.minutes, self.planned)

    @property
    def is_over(self) -> bool:
        """More is planned than there is time."""
        return self.planned > self.meeting.minutes

    @property
    def questions(self) -> list[Row]:
        """The lines that hold a question."""
        return [row for row in self.rows if row.item.question]

    @property
    def lines(self) -> list[Line]:
        """The rows as plain texts, for the list that changes."""
        agenda_url, questions_url = reverse("rvt:agenda", args=[self.meeting.uuid]), reverse("rvt:question-begin")
        return [row.line(agenda_url, questions_url) for row in self.rows]

    @property
    def urgent_place(self) -> Row | None:
        """The first place that is kept for an urgent question."""
        return next((row for row in self.rows if row.item.kind == ItemKind.URGENT), None)

    @property
    def experts(self) -> list[Seat]:
        """Who is asked to think along: everybody but those who bring a question."""
        return [seat for seat in self.seats if not seat.is_asker]

    @property
    def coming_words(self) -> str:
        """4 van de 5 komen."""
        coming, number = (
            sum(seat.answer == GuestAnswer.YES and seat.belongs for seat in self.experts),
            len(self.experts),
        )
        return f"{coming} van de {number} {'komt' if coming == 1 else 'komen'}"

    @property
    def most_people(self) -> int:
        """How many sit at the item with most people."""
        return max((row.people for row in self.questions), default=0)

    @property
    def pieces(self) -> list[Piece]:
        """The items as parts of a bar that is `BAR` wide, with a slit between them."""
        scale = BAR / max(self.meeting.minutes, self.planned, 1)
        found, x = [], 0.0
        for row in self.rows:
            width = row.item.minutes * scale
            light = row.item.kind in (*ItemKind.FIXED, ItemKind.BREAK)
            found.append(Piece(f"{x:.1f}", f"{max(width - 2, 1):.1f}", light))
            x += width
        return found


def of(agenda_: agenda.Agenda) -> Board:
    """Return the board of an agenda that was read `with_guests`."""
    meeting, items = agenda_.meeting, agenda_.items
    day = timezone.localdate(meeting.starts_at)
    pool = list(
        Expert.objects.filter(region=meeting.region_id).at_work().with_day(day).select_related("user").order_by("pk")
    )
    known = {str(expert.user.uuid): set(expert.disciplines) for expert in pool}
    content = agenda_.content()
    rows = _rows(agenda_, plan.changed_items(meeting.sent, content), known, office_size(meeting))
    return Board(
        meeting=meeting,
        rows=rows,
        planned=sum(item.minutes for item in items),
        seats=_seats(items, known),
        gaps=_gaps(rows, pool),
        unchecked=agenda.unchecked_of(items),
        is_changed=plan.is_changed(meeting.sent, content),
    )


def office_size(meeting: Meeting) -> int:
    """Who leads and who writes sit at every item."""
    return 1 + (meeting.secretary_id not in (None, meeting.chair_id))


def numbers_of(items: list[AgendaItem]) -> dict[int, int]:
    """Return "punt 3" of the items that have a number, by key."""
    counted = [item for item in items if item.kind in (ItemKind.QUESTION, ItemKind.URGENT)]
    return {item.pk: number for number, item in enumerate(counted, start=1)}


def name_of(item: AgendaItem, number: int | None) -> str:
    """Return what a message calls an item."""
    if number is not None:
        return f"punt {number}"
    return "de pauze" if item.kind == ItemKind.BREAK else "dit punt"


def _rows(agenda_: agenda.Agenda, changed: set[str], known: dict[str, set[str]], office: int) -> list[Row]:
    numbers, times = numbers_of(agenda_.items), agenda_.slots()
    return [
        Row(
            item=item,
            number=numbers.get(item.pk),
            place=place,
            starts_at=times[item.pk].starts_at,
            ends_at=times[item.pk].ends_at,
            is_changed=str(item.uuid) in changed,
            needs=_needs(item, known),
            people=office + sum(_counts(row) for row in item.asked),
        )
        for place, item in enumerate(agenda_.items)
    ]


def _counts(row: dict[str, Any]) -> bool:
    belongs = row["belongs"] or row["part"] == GuestPart.ASKER
    return belongs and row["answer"] != GuestAnswer.NO


def _needs(item: AgendaItem, known: dict[str, set[str]]) -> list[Need]:
    if item.question is None:
        return []
    brought: dict[str, set[str]] = {GuestAnswer.YES: set(), GuestAnswer.WAITING: set()}
    for row in item.asked:
        if row["part"] == GuestPart.EXPERT and _counts(row):
            brought[row["answer"]] |= known.get(row["user"], set()) | {row["discipline"]}
    comes, waits = brought[GuestAnswer.YES], brought[GuestAnswer.WAITING]
    lacking = set(rules.missing(item.question.disciplines, comes, waits))
    return [
        Need(
            discipline,
            Discipline(discipline).label,
            MISSING if discipline in lacking else COMES if discipline in comes else WAITS,
        )
        for discipline in item.question.disciplines
    ]


def _seats(items: list[AgendaItem], known: dict[str, set[str]]) -> list[Seat]:
    people: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        for row in item.asked:
            people.setdefault(row["user"], []).append(row)
    seats = []
    for rows in people.values():
        first = rows[0]
        is_asker = first["part"] == GuestPart.ASKER
        for_what = {Discipline(row["discipline"]).label for row in rows if row["discipline"]}
        what = GuestPart.ASKER.label if is_asker else ", ".join(sorted(for_what)) or GuestPart.EXPERT.label
        answer = GuestAnswer(first["answer"])
        seats.append(Seat(first["name"], what, answer, is_asker or first["belongs"], is_asker))
    return sorted(seats, key=lambda seat: (seat.is_asker, seat.name))


def _gaps(rows: list[Row], pool: list[Expert]) -> list[Gap]:
    lacking: dict[str, list[Row]] = {}
    for row in rows:
        for need in row.needs:
            if need.state == MISSING:
                lacking.setdefault(need.discipline, []).append(row)
    said_no = {asked["user"] for row in rows for asked in row.item.asked if asked["answer"] == GuestAnswer.NO}
    return [
        Gap(
            discipline,
            Discipline(discipline).label,
            where,
            next(
                (
                    one
                    for one in pool
                    if discipline in one.disciplines and one.can_come and str(one.user.uuid) not in said_no
                ),
                None,
            ),
        )
        for discipline, where in lacking.items()
    ]
