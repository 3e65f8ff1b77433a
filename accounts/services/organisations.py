"""Organisations, and who works for them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import audit, slots
from accounts.choices import AccountEvent, OrganisationKind, Role
from accounts.clock import EndedNow
from accounts.errors import DomainError
from accounts.models import Membership, Municipality, Organisation, Region, User


class OrganisationNameTaken(DomainError):
    """Two organisations of one region with one name cannot be told apart."""


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
) -> Organisation:
    """Make an organisation and the auth Group that carries its object permissions. Raises OrganisationNameTaken.

    `by` is None for the first organisation of an installation only.
    """
    if Organisation.objects.filter(region=region, name__iexact=name).exists():
        raise OrganisationNameTaken("Er is in deze regio al een organisatie met deze naam.", field="name")
    identifier = uuid.uuid4()
    organisation = Organisation.objects.create(
        uuid=identifier,
        name=name,
        kind=kind,
        region=region,
        phone=phone,
        group=Group.objects.create(name=str(identifier)),
    )
    organisation.municipalities.set(municipalities)
    audit.record(AccountEvent.ORGANISATION_CREATED, target=organisation, by=by, kind=str(kind))
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
def end_membership(membership: Membership, *, by: User) -> None:
    """End it at this moment. Raises MembershipStillNeeded while a room says that somebody still needs it."""
    membership = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    blockers = list(slots.fill("membership_blockers", membership))
    if blockers:
        raise MembershipStillNeeded(" ".join(blockers))
    Membership.objects.filter(pk=membership.pk).update(period=EndedNow(F("period")))
    audit.record(
        AccountEvent.MEMBERSHIP_ENDED,
        target=membership,
        by=by,
        user=membership.user.uuid,
        organisation=membership.organisation.uuid,
    )
