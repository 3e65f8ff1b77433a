"""Roles take two people: one beheerder asks, another one decides (design 7; security, (k)).

Two-person rules begin when there are two. Who is alone decides alone, recorded as such, and the privacy officer hears
it. Nobody decides about
their own role, and nobody gives one to themselves. Taking somebody's work away leaves less to misuse, so that needs one
person; but not for who watches over others (`Role.GUARDING`). Blocking in danger needs one person, whoever it is.
"""

from __future__ import annotations

from django.db import transaction

from accounts import audit, rules
from accounts.choices import AccountEvent, InvitationKind, Role, RoleRequestState
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import Membership, Organisation, RoleRequest, User
from accounts.notifications import notify, notify_at_once
from accounts.services.links import mail_link
from accounts.services.organisations import (
    MembershipStillNeeded,
    change_role,
    end_membership,
    start_membership,
    still_needed,
)
from accounts.services.people import make_person


class NotABeheerder(DomainError):
    """Roles are for who looks after the organisation."""


class RoleForYourself(DomainError):
    """Nobody grants themselves anything."""


class RoleDoesNotFit(DomainError):
    """Not every organisation has every role."""


class NothingToDecide(DomainError):
    """It is so already, or a question waits already."""


class NobodyToDecide(DomainError):
    """There are two, and the other one cannot decide about this."""


class LastBeheerder(DomainError):
    """Somebody has to let people in."""


class RequestOver(DomainError):
    """A question is answered once, and in time."""


@transaction.atomic
def invite(
    *, email: str, name: str, organisation: Organisation, role: Role, by: User, function: str = ""
) -> RoleRequest:
    """Ask for a first role for somebody new. The invitation goes out when it is given. Raises EmailAlreadyKnown."""
    user = make_person(email=email, name=name)
    audit.record(AccountEvent.USER_INVITED, target=user, by=by, organisation=organisation.uuid, role=str(role))
    return ask_role(user, organisation, role=role, function=function, by=by)


@transaction.atomic
def ask_role(user: User, organisation: Organisation, *, role: Role | None, by: User, function: str = "") -> RoleRequest:
    """Ask that `user` gets `role` in `organisation`, or loses the one that is there (`role` is None).

    Another beheerder decides; who is the only one has decided by asking. Raises NotABeheerder, RoleForYourself,
    RoleDoesNotFit, NothingToDecide, NobodyToDecide, LastBeheerder, MembershipStillNeeded.
    """
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    membership = Membership.objects.running().filter(user=user, organisation=organisation).first()
    _refuse_what_cannot_be(user, organisation, membership, role, by=by)
    waiting = RoleRequest.objects.filter(user=user, organisation=organisation, state=RoleRequestState.ASKED)
    if waiting.waiting().exists():
        raise NothingToDecide("Er wacht al een vraag over deze rol.")
    waiting.update(state=RoleRequestState.LAPSED)
    alone = not User.objects.counted_as_administrators_of(organisation).exclude(pk=by.pk).exists()
    deciders = list(User.objects.administrators_of(organisation).exclude(pk__in=[by.pk, user.pk]))
    if (not alone and not deciders) or (alone and user == by):
        raise NobodyToDecide("Er is nu geen andere beheerder die hierover mag beslissen.")
    request: RoleRequest = RoleRequest.objects.create(
        user=user,
        organisation=organisation,
        before=membership.role if membership else "",
        role=role or "",
        function=function,
        state=RoleRequestState.ALONE if alone else RoleRequestState.ASKED,
        asked_by=by,
        expires_at=now() + rules.ROLE_REQUEST_LIFETIME,
    )
    _record(AccountEvent.ROLE_ALONE if alone else AccountEvent.ROLE_ASKED, request, by=by)
    if alone:
        _carry_out(request, by=by)
        for officer in User.objects.privacy_officers_of(organisation).exclude(pk=by.pk):
            notify(officer, "role_alone", about=request.uuid, by=by)
    for decider in deciders:
        notify_at_once(decider, "role_asked", about=request.uuid, by=by)
    return request


@transaction.atomic
def answer_role(request: RoleRequest, *, yes: bool, by: User) -> RoleRequest:
    """Decide as another beheerder. Raises RequestOver, NotABeheerder, and what the work itself refuses."""
    request = _lock(request)
    beheerders = User.objects.administrators_of(request.organisation)
    if by in (request.asked_by, request.user) or not beheerders.contains(by):
        raise NotABeheerder("Hierover beslist een andere beheerder.")
    if yes and not beheerders.contains(request.asked_by):
        raise RequestOver(f"{request.asked_by.name} is geen beheerder meer. Zeg nee, en vraag het zelf opnieuw.")
    request.state = RoleRequestState.ACCEPTED if yes else RoleRequestState.DECLINED
    request.decided_by, request.decided_at = by, now()
    request.save(update_fields=["state", "decided_by", "decided_at"])
    _record(AccountEvent.ROLE_ACCEPTED if yes else AccountEvent.ROLE_DECLINED, request, by=by)
    if yes:
        _carry_out(request, by=by)
    notify(request.asked_by, "role_yes" if yes else "role_no", about=request.uuid, by=by)
    return request


@transaction.atomic
def withdraw_role(request: RoleRequest, *, by: User) -> RoleRequest:
    """Take the own question back. Raises RequestOver."""
    request = _lock(request)
    request.state = RoleRequestState.WITHDRAWN
    request.save(update_fields=["state"])
    _record(AccountEvent.ROLE_WITHDRAWN, request, by=by)
    return request


@transaction.atomic
def let_go(membership: Membership, *, by: User) -> RoleRequest | None:
    """End somebody's work at once; for who watches over others return the question that a second beheerder answers.

    Raises MembershipStillNeeded and what `ask_role` raises.
    """
    if membership.role in Role.GUARDING:
        return ask_role(membership.user, membership.organisation, role=None, by=by)
    end_membership(membership, by=by)
    return None


def _refuse_what_cannot_be(
    user: User, organisation: Organisation, membership: Membership | None, role: Role | None, *, by: User
) -> None:
    beheerders = User.objects.administrators_of(organisation)
    if not beheerders.contains(by):
        raise NotABeheerder("Dit vraagt een beheerder van deze organisatie.")
    if role and user == by:
        raise RoleForYourself("Een rol voor jezelf vraagt een andere beheerder.")
    if role and not user.is_active:
        raise NothingToDecide(f"{user.name} is geblokkeerd.")
    if role and role not in rules.roles_in(organisation.kind):
        raise RoleDoesNotFit("Deze rol is er alleen in het Regionaal Veiligheidsteam.", field="role")
    if (membership.role if membership else None) == role:
        raise NothingToDecide(
            f"{user.first_name} heeft deze rol al." if role else f"{user.first_name} werkt hier niet."
        )
    if membership and membership.role == Role.ADMINISTRATOR and not beheerders.exclude(pk=user.pk).exists():
        raise LastBeheerder("Er blijft dan geen beheerder over. Geef eerst iemand anders die rol.")
    if membership and role not in Role.WITH_HOUSEHOLDS and (reason := still_needed(membership)):
        raise MembershipStillNeeded(reason)


def _carry_out(request: RoleRequest, *, by: User) -> None:
    """Do what was asked, when it is still as it was then."""
    user, organisation = request.user, request.organisation
    membership = Membership.objects.running().filter(user=user, organisation=organisation).first()
    if (membership.role if membership else "") != request.before or not user.is_active:
        raise RequestOver(f"Bij {user.name} is iets veranderd sinds de vraag. Zeg nee, en vraag het opnieuw.")
    if membership is None:
        start_membership(user, organisation, role=Role(request.role), function=request.function, by=by)
        if not user.has_begun:
            mail_link(user, InvitationKind.INVITATION, by=by)
            return
    elif request.role:
        change_role(membership, role=Role(request.role), by=by)
    else:
        end_membership(membership, by=by)
    notify(user, "role_changed", about=request.uuid, by=by)


def _lock(request: RoleRequest) -> RoleRequest:
    """Return the question locked. Raises RequestOver when it cannot be answered any more."""
    rows = RoleRequest.objects.select_for_update(of=("self",), no_key=True)
    locked: RoleRequest = rows.select_related("user", "organisation", "asked_by").get(pk=request.pk)
    if not RoleRequest.objects.waiting().contains(locked):
        over = locked.state == RoleRequestState.ASKED
        raise RequestOver("Deze vraag is verlopen. Vraag het opnieuw." if over else "Hier is al over besloten.")
    return locked


def _record(event: AccountEvent, request: RoleRequest, *, by: User) -> None:
    audit.record(
        event,
        target=request,
        by=by,
        user=request.user.uuid,
        organisation=request.organisation.uuid,
        before=request.before,
        role=request.role,
    )
