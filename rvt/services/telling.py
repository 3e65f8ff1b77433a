"""Telling the guests of a meeting that something waits: a line in their list, and a mail (design 7).

The mail is the one that says more than that: the day, the place and the own times, never a question or a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from accounts import outbox
from accounts.models import User
from accounts.notifications import notify
from rvt import plan
from rvt.choices import GuestAnswer
from rvt.models import Guest, Meeting

MAIL = "meeting_mail"

KINDS = {
    plan.ASKED: "meeting_asked",
    plan.CHANGED: "meeting_changed",
    plan.CANCELLED: "meeting_cancelled",
    plan.REMINDED: "meeting_reminded",
}
"""The notification of each piece of news."""


def tell(meeting: Meeting, news: Mapping[UUID, str], *, by: User) -> int:
    """Tell these guests their news; return how many. Not who said no, and not who left.

    One mail for each guest, kind and state of the meeting: a repeat sends none.
    """
    guests = Guest.objects.filter(meeting=meeting, uuid__in=news).in_force()
    told = 0
    for guest in guests.exclude(answer=GuestAnswer.NO).select_related("user"):
        kind = news[guest.uuid]
        notify(guest.user, KINDS[kind], about=meeting.uuid, by=by)
        once = f"{guest.uuid}:{kind}:{meeting.sequence}"
        outbox.enqueue(MAIL, unique_key=once, by=by, guest=guest.uuid, news=kind, sequence=meeting.sequence)
        told += 1
    return told


def tell_office(meeting: Meeting, kind: str, *, by: User) -> None:
    """Put a line in the list of who leads and who writes."""
    for person in {meeting.chair, meeting.secretary}:
        if person is not None and person != by:
            notify(person, kind, about=meeting.uuid, by=by)
