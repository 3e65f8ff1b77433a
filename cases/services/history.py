"""A household that comes from elsewhere arrives with its past (`docs/adr/0030`).

Everything else is done by the services of every day, which take the day on which something happened. What those decide
by the clock of the database (since when somebody is the face, when it was closed) is set right here, in the same
transaction, and only for what lies behind us. The history of changes keeps saying when it was written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Func
from django.utils import timezone

from accounts import audit
from accounts.clock import Period
from accounts.errors import DomainError
from accounts.models import Organisation, User
from cases.choices import CaseEvent, Part, SwitchReason
from cases.models import Agreement, ContactPeriod, Household, Involvement
from cases.services import faces
from cases.services.active import lock_active


class NotThePast(DomainError):
    """Only what lies behind us can have been before."""


@dataclass(frozen=True)
class PastFace:
    """Somebody was the face from the start of `since` (a local day) until the next one began."""

    user: User
    organisation: Organisation
    since: date
    reason: SwitchReason | None = None
    family_heard: str = ""


@transaction.atomic
def take_over_faces(household: Household, past: Sequence[PastFace], *, by: User) -> Household:
    """Give an active household, just opened, the faces it had. The last of `past` is the face it has now.

    The periods abut. Also sets since when they work together. Raises NotThePast, HouseholdIsClosed.
    """
    household = lock_active(household)
    now_face = faces.face_of(household)
    starts = [start_of(face.since) for face in past]
    if starts != sorted(set(starts)) or starts[-1] > timezone.now() or past[-1].user != now_face.user:
        raise NotThePast("Het verleden loopt van eerder naar later, tot en met het vaste gezicht van nu.")
    _begin_at(now_face, starts[-1])
    for face, start, end in zip(past[:-1], starts, starts[1:], strict=False):
        earlier = Involvement.objects.create(
            household=household, user=face.user, organisation=face.organisation, part=Part.CONTACT, period=Period(start, end)
        )
        ContactPeriod.objects.create(involvement=earlier, **_how(face))
    ContactPeriod.objects.filter(involvement=now_face).update(**_how(past[-1]))
    Household.objects.filter(pk=household.pk).update(together_since=past[0].since)
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=household, by=by, faces=len(past))
    household.refresh_from_db()
    return household


@transaction.atomic
def take_over_duo(household: Household, *, since: date, by: User) -> None:
    """The duo that runs now began on `since` (a local day). Raises NotThePast, HouseholdIsClosed."""
    household = lock_active(household)
    duo = Involvement.objects.running().get(household=household, part=Part.DUO)
    _begin_at(duo, _moment(since))
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=duo, by=by)


@transaction.atomic
def take_over_agreement(agreement: Agreement, *, made_on: date, by: User) -> None:
    """The agreement was made on `made_on`. Raises NotThePast, HouseholdIsClosed."""
    lock_active(agreement.household)
    _moment(made_on)
    Agreement.objects.filter(pk=agreement.pk).update(made_on=made_on)
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=agreement, by=by)


@transaction.atomic
def take_over_ending(household: Household, *, closed_on: date, reopened_on: date | None = None, by: User) -> Household:
    """The household was closed on `closed_on`, and, when it is active now, started again on `reopened_on`.

    Raises NotThePast.
    """
    closed, reopened = _moment(closed_on), _moment(reopened_on) if reopened_on else None
    household = Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    if household.is_active:
        household.reopened_at = reopened
    else:
        household.closed_at = closed
    household.save(update_fields=["closed_at", "reopened_at"])
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=household, by=by)
    return household


def start_of(day: date) -> datetime:
    """Return the beginning of a local day (Europe/Amsterdam)."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _moment(day: date) -> datetime:
    if start_of(day) > timezone.now():
        raise NotThePast("Kies een dag die al geweest is.")
    return start_of(day)


def _begin_at(involvement: Involvement, moment: datetime) -> None:
    ends = Func(F("period"), function="upper")
    Involvement.objects.filter(pk=involvement.pk).update(period=Period(moment, ends))


def _how(face: PastFace) -> dict[str, object]:
    return {
        "reason": face.reason or "",
        "family_heard": face.family_heard,
        "meeting_on": face.since if face.reason else None,
    }
