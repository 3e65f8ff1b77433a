"""What the table adds to "Mijn dag" (ux, S3): what came back, what waits for a look, and the next meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.context_processors import desk
from accounts.day import DayAction, DayBlock, DayPart, Place
from accounts.models import User
from rvt import board, plan
from rvt.choices import GuestAnswer, MeetingState, QuestionState
from rvt.models import Guest, Meeting, Question
from rvt.querysets.office import OFFICE
from rvt.services import agenda


@dataclass(frozen=True)
class WaitingQuestions:
    """One line for who runs the table: how many questions wait for a look."""

    number: int


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting of somebody who sits at the table. `missing`: expertise that nobody brings, for who runs it;
    `visit`: when a guest is needed."""

    meeting: Any
    runs: bool
    missing: list[str]
    visit: plan.Visit | None
    answer: str

    @property
    def waits(self) -> bool:
        """Whether this guest still has to answer."""
        return self.answer == GuestAnswer.WAITING


def table_today(request: HttpRequest, today: date) -> DayPart | None:
    """Fill the day of who asks, who runs the table and who sits at it; None for everybody else."""
    person = desk(request)
    if person is None:
        return None
    user: User = request.user  # type: ignore[assignment]
    rows: list[Any] = []
    if person.roles & set(Role.WITH_HOUSEHOLDS):
        waits = (QuestionState.RETURNED, QuestionState.READING)
        rows += Question.objects.asked_by(user).filter(state__in=waits).order_by("id")
    if person.roles & set(OFFICE):
        number = Question.objects.looked_over_by(user).filter(state=QuestionState.SUBMITTED).count()
        rows += [WaitingQuestions(number)] if number else []
    coming = next_meeting(user) if person.roles & set(Role.AT_THE_TABLE) else None
    place = Place.TODAY if coming and timezone.localdate(coming.meeting.starts_at) == today else Place.MEETING
    blocks = [
        DayBlock(Place.WAITING, "rvt/partials/day_questions.html", rows),
        DayBlock(place, "rvt/partials/day_meeting.html", [coming] if coming else []),
    ]
    return DayPart(blocks=blocks, action=_action(coming), next_on=_day_after(coming, today))


def next_meeting(user: User) -> NextMeeting | None:
    """Return the next meeting that `user` runs or is asked for; None when there is none."""
    meeting = Meeting.objects.visible_to(user).coming().with_sent().first()
    if meeting is None:
        return None
    if Meeting.objects.run_by(user).filter(pk=meeting.pk).exists():
        found = board.of(agenda.Agenda(meeting, agenda.items_of(meeting)))
        return NextMeeting(meeting, True, list(dict.fromkeys(gap.label for gap in found.gaps)), None, "")
    guest = Guest.objects.filter(user=user, meeting=meeting).first()
    visit = plan.visit_of(meeting.sent, guest.uuid) if guest and meeting.sent else None
    return NextMeeting(meeting, False, [], visit, guest.answer if guest else "")


def _action(coming: NextMeeting | None) -> DayAction | None:
    if coming is None or not coming.runs or coming.meeting.state == MeetingState.RUNNING:
        return None
    return DayAction("Agenda samenstellen", reverse("rvt:agenda", args=[coming.meeting.uuid]), "table")


def _day_after(coming: NextMeeting | None, today: date) -> date | None:
    day = timezone.localdate(coming.meeting.starts_at) if coming else None
    return day if day and day > today else None
