"""A table that sits: a meeting that was sent, its guests, and questions with a place on its agenda."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.clock import now
from accounts.models import User
from rvt.choices import GuestAnswer, GuestPart, ItemKind, MeetingState, QuestionState
from rvt.models import Advice, AgendaItem, AgendaRelease, Guest, Invitation, Meeting, Question
from rvt.services import agenda, deciding, live, writing
from tests.rvt.factories import Office, QuestionFactory, expert_of, office_of

WRITTEN_ADVICE = {
    "considerations": "Beide ouders willen rust. Nu praten zij via het kind.",
    "text": "1. Praat eerst met het kind alleen.\n2. Praat daarna met elke ouder apart.",
    "other_view": "Wacht niet te lang met een gesprek met de Raad.",
    "follow_ups": "duo",
    "family_teller": "de vaste contactpersoon",
}


@dataclass
class Table:
    """One meeting with its questions; `experts` come for every question."""

    office: Office
    meeting: Meeting
    items: list[AgendaItem] = field(default_factory=list)
    experts: list[User] = field(default_factory=list)

    @property
    def item(self) -> AgendaItem:
        """The first question on the agenda."""
        return self.items[0]

    @property
    def question(self) -> Question:
        """Of the first item."""
        assert self.item.question is not None
        return self.item.question


def table_of(
    questions: int = 1, *, minutes: int = 50, experts: int = 1, office: Office | None = None, by: User | None = None
) -> Table:
    """Return a meeting whose agenda was sent an hour before it begins; `by` asks the questions."""
    office = office or office_of()
    meeting = Meeting.objects.create(
        region=office.organisation.region,
        chair=office.chair,
        secretary=office.secretary,
        starts_at=now() + timedelta(hours=1),
        minutes=180,
        place="Stadskantoor, kamer 3",
        state=MeetingState.SENT,
    )
    table = Table(office, meeting)
    table.experts = [expert_of(office) for _ in range(experts)]
    guests = [Guest.objects.create(meeting=meeting, user=expert, answer=GuestAnswer.YES) for expert in table.experts]
    AgendaItem.objects.create(meeting=meeting, kind=ItemKind.WELCOME, position=1, minutes=15)
    for number in range(questions):
        table.items.append(_item_of(table, number + 2, minutes, guests, by))
    AgendaItem.objects.create(meeting=meeting, kind=ItemKind.CLOSING, position=questions + 2, minutes=15)
    content = agenda.Agenda(meeting, agenda.items_of(meeting)).content()
    AgendaRelease.objects.create(meeting=meeting, number=1, content=content, sent_by=office.chair)
    return table


def _item_of(table: Table, position: int, minutes: int, guests: list[Guest], by: User | None) -> AgendaItem:
    asked: dict[str, Any] = {"by": by, "organisation": by.memberships.get().organisation} if by else {}
    question = QuestionFactory(**asked)
    Question.objects.filter(pk=question.pk).update(state=QuestionState.SCHEDULED)
    question.refresh_from_db()
    item: AgendaItem = AgendaItem.objects.create(
        meeting=table.meeting, kind=ItemKind.QUESTION, question=question, position=position, minutes=minutes
    )
    asker = Guest.objects.get_or_create(
        meeting=table.meeting, user=question.asker, defaults={"part": GuestPart.ASKER, "answer": GuestAnswer.YES}
    )[0]
    for guest in [*guests, asker]:
        Invitation.objects.create(item=item, guest=guest, discipline="", is_sent=True)
    return item


def running(table: Table) -> Table:
    """The meeting has begun and its first question is open."""
    live.start_meeting(table.meeting, by=table.office.chair)
    table.meeting.refresh_from_db()
    table.items[0] = live.open_item(table.item, by=table.office.chair)
    return table


def advice_of(item: AgendaItem) -> Advice:
    """Return the advice as it is now."""
    return Advice.objects.select_related("question__asker", "item__meeting").get(item=item)


def write(item: AgendaItem, by: User, **texts: str) -> Advice:
    """Write these texts over what stands there, as a page does."""
    advice = advice_of(item)
    shown = {name: writing.value_of(advice, name) for name in writing.FIELDS}
    writing.save_fields(advice, shown=shown, typed={**WRITTEN_ADVICE, **texts}, by=by)
    return advice_of(item)


def offered(table: Table | None = None, **texts: str) -> Advice:
    """Return the advice on the first question, decided, so that it lies with the one who asked."""
    table = running(table or table_of())
    deciding.decide(write(table.item, table.office.chair, **texts), by=table.office.chair)
    return advice_of(table.item)
