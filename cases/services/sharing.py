"""Which organisation may see a household. This module alone writes both the decision and guardian's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.db.models import F
from guardian.shortcuts import assign_perm

from accounts import audit
from accounts.clock import EndedNow, Period, StatementTimestamp, now
from accounts.errors import DomainError
from accounts.models import Organisation, User
from cases import doors, rules
from cases.choices import CaseEvent, Part, SharingGround
from cases.models import Household, HouseholdGroupPermission, Involvement, SharingDecision
from cases.services.guarding import refuse_secrets

PERMISSIONS = ("view", "change", "coordinate")


class SharingTooLong(DomainError):
    """Access that runs longer than a year is not given (design 9); it can be given again."""


class SharingOver(DomainError):
    """Access that would have ended already is none."""


@dataclass(frozen=True)
class FamilyHeard:
    """Whether the family knows of it: since which day and from talking with whom; or why not yet, and when it hears."""

    informed_on: date | None
    informed_with: str = ""
    not_informed_why: str = ""
    told_on: date | None = None


@dataclass(frozen=True)
class Grounds:
    """Why an organisation may see a household, who decided that, and whether the family knows."""

    ground: SharingGround
    decided_by: User
    family: FamilyHeard
    ground_text: str = ""


@transaction.atomic
def share_with_organisation(
    household: Household,
    organisation: Organisation,
    *,
    permissions: tuple[str, ...],
    ground: SharingGround,
    ground_text: str = "",
    until: datetime | None,
    family_informed_on: date | None,
    family_not_informed_why: str = "",
    by: User,
) -> SharingDecision:
    """Give `organisation` exactly `permissions` ("view", "change", "coordinate") on `household`, from now `until`.

    `until=None` is for the local team that coordinates; it ends when the household is closed for good.
    Raises SharingTooLong. Source: design 2 and 9.
    """
    family = FamilyHeard(informed_on=family_informed_on, not_informed_why=family_not_informed_why)
    grounds = Grounds(ground, by, family, ground_text)
    return grant(household, organisation, permissions=permissions, until=until, grounds=grounds, user=None, by=by)


def grant(
    household: Household,
    organisation: Organisation,
    *,
    permissions: tuple[str, ...],
    until: datetime | None,
    grounds: Grounds,
    user: User | None,
    by: User,
) -> SharingDecision:
    """The same with all its grounds; `user` is the person whom the decision is about. Raises SharingTooLong.

    At no moment in between does the organisation hold less than before and after: `by` may be one of its people.
    """
    if until is not None and until > now() + rules.SHARE_FOR_AT_MOST:
        raise SharingTooLong("Toegang duurt hoogstens 12 maanden. Kies een eerdere einddatum.", field="until")
    held = HouseholdGroupPermission.objects.filter(content_object=household, group=organisation.group)
    wanted = [f"{name}_household" for name in permissions]
    held.exclude(permission__codename__in=wanted).update(period=EndedNow(F("period")))
    for codename in wanted:
        row = cast(HouseholdGroupPermission, assign_perm(f"cases.{codename}", organisation.group, household))
        HouseholdGroupPermission.objects.filter(pk=row.pk).update(period=Period(end=until))
    return note_decision(
        household, organisation, permissions=permissions, until=until, grounds=grounds, user=user, by=by
    )


def hold_for_people(
    household: Household,
    organisation: Organisation,
    *,
    user: User,
    needs: tuple[str, ...],
    until: datetime | None,
    grounds: Grounds,
    by: User,
) -> SharingDecision:
    """Let `organisation` hold what its people need here, until the last of them stops: not more and not longer.

    `user` will need `needs` until `until`; with nothing needed that person leaves, and somebody else is still there.
    The team that coordinates holds everything already, without an end. Raises SharingTooLong.
    """
    others = [row for row in _people(household, organisation) if row.user_id != user.pk]
    ends = [row.period.upper for row in others] + ([until] if needs else [])
    known = [end for end in ends if end is not None]
    if "coordinate" in permissions_of(household, organisation) or not known:
        return note_decision(household, organisation, permissions=needs, until=until, grounds=grounds, user=user, by=by)
    wanted = set(needs).union(*(_needs(row) for row in others))
    return grant(
        household,
        organisation,
        permissions=tuple(name for name in PERMISSIONS if name in wanted),
        until=max(known),
        grounds=grounds,
        user=user,
        by=by,
    )


@transaction.atomic
def leave(involvement: Involvement, *, family: FamilyHeard, by: User) -> None:
    """End one part now. When nobody else of the organisation is there, it may see this household no more either."""
    household, organisation, user = involvement.household, involvement.organisation, involvement.user
    grounds = Grounds(SharingGround.LEGAL_TASK, by, family)
    # The end comes last: who leaves sees no more of this household afterwards.
    if all(row.pk == involvement.pk for row in _people(household, organisation)):
        note_stop(household, organisation, user=user, family=family, by=by)
        doors.end_access(household, leaving=[involvement], organisation=organisation)
    else:
        hold_for_people(household, organisation, user=user, needs=(), until=None, grounds=grounds, by=by)
        doors.end_access(household, leaving=[involvement])


@transaction.atomic
def stop_organisation(
    household: Household, organisation: Organisation, *, family: FamilyHeard, by: User
) -> SharingDecision:
    """Take every permission of `organisation` on `household` away, from this moment; its people leave with it."""
    leaving = _people(household, organisation)
    decision = note_stop(household, organisation, user=None, family=family, by=by)
    doors.end_access(household, leaving=leaving, organisation=organisation)
    return decision


def note_stop(
    household: Household, organisation: Organisation, *, user: User | None, family: FamilyHeard, by: User
) -> SharingDecision:
    """Keep that `organisation`, or `user` of it, may see this household no more."""
    grounds = Grounds(SharingGround.LEGAL_TASK, by, family)
    return note_decision(household, organisation, permissions=(), until=None, grounds=grounds, user=user, by=by)


def permissions_of(household: Household, organisation: Organisation) -> set[str]:
    """Return what `organisation` holds on `household` at this moment: "view", "change", "coordinate"."""
    codenames = HouseholdGroupPermission.objects.filter(
        content_object=household, group=organisation.group, period__contains=StatementTimestamp()
    ).values_list("permission__codename", flat=True)
    return {codename.removesuffix("_household") for codename in codenames}


def _people(household: Household, organisation: Organisation) -> list[Involvement]:
    return list(Involvement.objects.unended().filter(household=household, organisation=organisation))


def _needs(involvement: Involvement) -> tuple[str, ...]:
    return ("view",) if involvement.part == Part.EMERGENCY else rules.NEEDED_FOR[involvement.level]


def note_decision(
    household: Household,
    organisation: Organisation,
    *,
    permissions: tuple[str, ...],
    until: datetime | None,
    grounds: Grounds,
    user: User | None,
    by: User,
) -> SharingDecision:
    """Keep what was decided. Called where the permissions themselves are written, in the same transaction.

    Raises TellsASecret.
    """
    refuse_secrets(
        household,
        ground_text=grounds.ground_text,
        informed_with=grounds.family.informed_with,
        not_informed_why=grounds.family.not_informed_why,
    )
    row = SharingDecision.objects.create(
        household=household,
        organisation=organisation,
        user=user,
        permissions=list(permissions),
        ground=grounds.ground,
        ground_text=grounds.ground_text,
        decided_by=grounds.decided_by,
        until=until,
        family_informed_on=grounds.family.informed_on,
        family_informed_with=grounds.family.informed_with,
        family_not_informed_why=grounds.family.not_informed_why,
        family_told_on=grounds.family.told_on,
    )
    audit.record(
        CaseEvent.SHARING_DECIDED,
        target=row,
        by=by,
        organisation=organisation.uuid,
        permissions=",".join(row.permissions),
        person=user.uuid if user else None,
        decided_by=grounds.decided_by.uuid,
    )
    return row
