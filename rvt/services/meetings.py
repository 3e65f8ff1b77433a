"""Meetings of the table: made one by one or as a series, changed, and cancelled."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit, versions
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import Region, User
from accounts.workdays import is_holiday
from rvt import agenda_rules as rules
from rvt import plan
from rvt.choices import GuestAnswer, ItemKind, MeetingState, QuestionState, TableEvent
from rvt.models import AgendaItem, Guest, Meeting, MeetingSeries, Question
from rvt.querysets.office import office_of, regions_run_by
from rvt.services import telling

MOST_AT_ONCE = 60
"""A series makes so many meetings at most."""

__all__ = ["Setting", "cancel_meeting", "change_meeting", "make_meeting", "make_series"]


class NotTheirTable(DomainError):
    """Whoever leads or writes must sit in the office of that table."""


class WrongMoment(DomainError):
    """A meeting lies ahead, and a series has days."""


class MeetingOver(DomainError):
    """A meeting that began, ended or was cancelled is not changed any more."""


@dataclass(frozen=True)
class Setting:
    """Where and with whom. `minutes` is how long."""

    minutes: int
    place: str
    link: str
    chair: User
    secretary: User | None = None

    def by_name(self) -> dict[str, object]:
        """Return them by the name of the field."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def make_meeting(region: Region, *, starts_at: datetime, setting: Setting, by: User) -> Meeting:
    """Make one meeting, with its fixed begin and end on the agenda. Raises WrongMoment and NotTheirTable."""
    _check(region, setting, by)
    _check_ahead(starts_at)
    return _make(region, starts_at, setting, None, by)


@transaction.atomic
def make_series(
    region: Region, *, first_on: date, last_on: date, weekday: int, starts: time, every: int, setting: Setting, by: User
) -> list[Meeting]:
    """Make a series and all its meetings, one every `every` weeks. A public holiday is skipped, and not made up for.

    Days and `starts` are local (Europe/Amsterdam). Raises WrongMoment and NotTheirTable.
    """
    _check(region, setting, by)
    all_days = rules.series_days(first_on, last_on, weekday=weekday, every=every)
    days = [day for day in all_days if not is_holiday(day)]
    if not days:
        why = "In deze periode valt die dag op een feestdag." if all_days else "In deze periode valt die dag niet."
        raise WrongMoment(why, field="last_on")
    if len(days) > MOST_AT_ONCE:
        raise WrongMoment(f"Dit zijn {len(days)} overleggen. Kies er hoogstens {MOST_AT_ONCE}.", field="last_on")
    moments = [timezone.make_aware(datetime.combine(day, starts)) for day in days]
    _check_ahead(moments[0], field="first_on")
    series: MeetingSeries = MeetingSeries.objects.create(
        region=region,
        weekday=str(weekday),
        starts=starts,
        every=every,
        first_on=first_on,
        last_on=last_on,
        **setting.by_name(),
    )
    return [_make(region, moment, setting, series, by) for moment in moments]


@transaction.atomic
def change_meeting(meeting: Meeting, *, version: int, starts_at: datetime, setting: Setting, by: User) -> Meeting:
    """Change when, where and with whom. On another day the guests are asked again.

    Raises VersionConflict, MeetingOver, WrongMoment and NotTheirTable.
    """
    current = versions.lock(meeting, version=version)
    check_open(current)
    _check(current.region, setting, by)
    _check_ahead(starts_at)
    if timezone.localdate(current.starts_at) != timezone.localdate(starts_at):
        asked = Guest.objects.filter(meeting=current)
        asked.update(answer=GuestAnswer.WAITING, answered_at=None, reminded_on=None)
    versions.save(current, by=by, fields={"starts_at": starts_at, **setting.by_name()})
    audit.record(TableEvent.MEETING_CHANGED, target=current, by=by)
    return current


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Cancel a meeting: its questions go back to the queue, and who was asked is told. Raises MeetingOver."""
    current = versions.lock(meeting, version=None)
    check_open(current)
    release = current.releases.last()
    free_questions(current.items.live())
    current.items.live().filter(kind=ItemKind.QUESTION).update(is_off=True)
    state = {"state": MeetingState.CANCELLED, "sequence": current.sequence + (release is not None)}
    versions.save(current, by=by, fields=state)
    audit.record(TableEvent.MEETING_CANCELLED, target=current, by=by)
    if release is not None:
        telling.tell(current, dict.fromkeys(map(UUID, release.content["guests"]), plan.CANCELLED), by=by)
    return current


def check_open(meeting: Meeting) -> None:
    """Raise MeetingOver when the agenda stands fast."""
    if meeting.state not in (MeetingState.DRAFT, MeetingState.SENT):
        raise MeetingOver("Dit overleg is begonnen, voorbij of afgezegd. De agenda staat vast.")


def free_questions(items: Any) -> None:
    """Let the questions of these items wait for a place again: they keep "Geen namen gezien"."""
    scheduled = Question.objects.filter(items__in=items, state=QuestionState.SCHEDULED)
    Question.objects.filter(pk__in=list(scheduled.values_list("pk", flat=True))).update(state=QuestionState.CHECKED)


def _make(region: Region, starts_at: datetime, setting: Setting, series: MeetingSeries | None, by: User) -> Meeting:
    meeting: Meeting = Meeting.objects.create(
        region=region, starts_at=starts_at, series=series, changed_by=by, **setting.by_name()
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, kind=kind, position=place, minutes=rules.FIXED_MINUTES)
        for place, kind in enumerate((ItemKind.WELCOME, ItemKind.CLOSING))
    )
    audit.record(TableEvent.MEETING_MADE, target=meeting, by=by)
    return meeting


def _check(region: Region, setting: Setting, by: User) -> None:
    if not Region.objects.filter(pk=region.pk, pk__in=regions_run_by(by)).exists():
        raise NotTheirTable("Dit is niet jouw tafel.")
    office = set(office_of(region))
    for field in ("chair", "secretary"):
        person = getattr(setting, field)
        if person is not None and person not in office:
            raise NotTheirTable("Kies iemand die nu bij deze tafel hoort.", field=field)


def _check_ahead(starts_at: datetime, field: str = "day") -> None:
    if starts_at <= now():
        raise WrongMoment("Kies een moment na nu.", field=field)
