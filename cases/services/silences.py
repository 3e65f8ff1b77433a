"""Lang stil: the face hears when nobody had contact with a family for longer than agreed.

Once a day beat asks the database who is a face; each then looks, in the own name, at the own families. A family is told
of once for each silence: the next one begins after the next contact.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit, outbox
from accounts.actor import acting_as
from accounts.models import Notification, OutboxEntry, User
from accounts.notifications import notify
from cases import doors, rules
from cases.choices import CaseEvent, Part
from cases.models import Household

KIND = "look_for_silence"
TOLD = "household_silent"


def promise_looks() -> int:
    """Promise every face one look today; return how many faces there are."""
    today = timezone.localdate()
    faces = doors.faces_at_work()
    for face in User.objects.filter(pk__in=faces):
        with acting_as(face), transaction.atomic():
            outbox.enqueue(KIND, unique_key=f"{face.uuid}:{today}", by=face)
    return len(faces)


def silent_since(household: Any, today: date) -> date | None:
    """Return the day of the last contact when that is longer ago than agreed. Needs `with_last_contact`."""
    every = rules.silent_after_days(household.contact_every_days, household.phase_step)
    last: date = household.last_contact_on
    return last if last + timedelta(days=every) < today else None


def look(entry: OutboxEntry) -> None:
    """Tell the face, once, of each family that is silent. Acts as that face."""
    face, today = entry.by, timezone.localdate()
    rows = Household.objects.visible_to(face).active().with_part_of(face, Part.CONTACT)
    for household in rows.with_story(face).with_last_contact(face).order_by("pk"):
        last = silent_since(household, today)
        if last is None or _was_told(face, household, since=last):
            continue
        audit.record(CaseEvent.SILENCE_TOLD, target=household, by=face, scheduled=True)
        notify(face, TOLD, about=household.uuid, by=None)


def _was_told(face: User, household: Household, *, since: date) -> bool:
    earlier = Notification.objects.visible_to(face).filter(kind=TOLD, about=household.uuid)
    return bool(earlier.filter(at__date__gt=since).exists())
