"""Standing in: while a face is away, a colleague of the same team may do what the face does, on exactly those days.

Somebody asks a colleague in `accounts`; once that one has said yes, this room gives the stand-in a part in every
household of which the absent person is the face (design 2, the column "cover").
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.clock import EndedNow, now
from accounts.errors import DomainError
from accounts.models import Absence, Membership, Organisation, User
from cases import doors
from cases.choices import CaseEvent, HouseholdStatus, Part
from cases.models import Household, Involvement


class NotOfTheSameTeam(DomainError):
    """A household stays with its team: somebody of another organisation does not stand in."""


def works_for(user: User, organisation: Organisation) -> bool:
    """Whether `user` works with households for `organisation` at this moment."""
    return Membership.objects.working_with_households().filter(user=user, organisation=organisation).exists()


def check_stand_in(user: User, stand_in: User) -> None:
    """Refuse a stand-in who does not work for every team in whose name `user` is a face. Raises NotOfTheSameTeam."""
    for organisation in Organisation.objects.filter(pk__in=_faces_of(user).values("organisation")):
        if not works_for(stand_in, organisation):
            raise NotOfTheSameTeam(
                f"{stand_in.first_name} werkt niet bij {organisation.name}. Kies een collega uit dat team.",
                field="stand_in",
            )


@transaction.atomic
def start_covers(absence: Absence, *, by: User) -> None:
    """Let the stand-in of an accepted absence join every household of the absent face, for those days only.

    Raises NotOfTheSameTeam.
    """
    check_stand_in(absence.user, absence.stand_in)
    for face in _faces_of(absence.user).select_related("household", "organisation"):
        _cover(face.household, face.organisation, absence, by=by, from_=None)


@transaction.atomic
def end_covers(absence: Absence, *, by: User) -> None:
    """Take the stand-in's part away from now on: the absence was withdrawn or ended earlier."""
    covers = Involvement.objects.filter(
        part=Part.COVER,
        user=absence.stand_in,
        household__in=_faces_of(absence.user).values("household"),
        period__overlap=_moments(absence),
    )
    for cover in covers.select_related("household"):
        Involvement.objects.filter(pk=cover.pk).update(period=EndedNow(F("period")))
        audit.record(CaseEvent.COVER_ENDED, target=cover, by=by, stand_in=absence.stand_in.uuid)


def cover_absences(
    household: Household, *, face: User, organisation: Organisation, by: User, from_: datetime | None = None
) -> None:
    """A household that gets a face who is away, now or soon, has that face's stand-in too."""
    for absence in Absence.objects.accepted_from(timezone.localdate()).filter(user=face).select_related("stand_in"):
        if works_for(absence.stand_in, organisation):
            _cover(household, organisation, absence, by=by, from_=from_)


def _cover(
    household: Household, organisation: Organisation, absence: Absence, *, by: User, from_: datetime | None
) -> None:
    begin, end = _moments(absence)
    begin = max(begin, from_ or begin, now())
    if end <= begin:
        return
    there = Involvement.objects.exclude(part=Part.EMERGENCY).filter(household=household, user=absence.stand_in)
    if there.filter(period__overlap=(begin, end)).exists():
        return  # This colleague has a part of their own already.
    cover = doors.start_involvement(household, absence.stand_in, organisation, Part.COVER, starts=begin, ends=end)
    audit.record(CaseEvent.COVER_STARTED, target=cover, by=by, stand_in=absence.stand_in.uuid)


def _faces_of(user: User):  # type: ignore[no-untyped-def]
    return Involvement.objects.running().faces().filter(user=user, household__status__in=HouseholdStatus.ACTIVE)


def _moments(absence: Absence) -> tuple[datetime, datetime]:
    """The days of an absence as moments: from the first midnight to the last one, Europe/Amsterdam."""
    return _midnight(absence.days.lower), _midnight(absence.days.upper)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
