"""A person of an organisation joins a household for a while: giving that, making it longer, stopping it (ux, S10).

Never a whole organisation at once, and never without an end. Everybody whom it concerns hears it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.choices import Role
from accounts.clock import Period, now
from accounts.models import Membership, Organisation, User
from accounts.notifications import notify
from cases import doors, rules
from cases.choices import CaseEvent, Level, Part
from cases.models import Exclusion, Household, Involvement
from cases.services import covers, sharing
from cases.services.active import lock_active
from cases.services.faces import NobodyToJoin, NotOpenAnymore, face_of
from cases.services.sharing import FamilyHeard, Grounds, SharingOver


class NotTheirDecision(NobodyToJoin):
    """Who decides about access is the face, the duo or the team lead."""


def end_of(last_day: date) -> datetime:
    """Return the moment at which access until and with `last_day` (local) ends: the midnight after it."""
    return timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))


def last_day_of(*ends: datetime | None) -> date | None:
    """Return the last local day before the earliest of these ends (aware, exclusive); None when there is no end."""
    known = [end for end in ends if end is not None]
    return timezone.localdate(min(known) - timedelta(microseconds=1)) if known else None


def deciders(household: Household) -> Any:
    """Return who may decide that somebody joins: the face, the duo, and the leads of the team that coordinates."""
    near = Involvement.objects.running().filter(household=household, part__in=[Part.CONTACT, Part.DUO])
    leads = Membership.objects.current().filter(role=Role.TEAM_LEAD, organisation=face_of(household).organisation)
    rows = User.objects.active().filter(pk__in=near.values("user")) | User.objects.active().filter(
        pk__in=leads.values("user")
    )
    return rows.order_by("name")


def guests_for(household: Household, organisation: Organisation) -> Any:
    """Return who of `organisation` can join: works with households, has no part here, and is not kept out."""
    there = Involvement.objects.unended().filter(household=household).exclude(part=Part.EMERGENCY)
    kept_out = Exclusion.objects.running().filter(household=household)
    people = User.objects.professionals_of(organisation)
    return people.exclude(pk__in=there.values("user")).exclude(pk__in=kept_out.values("user")).order_by("name")


@transaction.atomic
def give_access(
    household: Household,
    user: User,
    organisation: Organisation,
    *,
    level: Level,
    until: datetime,
    grounds: Grounds,
    by: User,
) -> Involvement:
    """Let `user` of `organisation` look along from now `until`, and tell everybody whom it concerns.

    Raises NobodyToJoin, NotTheirDecision, SharingOver, SharingTooLong, HouseholdIsClosed.
    """
    household = lock_active(household)
    _check_end(until)
    _check_decider(household, grounds)
    if not covers.works_for(user, organisation):
        raise NobodyToJoin("Deze persoon werkt niet bij die organisatie.", field="user")
    if not guests_for(household, organisation).filter(pk=user.pk).exists():
        raise NobodyToJoin("Deze persoon hoort al bij dit gezin, of mag het niet zien.", field="user")
    needs = rules.NEEDED_FOR[level]
    sharing.hold_for_people(household, organisation, user=user, needs=needs, until=until, grounds=grounds, by=by)
    involvement = doors.start_involvement(household, user, organisation, Part.INVITED, level=level, ends=until)
    audit.record(CaseEvent.ACCESS_GIVEN, target=involvement, by=by, person=user.uuid, level=level, **_until(until))
    notify(user, "access_given", about=involvement.uuid, by=by)
    _tell_face(household, "access_given_to", involvement, by=by)
    return involvement


@transaction.atomic
def extend_access(
    involvement: Involvement, *, level: Level | None, until: datetime, grounds: Grounds, by: User
) -> Involvement:
    """Let access of a guest or of the duo end at `until`; `level` is for guests. An earlier end is fine too.

    Raises NotOpenAnymore, NotTheirDecision, SharingOver, SharingTooLong, HouseholdIsClosed.
    """
    household = lock_active(involvement.household)
    involvement = _still_there(involvement)
    user, organisation = involvement.user, involvement.organisation
    _check_end(until)
    _check_decider(household, grounds)
    level = None if involvement.part == Part.DUO else level
    needs = rules.NEEDED_FOR[level or ""]
    sharing.hold_for_people(household, organisation, user=user, needs=needs, until=until, grounds=grounds, by=by)
    if level is None or level == involvement.level:
        rows = Involvement.objects.filter(pk=involvement.pk)
        rows.update(period=Period(F("period__startswith"), until))
    else:
        doors.end_access(household, leaving=[involvement])
        involvement = doors.start_involvement(household, user, organisation, Part.INVITED, level=level, ends=until)
    audit.record(CaseEvent.ACCESS_EXTENDED, target=involvement, by=by, person=user.uuid, **_until(until))
    notify(user, "access_extended", about=involvement.uuid, by=by)
    _tell_face(household, "access_extended_of", involvement, by=by)
    return involvement


@transaction.atomic
def stop_access(involvement: Involvement, *, family: FamilyHeard, by: User) -> None:
    """End the access of one guest now. `by` shares this household, or is the guest.

    Raises NotOpenAnymore, HouseholdIsClosed.
    """
    household = lock_active(involvement.household)
    involvement = _still_there(involvement)
    face = face_of(household)
    audit.record(CaseEvent.ACCESS_STOPPED, target=involvement, by=by, person=involvement.user.uuid)
    sharing.leave(involvement, family=family, by=by)
    _tell_stopped(involvement, face.user, by=by)


@transaction.atomic
def stop_organisation(household: Household, organisation: Organisation, *, family: FamilyHeard, by: User) -> None:
    """End what `organisation` and all its people may see here, now. Never the team that coordinates.

    Raises NotOpenAnymore, HouseholdIsClosed.
    """
    household = lock_active(household)
    held = sharing.permissions_of(household, organisation)
    if "view" not in held or "coordinate" in held:
        raise NotOpenAnymore("Deze organisatie mag dit gezin al niet meer zien.")
    face = face_of(household)
    rows = Involvement.objects.running().filter(household=household, organisation=organisation)
    leaving = list(rows.select_related("user", "household"))
    for involvement in leaving:
        audit.record(CaseEvent.ACCESS_STOPPED, target=involvement, by=by, person=involvement.user.uuid)
    sharing.stop_organisation(household, organisation, family=family, by=by)
    for involvement in leaving:
        _tell_stopped(involvement, face.user, by=by)


def _still_there(involvement: Involvement) -> Involvement:
    rows = Involvement.objects.running().select_related("user", "organisation", "household")
    row: Involvement | None = rows.filter(pk=involvement.pk).first()
    if row is None:
        raise NotOpenAnymore("Deze toegang is al gestopt.")
    return row


def _check_end(until: datetime) -> None:
    if until <= now():
        raise SharingOver("Kies vandaag of een dag daarna.", field="until")


def _check_decider(household: Household, grounds: Grounds) -> None:
    if not deciders(household).filter(pk=grounds.decided_by.pk).exists():
        raise NotTheirDecision("Kies het vaste gezicht, de duo of de teamleider.", field="decided_by")


def _until(until: datetime) -> dict[str, str]:
    day = last_day_of(until)
    return {"until": day.isoformat()} if day else {}


def _tell_face(household: Household, kind: str, involvement: Involvement, *, by: User) -> None:
    face = face_of(household).user
    if face != by:
        notify(face, kind, about=involvement.uuid, by=by)


def _tell_stopped(involvement: Involvement, face: User, *, by: User) -> None:
    if involvement.user != by:
        notify(involvement.user, "access_stopped", about=involvement.uuid, by=by)
    if face != by:
        notify(face, "access_stopped_of", about=involvement.uuid, by=by)
