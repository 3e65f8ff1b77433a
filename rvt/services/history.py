"""A table that worked elsewhere before arrives with its past (`docs/adr/0032`): meetings that were held, what was asked
there and what was advised.

It accepts what lies behind us and nothing else, one meeting a transaction. What the acts of every day would have
written is written here at once, as it stands now. The history of changes keeps saying when it was written down, and
nobody is told anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import Organisation, Region, User
from rvt import plan, rules
from rvt.choices import (
    AdviceState,
    Discipline,
    FreeTalk,
    GuestAnswer,
    GuestPart,
    ItemKind,
    MeetingState,
    QuestionState,
    Recognition,
    TableEvent,
)
from rvt.models import (
    Advice,
    AgendaItem,
    AgendaRelease,
    Expert,
    ExpertLine,
    Guest,
    Invitation,
    LookBackAnswer,
    Meeting,
    Question,
    Recognised,
)
from rvt.services import deciding

WRITTEN = tuple(name for names in rules.STEPS.values() for name in names)


class NotThePast(DomainError):
    """Only what lies behind us can have been before."""


class OutOfOrder(DomainError):
    """A question is sent, then discussed, then agreed, then final."""


@dataclass(frozen=True)
class PastAdvice:
    """What the table advised. Days are local; a day that has not come yet is None, from `agreed_on` to `final_on`."""

    considerations: str
    text: str
    other_view: str
    follow_ups: Sequence[str]
    family_teller: str
    agreed_on: date | None
    lines_until: date | None
    final_on: date | None
    lines: Sequence[tuple[User, str]] = ()

    @property
    def state(self) -> AdviceState:
        if self.final_on:
            return AdviceState.FINAL
        return AdviceState.AT_THE_TABLE if self.agreed_on else AdviceState.READING

    @property
    def question_state(self) -> QuestionState:
        if self.final_on:
            return QuestionState.DONE
        return QuestionState.AGREED if self.agreed_on else QuestionState.READING


@dataclass(frozen=True)
class PastQuestion:
    """A question as it lay on the table. `written`: what an asker writes, by the name of the field."""

    asker: User
    organisation: Organisation
    written: dict[str, Any]
    submitted_on: date
    minutes: int
    advice: PastAdvice
    experts: Sequence[tuple[User, Discipline]]
    recognised: tuple[User, Recognition] | None = None


@dataclass(frozen=True)
class PastMeeting:
    """A meeting that was held, with its guests. `said_no` did not come; `stayed_away` said yes and did not come."""

    starts_at: datetime
    minutes: int
    place: str
    chair: User
    secretary: User
    questions: Sequence[PastQuestion]
    break_after: int
    """After how many questions there was a break; 0: none."""
    pause: int
    """Minutes of welcoming, of the break and of looking back."""
    said_no: frozenset[int] = frozenset()
    stayed_away: frozenset[int] = frozenset()
    """Keys of users."""


@dataclass(frozen=True)
class PastAnswer:
    """How somebody found the table, in a half-year such as `2026H1`. Nobody knows who."""

    half_year: str
    free_talk: FreeTalk
    right_knowledge: FreeTalk
    next_time: str = ""
    lesson: str = ""


@dataclass
class _Writing:
    """The rows of one meeting, before they are written."""

    meeting: Meeting
    questions: list[Question] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    guests: dict[int, Guest] = field(default_factory=dict)
    invitations: list[Invitation] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)
    lines: list[ExpertLine] = field(default_factory=list)
    recognised: list[Recognised] = field(default_factory=list)


@transaction.atomic
def take_over_pool(region: Region, experts: Iterable[tuple[User, Sequence[Discipline]]], *, by: User) -> None:
    """These people sit at the table of `region`, with what they know about. Who is there already stays as it is."""
    rows = [Expert(user=user, region=region, disciplines=list(disciplines)) for user, disciplines in experts]
    Expert.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record(TableEvent.PAST_TAKEN_OVER, target=region, by=by)


@transaction.atomic
def take_over_meeting(region: Region, past: PastMeeting, *, by: User) -> list[Question]:
    """Write down a meeting that was held, with its questions and what was advised; return the questions.

    Raises NotThePast, OutOfOrder.
    """
    _check(past)
    meeting: Meeting = Meeting.objects.create(
        region=region,
        starts_at=past.starts_at,
        minutes=past.minutes,
        place=past.place,
        chair=past.chair,
        secretary=past.secretary,
        state=MeetingState.ENDED,
        changed_by=by,
    )
    rows = _Writing(meeting)
    _add_item(rows, ItemKind.WELCOME, past.pause)
    for number, one in enumerate(past.questions, start=1):
        _add_question(rows, past, one)
        if number == past.break_after:
            _add_item(rows, ItemKind.BREAK, past.pause)
    _add_item(rows, ItemKind.CLOSING, past.pause)
    _write(rows)
    AgendaRelease.objects.create(
        meeting=meeting,
        number=1,
        content=_content(rows),
        sent_at=past.starts_at - timedelta(days=1),
        sent_by=past.chair,
    )
    audit.record(TableEvent.PAST_TAKEN_OVER, target=meeting, by=by)
    return rows.questions


@transaction.atomic
def take_over_sending(question: Question, *, submitted_on: date, by: User) -> None:
    """A question that waits was sent on an earlier day. Raises NotThePast, and OutOfOrder when it does not wait."""
    if submitted_on > timezone.localdate():
        raise NotThePast("Kies een dag die al geweest is.")
    waiting = Question.objects.filter(pk=question.pk, state__in=(*QuestionState.QUEUED, "returned", "scheduled"))
    if not waiting.update(begun_on=submitted_on, submitted_on=submitted_on):
        raise OutOfOrder("Deze vraag wacht niet.")
    audit.record_by_day(TableEvent.PAST_TAKEN_OVER, target=question, by=by)


@transaction.atomic
def take_over_answer(guest: Guest, *, answer: GuestAnswer, by: User) -> None:
    """What a guest said by telephone, before the agenda was sent. Raises OutOfOrder once it was."""
    asked = Guest.objects.filter(pk=guest.pk, meeting__state=MeetingState.DRAFT)
    if not asked.update(answer=answer, answered_at=now()):
        raise OutOfOrder("De agenda is al verstuurd. Dan antwoordt iemand zelf.")
    audit.record(
        TableEvent.GUEST_ANSWERED, target=guest.meeting, by=by, guest=guest.uuid, yes=answer == GuestAnswer.YES
    )


@transaction.atomic
def take_over_looking_back(region: Region, answers: Iterable[PastAnswer], *, by: User) -> None:
    """How people found the table of `region`. Answers have no person and no day, so these have none either.

    Raises NotThePast.
    """
    today = timezone.localdate()
    rows = [
        LookBackAnswer(
            id=uuid.uuid4(),
            region=region,
            half_year=one.half_year,
            free_talk=one.free_talk,
            right_knowledge=one.right_knowledge,
            next_time=one.next_time,
            lesson=one.lesson,
        )
        for one in answers
    ]
    if any(row.half_year > f"{today.year}H{1 if today.month <= 6 else 2}" for row in rows):
        raise NotThePast("Kies een half jaar dat al begonnen is.")
    LookBackAnswer.objects.bulk_create(rows)
    audit.record(TableEvent.PAST_TAKEN_OVER, target=region, by=by)


def _check(past: PastMeeting) -> None:
    held_on, today = timezone.localdate(past.starts_at), timezone.localdate()
    if past.starts_at >= now() or held_on == today:
        raise NotThePast("Kies een overleg dat al geweest is.")
    for one in past.questions:
        advice = one.advice
        steps = [one.submitted_on, held_on, advice.agreed_on, advice.lines_until, advice.final_on]
        known = [day for day in steps if day is not None]
        if known != sorted(known) or known != steps[: len(known)]:
            raise OutOfOrder("Deze dagen kloppen niet met elkaar.")
        if any(day and day > today for day in (advice.agreed_on, advice.final_on)):
            raise NotThePast("Kies een dag die al geweest is.")


def _add_item(rows: _Writing, kind: ItemKind, minutes: int, question: Question | None = None) -> AgendaItem:
    item = AgendaItem(
        meeting=rows.meeting,
        kind=kind,
        question=question,
        position=len(rows.items),
        minutes=minutes,
        is_done=kind == ItemKind.QUESTION,
    )
    rows.items.append(item)
    return item


def _add_question(rows: _Writing, past: PastMeeting, one: PastQuestion) -> None:
    held_on = timezone.localdate(past.starts_at)
    question = Question(
        region=rows.meeting.region,
        asker=one.asker,
        organisation=one.organisation,
        state=one.advice.question_state,
        begun_on=one.submitted_on,
        submitted_on=one.submitted_on,
        looked_by_asker=True,
        library_searched=True,
        checked_by=past.secretary,
        discussed_on=held_on,
        changed_by=past.secretary,
        **{name: one.written[name] for name in WRITTEN},
    )
    rows.questions.append(question)
    item = _add_item(rows, ItemKind.QUESTION, one.minutes, question)
    _add_guest(rows, past, item, one.asker, part=GuestPart.ASKER)
    for user, discipline in one.experts:
        _add_guest(rows, past, item, user, part=GuestPart.EXPERT, discipline=discipline)
    advice = Advice(
        item=item,
        question=question,
        state=one.advice.state,
        presented=deciding.presented(question),
        considerations=one.advice.considerations,
        text=one.advice.text,
        other_view=one.advice.other_view,
        follow_ups=list(one.advice.follow_ups),
        family_teller=one.advice.family_teller,
        decided_on=held_on,
        agreed_on=one.advice.agreed_on,
        lines_until=one.advice.lines_until,
        final_on=one.advice.final_on,
        changed_by=past.secretary,
    )
    rows.advice.append(advice)
    rows.lines += [ExpertLine(advice=advice, by=user, text=text) for user, text in one.advice.lines]
    if one.recognised:
        user, choice = one.recognised
        rows.recognised.append(Recognised(item=item, user=user, choice=choice, at=past.starts_at))


def _add_guest(
    rows: _Writing, past: PastMeeting, item: AgendaItem, user: User, *, part: GuestPart, discipline: str = ""
) -> None:
    is_no = user.pk in past.said_no
    guest = rows.guests.setdefault(
        user.pk,
        Guest(
            meeting=rows.meeting,
            user=user,
            part=part,
            answer=GuestAnswer.NO if is_no else GuestAnswer.YES,
            was_there=not is_no and user.pk not in past.stayed_away,
        ),
    )
    rows.invitations.append(Invitation(item=item, guest=guest, discipline=discipline, is_sent=True))


def _write(rows: _Writing) -> None:
    Question.objects.bulk_create(rows.questions)
    AgendaItem.objects.bulk_create(rows.items)
    Guest.objects.bulk_create(rows.guests.values())
    Invitation.objects.bulk_create(rows.invitations)
    Advice.objects.bulk_create(rows.advice)
    ExpertLine.objects.bulk_create(rows.lines)
    Recognised.objects.bulk_create(rows.recognised)


def _content(rows: _Writing) -> plan.Content:
    """Return the agenda as it was sent."""
    guests: dict[uuid.UUID, list[uuid.UUID]] = {}
    for invitation in rows.invitations:
        guests.setdefault(invitation.guest.uuid, []).append(invitation.item.uuid)
    return plan.content_of(rows.meeting, rows.items, guests)
