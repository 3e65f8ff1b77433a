"""When somebody works, and who stands in when somebody is away.

The rooms above hear of it through three slots: `stand_in_check` (absent person, stand-in; may raise a DomainError),
`absence_accepted` and `absence_withdrawn` (the absence, `by`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit, slots
from accounts.choices import AbsenceStatus, AccountEvent, Weekday
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import Absence, User, WorkingDay
from accounts.notifications import notify
from accounts.rules import LONGEST_ABSENCE


class NoStandIn(DomainError):
    """Nobody goes away without somebody else being there."""


class WrongDays(DomainError):
    """The days of an absence do not fit."""


class StandInAway(DomainError):
    """Whoever is away cannot stand in."""


class AlreadyAnswered(DomainError):
    """The question was answered or withdrawn meanwhile."""


@dataclass(frozen=True)
class Hours:
    """One working day: from and until, local time (Europe/Amsterdam)."""

    weekday: Weekday
    starts_at: time
    ends_at: time


@transaction.atomic
def set_working_days(user: User, days: Iterable[Hours], *, by: User) -> None:
    """Replace the working days of `user` by `days`."""
    WorkingDay.objects.filter(user=user).delete()
    WorkingDay.objects.bulk_create(
        WorkingDay(user=user, weekday=day.weekday, starts_at=day.starts_at, ends_at=day.ends_at) for day in days
    )
    audit.record(AccountEvent.WORKING_DAYS_CHANGED, target=user, by=by)


@transaction.atomic
def ask_absence(user: User, *, stand_in: User | None, first_day: date, last_day: date, by: User) -> Absence:
    """Ask `stand_in` to be there for `user` on these days, both included. Nothing changes until the answer is yes.

    Raises NoStandIn, WrongDays, StandInAway, and what the rooms above refuse.
    """
    if stand_in is None or not User.objects.colleagues_of(user).contains(stand_in):
        raise NoStandIn("Kies wie waarneemt. Anders staat een gezin er alleen voor.", field="stand_in")
    if first_day < timezone.localdate():
        raise WrongDays("Kies een dag vanaf vandaag.", field="first_day")
    if last_day < first_day:
        raise WrongDays("Kies een laatste dag die niet voor de eerste ligt.", field="last_day")
    if last_day - first_day > LONGEST_ABSENCE:
        raise WrongDays("Kies hoogstens een jaar.", field="last_day")
    days = (first_day, last_day + timedelta(days=1))
    if Absence.objects.filter(user=stand_in, status=AbsenceStatus.ACCEPTED, days__overlap=days).exists():
        raise StandInAway(f"{stand_in.first_name} is dan zelf weg. Kies een andere collega.", field="stand_in")
    list(slots.fill("stand_in_check", user, stand_in))
    try:
        with transaction.atomic():
            absence = Absence.objects.create(user=user, stand_in=stand_in, days=days)
    except IntegrityError as error:
        raise WrongDays("Voor deze dagen heb je al waarneming gevraagd.", field="first_day") from error
    absence.refresh_from_db(fields=["days"])
    audit.record(AccountEvent.ABSENCE_ASKED, target=absence, by=by, user=user.uuid, stand_in=stand_in.uuid)
    notify(stand_in, "absence_asked", about=absence.uuid, by=by)
    return absence


@transaction.atomic
def answer_absence(absence: Absence, *, yes: bool, by: User) -> Absence:
    """Say yes or no to standing in. Raises AlreadyAnswered, and what the rooms above refuse."""
    absence = _locked(absence)
    if absence.status != AbsenceStatus.ASKED:
        raise AlreadyAnswered("Deze vraag is al beantwoord of ingetrokken.")
    absence.status = AbsenceStatus.ACCEPTED if yes else AbsenceStatus.DECLINED
    absence.answered_at = now()
    absence.save(update_fields=["status", "answered_at"])
    audit.record(AccountEvent.ABSENCE_ANSWERED, target=absence, by=by, yes=yes)
    if yes:
        list(slots.fill("absence_accepted", absence, by=by))
    notify(absence.user, "absence_yes" if yes else "absence_no", about=absence.uuid, by=by)
    return absence


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: User) -> Absence:
    """Take an absence back: it was not needed, or somebody is back earlier. Raises AlreadyAnswered."""
    absence = _locked(absence)
    if absence.status not in {AbsenceStatus.ASKED, AbsenceStatus.ACCEPTED}:
        raise AlreadyAnswered("Deze waarneming was al gestopt.")
    was_accepted = absence.status == AbsenceStatus.ACCEPTED
    absence.status = AbsenceStatus.WITHDRAWN
    absence.save(update_fields=["status"])
    audit.record(AccountEvent.ABSENCE_WITHDRAWN, target=absence, by=by)
    if was_accepted:
        list(slots.fill("absence_withdrawn", absence, by=by))
    notify(absence.stand_in, "absence_withdrawn", about=absence.uuid, by=by)
    return absence


def _locked(absence: Absence) -> Absence:
    locked: Absence = (
        Absence.objects.select_related("user", "stand_in")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=absence.pk)
    )
    return locked
