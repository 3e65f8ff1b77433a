"""Which organisation may see a household. This module alone writes both the decision and guardian's row."""

from __future__ import annotations

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
from cases.choices import CaseEvent, SharingGround
from cases.models import Household, HouseholdGroupPermission, Involvement, SharingDecision

PERMISSIONS = ("view", "change", "coordinate")


class SharingTooLong(DomainError):
    """Access that runs longer than a year is not given (design 9); it can be given again."""


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
    if until is not None and until > now() + rules.SHARE_FOR_AT_MOST:
        raise SharingTooLong("Toegang duurt hoogstens 12 maanden. Kies een eerdere einddatum.", field="until")
    _end_now(household, organisation)
    for name in permissions:
        row = cast(HouseholdGroupPermission, assign_perm(f"cases.{name}_household", organisation.group, household))
        HouseholdGroupPermission.objects.filter(pk=row.pk).update(period=Period(end=until))
    return note_decision(
        household,
        organisation,
        permissions=permissions,
        ground=ground,
        ground_text=ground_text,
        until=until,
        family_informed_on=family_informed_on,
        family_not_informed_why=family_not_informed_why,
        by=by,
    )


@transaction.atomic
def stop_sharing(
    household: Household,
    organisation: Organisation,
    *,
    family_informed_on: date | None,
    family_not_informed_why: str = "",
    by: User,
) -> SharingDecision:
    """Take every permission of `organisation` on `household` away, from this moment; its people leave with it."""
    leaving = list(Involvement.objects.unended().filter(household=household, organisation=organisation))
    decision = note_decision(
        household,
        organisation,
        permissions=(),
        ground=SharingGround.LEGAL_TASK,
        ground_text="",
        until=None,
        family_informed_on=family_informed_on,
        family_not_informed_why=family_not_informed_why,
        by=by,
    )
    doors.end_access(household, leaving=leaving, organisation=organisation)
    return decision


def permissions_of(household: Household, organisation: Organisation) -> set[str]:
    """Return what `organisation` holds on `household` at this moment: "view", "change", "coordinate"."""
    codenames = HouseholdGroupPermission.objects.filter(
        content_object=household, group=organisation.group, period__contains=StatementTimestamp()
    ).values_list("permission__codename", flat=True)
    return {codename.removesuffix("_household") for codename in codenames}


def _end_now(household: Household, organisation: Organisation) -> None:
    HouseholdGroupPermission.objects.filter(content_object=household, group=organisation.group).update(
        period=EndedNow(F("period"))
    )


def note_decision(household: Household, organisation: Organisation, *, by: User, **decision: object) -> SharingDecision:
    """Keep what was decided. Called where the permissions themselves are written, in the same transaction."""
    permissions = decision.pop("permissions")
    row = SharingDecision.objects.create(
        household=household,
        organisation=organisation,
        permissions=list(permissions),  # type: ignore[call-overload]
        decided_by=by,
        **decision,
    )
    audit.record(
        CaseEvent.SHARING_DECIDED,
        target=row,
        by=by,
        organisation=organisation.uuid,
        permissions=",".join(row.permissions),
    )
    return row
