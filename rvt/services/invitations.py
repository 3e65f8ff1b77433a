"""Yes or no of a guest: in the application, or by two buttons behind the link in the mail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.clock import midnight, now
from accounts.errors import DomainError
from accounts.models import User
from accounts.workdays import working_days_earlier
from rvt import agenda_rules as rules
from rvt import plan
from rvt.choices import GuestAnswer, MeetingState, TableEvent
from rvt.models import Guest, Invitation
from rvt.services import telling


class TooLate(DomainError):
    """A meeting that began or was cancelled needs no answer."""


@transaction.atomic
def answer(guest: Guest, *, yes: bool, by: User) -> Guest:
    """Say yes or no; until the meeting begins one may change one's mind. The same answer twice is one answer.

    Raises TooLate.
    """
    current: Guest = (
        Guest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("meeting__chair", "meeting__secretary", "user")
        .get(pk=guest.pk)
    )
    if not is_answerable(current):
        raise TooLate("Dit overleg is begonnen, voorbij of afgezegd. Je hoeft niets meer te doen.")
    said = GuestAnswer.YES if yes else GuestAnswer.NO
    if current.answer == said:
        return current
    current.answer, current.answered_at = said, now()
    current.save(update_fields=["answer", "answered_at"])
    audit.record(TableEvent.GUEST_ANSWERED, target=current.meeting, by=by, guest=current.uuid, yes=yes)
    if not yes:
        telling.tell_office(current.meeting, "meeting_no", by=by)
    return current


def is_answerable(guest: Guest) -> bool:
    """Whether an answer still means something: asked, sent, not begun."""
    meeting = guest.meeting
    if meeting.state != MeetingState.SENT or meeting.starts_at <= now():
        return False
    return Invitation.objects.filter(guest=guest, is_sent=True).exists()


def make_token(guest: Guest) -> str:
    """Return the secret part of a new link for this guest; the link of an older mail stops working."""
    token = secrets.token_urlsafe(32)
    Guest.objects.filter(pk=guest.pk).update(token_digest=_digest(token))
    return token


def find_guest(token: str) -> Guest | None:
    """Return whose link this is, as long as that person belongs to the table or asks."""
    rows = Guest.objects.in_force().filter(token_digest=_digest(token))
    found: Guest | None = rows.select_related("meeting__chair", "meeting__secretary", "user").first()
    return found


@transaction.atomic
def remind() -> int:
    """Ask everybody who did not answer once more, two working days before; return how many. May run twice.

    In the name of the chair: a job has no person of its own.
    """
    today = timezone.localdate()
    until = midnight(last_day_to_remind(today) + timedelta(days=1))
    waiting = Guest.objects.in_force().to_remind(until).values("pk")
    rows = Guest.objects.filter(pk__in=waiting).select_for_update(of=("self",), no_key=True, skip_locked=True)
    told = 0
    for guest in rows.select_related("meeting__chair"):
        guest.reminded_on = today
        guest.save(update_fields=["reminded_on"])
        told += telling.tell(guest.meeting, {guest.uuid: plan.REMINDED}, by=guest.meeting.chair)
    return told


def last_day_to_remind(today: date) -> date:
    """Return the last day of which the reminder is due on `today`."""
    day = today
    while working_days_earlier(day + timedelta(days=1), rules.REMIND_BEFORE) <= today:
        day += timedelta(days=1)
    return day


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
