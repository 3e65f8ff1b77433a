"""Organisations, and who works for them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import audit, slots, versions
from accounts.choices import AccountEvent, OrganisationKind, Role
from accounts.clock import EndedNow
from accounts.errors import DomainError
from accounts.models import Membership, Municipality, Organisation, Region, User

NAME_TAKEN = "Er is in deze regio al een organisatie met deze naam."


class OrganisationNameTaken(DomainError):
    """Two organisations of one region with one name cannot be told apart."""


class KindStillNeeded(DomainError):
    """A family would have its face in something that is no local team."""


class AlreadyMember(DomainError):
    """Somebody works for an organisation once at a time."""


class MembershipStillNeeded(DomainError):
    """A family would be without its face."""


@transaction.atomic
def create_organisation(
    *,
    name: str,
    kind: OrganisationKind,
    region: Region,
    by: User | None,
    municipalities: Iterable[Municipality] = (),
    phone: str = "",
    is_region_office: bool = False,
) -> Organisation:
    """Make an organisation and the auth Group that carries its object permissions. Raises OrganisationNameTaken.

    `by` is None, and `is_region_office` true, for the first organisation of an installation only.
    """
    if Organisation.objects.filter(region=region, name__iexact=name).exists():
        raise OrganisationNameTaken(NAME_TAKEN, field="name")
    identifier = uuid.uuid4()
    organisation = Organisation.objects.create(
        uuid=identifier,
        name=name,
        kind=kind,
        region=region,
        phone=phone,
        is_region_office=is_region_office,
        group=Group.objects.create(name=str(identifier)),
    )
    organisation.municipalities.set(municipalities)
    audit.record(AccountEvent.ORGANISATION_CREATED, target=organisation, by=by, kind=str(kind))
    return organisation


@transaction.atomic
def change_organisation(
    organisation: Organisation,
    *,
    version: int | None,
    name: str,
    kind: OrganisationKind,
    municipalities: Iterable[Municipality],
    phone: str,
    by: User,
) -> Organisation:
    """Change what is known of an organisation.

    Raises VersionConflict, OrganisationNameTaken, and KindStillNeeded while a room says that somebody needs its kind.
    """
    organisation = versions.lock(organisation, version=version)
    others = Organisation.objects.filter(region=organisation.region_id).exclude(pk=organisation.pk)
    if others.filter(name__iexact=name).exists():
        raise OrganisationNameTaken(NAME_TAKEN, field="name")
    if kind != organisation.kind and (blockers := list(slots.fill("organisation_blockers", organisation))):
        raise KindStillNeeded(" ".join(blockers), field="kind")
    versions.save(organisation, by=by, fields={"name": name, "kind": kind, "phone": phone})
    organisation.municipalities.set(municipalities)
    audit.record(AccountEvent.ORGANISATION_CHANGED, target=organisation, by=by, kind=str(kind))
    return organisation


@transaction.atomic
def start_membership(
    user: User, organisation: Organisation, *, role: Role, by: User | None, function: str = ""
) -> Membership:
    """Let `user` work for `organisation` from this moment on. Raises AlreadyMember."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=user, organisation=organisation, role=role, function=function)
    except IntegrityError as error:
        raise AlreadyMember(f"{user.first_name} werkt al bij {organisation.name}.") from error
    audit.record(
        AccountEvent.MEMBERSHIP_STARTED,
        target=membership,
        by=by,
        user=user.uuid,
        organisation=organisation.uuid,
        role=str(role),
    )
    return membership


@transaction.atomic
def change_function(membership: Membership, *, function: str, by: User) -> None:
    """Change what somebody does there, in words. Nothing follows from it."""
    Membership.objects.filter(pk=membership.pk).update(function=function)
    audit.record(AccountEvent.FUNCTION_CHANGED, target=membership, by=by, user=membership.user.uuid)


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> None:
    """End it at this moment. Raises MembershipStillNeeded while a room says that somebody still needs it."""
    membership = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    if reason := still_needed(membership):
        raise MembershipStillNeeded(reason)
    _end(membership, by=by)


def _end(membership: Membership, *, by: User) -> None:
    Membership.objects.filter(pk=membership.pk).update(period=EndedNow(F("period")))
    audit.record(
        AccountEvent.MEMBERSHIP_ENDED,
        target=membership,
        by=by,
        user=membership.user.uuid,
        organisation=membership.organisation.uuid,
    )


@transaction.atomic
def change_role(membership: Membership, *, role: Role, by: User) -> Membership:
    """End one membership and begin the next, in another role, in one breath.

    Raises MembershipStillNeeded when a face would have a role that takes no part in a household.
    """
    membership = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    if role not in Role.WITH_HOUSEHOLDS and (reason := still_needed(membership)):
        raise MembershipStillNeeded(reason)
    _end(membership, by=by)
    return start_membership(membership.user, membership.organisation, role=role, by=by, function=membership.function)


def still_needed(membership: Membership) -> str:
    """Return why somebody cannot be missed there yet, in words, or ""."""
    return " ".join(slots.fill("membership_blockers", membership))
