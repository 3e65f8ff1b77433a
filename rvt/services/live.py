"""The meeting itself: it begins, a question is opened, its parts pass, somebody notes who is there, it ends.

What is said is in `writing`; what follows from it in `deciding`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit, versions
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import User
from rvt import talking
from rvt.choices import ItemKind, MeetingState, QuestionState, TableEvent, TalkPart
from rvt.models import Advice, AgendaItem, Guest, Meeting, Question


class NotSent(DomainError):
    """People come for an agenda that they got."""


class NotRunning(DomainError):
    """This meeting has not begun, or is over."""


class NotForTheTable(DomainError):
    """This place on the agenda holds no question that the table may open."""


class DoesNotFit(DomainError):
    """An item takes 5 to 240 minutes."""


@transaction.atomic
def start_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Begin. Raises NotSent, and NotRunning when it is over. A second start changes nothing."""
    meeting = versions.lock(meeting, version=None)
    if meeting.state == MeetingState.RUNNING:
        return meeting
    if meeting.state == MeetingState.DRAFT:
        raise NotSent("Verstuur eerst de agenda. Dan weet iedereen waarvoor die komt.")
    if meeting.state != MeetingState.SENT:
        raise NotRunning("Dit overleg is voorbij of gaat niet door.")
    versions.save(meeting, by=by, fields={"state": MeetingState.RUNNING})
    audit.record(TableEvent.MEETING_STARTED, target=meeting, by=by)
    return meeting


@transaction.atomic
def open_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """Put this question on the table: the first time in the first part, later where it was left.

    Another question that is open waits. Raises NotRunning and NotForTheTable.
    """
    item = _lock_running(item)
    if item.part_since is not None:
        return item
    if not _may_be_opened(item):
        raise NotForTheTable("Deze vraag ligt niet meer op de agenda.")
    _leave_open_items(item.meeting)
    item.part, item.part_since = item.part or TalkPart.RULES, now()
    item.save(update_fields=["part", "part_since"])
    Advice.objects.get_or_create(item=item, defaults={"question": item.question})  # type: ignore[misc]
    audit.record(TableEvent.ITEM_OPENED, target=item, by=by)
    return item


@transaction.atomic
def next_part(item: AgendaItem, *, after: str, by: User) -> AgendaItem:
    """Go on to the part after `after`. When a colleague did that already, nothing happens. Raises NotRunning."""
    item = _lock_running(item)
    if item.part_since is not None and item.part == after:
        item.part, item.part_since = talking.next_part(item.part), now()
        item.save(update_fields=["part", "part_since"])
    return item


@transaction.atomic
def next_item(item: AgendaItem, *, by: User) -> AgendaItem | None:
    """Leave this question as it is and open the next one that was not discussed; None: there is none, it stays open.

    Raises NotRunning.
    """
    item = _lock_running(item)
    waiting = item.meeting.items.on_agenda().filter(kind=ItemKind.QUESTION, is_done=False)
    after = [each for each in waiting.select_related("meeting", "question") if each.pk != item.pk]
    later = [each for each in after if each.position > item.position]
    following = next((each for each in [*later, *after] if _may_be_opened(each)), None)
    return open_item(following, by=by) if following else None


@transaction.atomic
def add_minutes(item: AgendaItem, *, by: User) -> AgendaItem:
    """Five minutes more for the part that runs, and so for the item. Raises NotRunning, NotForTheTable, DoesNotFit."""
    item = _lock_running(item)
    if item.part_since is None:
        raise NotForTheTable("Open deze vraag eerst.")
    minutes = talking.part_minutes(item.minutes, item.part_minutes)
    minutes[item.part] += talking.EXTRA_MINUTES
    return _give_minutes(item, minutes, by=by)


@transaction.atomic
def set_minutes(item: AgendaItem, *, minutes: Mapping[str, int], by: User) -> AgendaItem:
    """Give each part its minutes; the item takes as long as its parts. Raises NotRunning and DoesNotFit."""
    return _give_minutes(_lock_running(item), dict(minutes), by=by)


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Stop. What was discussed can still be written down; what was not goes back to the queue. Raises NotRunning."""
    meeting = versions.lock(meeting, version=None)
    if meeting.state != MeetingState.RUNNING:
        raise NotRunning("Dit overleg is niet bezig.")
    for item in meeting.items.on_agenda().filter(kind=ItemKind.QUESTION, is_done=False).select_related("question"):
        if item.part:
            _mark_discussed(item.question)
        else:
            _back_to_queue(item)
    _leave_open_items(meeting)
    versions.save(meeting, by=by, fields={"state": MeetingState.ENDED})
    audit.record(TableEvent.MEETING_ENDED, target=meeting, by=by)
    return meeting


@transaction.atomic
def note_attendance(meeting: Meeting, *, there: Collection[Any], by: User) -> None:
    """Write down which guests were there; `there` holds their keys. Raises NotRunning before the meeting."""
    meeting = versions.lock(meeting, version=None)
    if meeting.state not in (MeetingState.RUNNING, MeetingState.ENDED):
        raise NotRunning("Het overleg is nog niet begonnen.")
    guests = Guest.objects.filter(meeting=meeting)
    guests.filter(pk__in=there).update(was_there=True)
    guests.exclude(pk__in=there).update(was_there=False)
    audit.record(TableEvent.ATTENDANCE_NOTED, target=meeting, by=by)


def _lock_running(item: AgendaItem) -> AgendaItem:
    """Lock the meeting first, then the item: two chairs take turns."""
    meeting = versions.lock(item.meeting, version=None)
    if meeting.state != MeetingState.RUNNING:
        raise NotRunning("Dit overleg is niet bezig.")
    locked: AgendaItem = AgendaItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    locked.meeting = meeting
    return locked


def _may_be_opened(item: AgendaItem) -> bool:
    at_the_table = (QuestionState.SCHEDULED, QuestionState.DISCUSSED)
    is_question = item.kind == ItemKind.QUESTION and not item.is_off and not item.is_done
    return is_question and item.question is not None and item.question.state in at_the_table


def _leave_open_items(meeting: Meeting) -> None:
    meeting.items.filter(part_since__isnull=False).update(part_since=None)


def _give_minutes(item: AgendaItem, minutes: dict[str, int], *, by: User) -> AgendaItem:
    total = sum(minutes.values())
    if not talking.LEAST_MINUTES <= total <= talking.MOST_MINUTES:
        raise DoesNotFit("Een vraag duurt 5 tot 240 minuten.")
    item.minutes, item.part_minutes = total, minutes
    item.save(update_fields=["minutes", "part_minutes"])
    versions.save(item.meeting, by=by, fields={})
    audit.record(TableEvent.ITEM_MINUTES_CHANGED, target=item, by=by, minutes=total)
    return item


def _mark_discussed(question: Question) -> None:
    if question.state == QuestionState.SCHEDULED:
        question.state, question.discussed_on = QuestionState.DISCUSSED, timezone.localdate()
        question.save(update_fields=["state", "discussed_on"])


def _back_to_queue(item: AgendaItem) -> None:
    item.is_off = True
    item.save(update_fields=["is_off"])
    if item.question is not None and item.question.state == QuestionState.SCHEDULED:
        item.question.state = QuestionState.CHECKED
        item.question.save(update_fields=["state"])
