"""The one fixed face, the switch to the next one, and the duo. A household is never handed on: somebody joins."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Func
from django.utils import timezone

from accounts import audit
from accounts.clock import EndedNow, Period, now
from accounts.errors import DomainError
from accounts.models import Membership, Organisation, User
from accounts.notifications import notify
from accounts.querysets import UserQuerySet
from cases import rules
from cases.choices import CaseEvent, HouseholdStatus, Part, RequestState, SharingGround, SwitchReason
from cases.models import ContactPeriod, Duo, DuoRequest, Household, Involvement, SwitchRequest
from cases.services import sharing


class NotAColleague(DomainError):
    """The next face works for the team that coordinates, so that the household stays where it is."""


class NobodyToJoin(DomainError):
    """The person asked cannot take this part: not active, not in that organisation, or already involved."""


class AlreadyAsked(DomainError):
    """One question at a time: the earlier one is still open."""


class NotOpenAnymore(DomainError):
    """The question was answered or withdrawn already."""


def face_of(household: Household) -> Involvement:
    """Return the involvement of the contact person at this moment."""
    return Involvement.objects.running().faces().select_related("user", "organisation").get(household=household)


def start_contact(household: Household, user: User, organisation: Organisation) -> Involvement:
    """Make `user` the first face, or the face of a household that starts again. Called inside its transaction."""
    involvement = Involvement.objects.create(
        household=household, user=user, organisation=organisation, part=Part.CONTACT
    )
    ContactPeriod.objects.create(involvement=involvement)
    return involvement


@transaction.atomic
def ask_switch(
    household: Household,
    *,
    colleague: User,
    reason: SwitchReason,
    from_on: date,
    family_heard: str,
    meeting_on: date | None,
    by: User,
) -> SwitchRequest:
    """Ask `colleague` to become the next face from `from_on` (a local day). The present one stays until the yes.

    Raises NotAColleague, AlreadyAsked.
    """
    household = _lock(household)
    face = face_of(household)
    if not _works_for(colleague, face.organisation) or colleague == face.user:
        raise NotAColleague("Kies een collega uit je eigen team.", field="colleague")
    if SwitchRequest.objects.open().filter(household=household).exists():
        raise AlreadyAsked("Er loopt al een vraag om te wisselen. Wacht op het antwoord, of trek die vraag in.")
    request = SwitchRequest.objects.create(
        household=household,
        asked_by=by,
        asked_of=colleague,
        organisation=face.organisation,
        reason=reason,
        from_on=from_on,
        family_heard=family_heard,
        meeting_on=meeting_on,
    )
    audit.record(CaseEvent.SWITCH_ASKED, target=request, by=by, asked_of=colleague.uuid, reason=reason)
    notify(colleague, "switch_asked", about=request.uuid, by=by)
    return request


@transaction.atomic
def answer_switch(request: SwitchRequest, *, yes: bool, by: User) -> SwitchRequest:
    """Say yes or no to being the next face. With a yes the periods abut: there is never a moment without one.

    A no needs no reason. Raises NotOpenAnymore.
    """
    request = _lock_request(request)
    household = _lock(request.household)
    _answer(request, yes=yes)
    audit.record(CaseEvent.SWITCH_ANSWERED, target=request, by=by, yes=yes)
    if yes:
        change_face(
            household,
            to=by,
            organisation=request.organisation,
            from_on=request.from_on,
            reason=SwitchReason(request.reason),
            family_heard=request.family_heard,
            meeting_on=request.meeting_on,
            by=by,
        )
    notify(request.asked_by, "switch_yes" if yes else "switch_no", about=request.uuid, by=by)
    return request


@transaction.atomic
def withdraw_switch(request: SwitchRequest, *, by: User) -> SwitchRequest:
    """Take the question back. Raises NotOpenAnymore."""
    request = _lock_request(request)
    _close(request, RequestState.WITHDRAWN)
    audit.record(CaseEvent.SWITCH_WITHDRAWN, target=request, by=by)
    return request


@transaction.atomic
def change_face(
    household: Household,
    *,
    to: User,
    organisation: Organisation,
    from_on: date,
    reason: SwitchReason,
    family_heard: str,
    meeting_on: date | None,
    by: User,
) -> Involvement:
    """End the present contact period where the next one begins: at the start of `from_on`, or now when that has passed.

    Whatever other part `to` had in this household ends at the same moment. Raises NotAColleague.
    """
    household = _lock(household)
    face = face_of(household)
    if not _works_for(to, organisation) or to == face.user:
        raise NotAColleague("Kies een collega uit je eigen team.", field="colleague")
    starts = max(_start_of(from_on), now())
    for involvement in Involvement.objects.filter(household=household, user=to):
        _end_at(involvement, starts)
    _end_at(face, starts)
    involvement = Involvement.objects.create(
        household=household, user=to, organisation=organisation, part=Part.CONTACT, period=Period(starts)
    )
    ContactPeriod.objects.create(
        involvement=involvement, reason=reason, family_heard=family_heard, meeting_on=meeting_on
    )
    audit.record(CaseEvent.CONTACT_CHANGED, target=involvement, by=by, to=to.uuid, reason=reason)
    return involvement


@transaction.atomic
def ask_duo(
    household: Household,
    *,
    partner: User,
    organisation: Organisation,
    why: str,
    ground: SharingGround,
    ground_text: str = "",
    family_informed_on: date | None,
    family_not_informed_why: str = "",
    by: User,
) -> DuoRequest:
    """Ask `partner` of `organisation` to carry this household together. Access begins with the yes, not with the question.

    Raises NobodyToJoin, AlreadyAsked.
    """
    household = _lock(household)
    if not _works_for(partner, organisation):
        raise NobodyToJoin("Deze persoon werkt niet bij die organisatie.", field="partner")
    if Involvement.objects.running().filter(household=household, user=partner).exists():
        raise NobodyToJoin("Deze persoon hoort al bij dit gezin.", field="partner")
    if Involvement.objects.running().filter(household=household, part=Part.DUO).exists():
        raise AlreadyAsked("Er is al een duo. Stop dat eerst.")
    if DuoRequest.objects.open().filter(household=household).exists():
        raise AlreadyAsked("Er loopt al een vraag om een duo te vormen.")
    request = DuoRequest.objects.create(
        household=household,
        asked_by=by,
        asked_of=partner,
        organisation=organisation,
        why=why,
        ground=ground,
        ground_text=ground_text,
        family_informed_on=family_informed_on,
        family_not_informed_why=family_not_informed_why,
    )
    audit.record(CaseEvent.DUO_ASKED, target=request, by=by, asked_of=partner.uuid)
    notify(partner, "duo_asked", about=request.uuid, by=by)
    return request


@transaction.atomic
def answer_duo(request: DuoRequest, *, yes: bool, by: User) -> DuoRequest:
    """Say yes or no to the duo. A yes gives the partner's organisation view and change for a year at most.

    Raises NotOpenAnymore, NobodyToJoin when the partner left that organisation or joined otherwise in the meantime.
    """
    request = _lock_request(request)
    household = _lock(request.household)
    _answer(request, yes=yes)
    audit.record(CaseEvent.DUO_ANSWERED, target=request, by=by, yes=yes)
    if yes:
        _join_as_duo(household, request, by=by)
    notify(request.asked_by, "duo_yes" if yes else "duo_no", about=request.uuid, by=by)
    return request


@transaction.atomic
def withdraw_duo(request: DuoRequest, *, by: User) -> DuoRequest:
    """Take the question back. Raises NotOpenAnymore."""
    request = _lock_request(request)
    _close(request, RequestState.WITHDRAWN)
    audit.record(CaseEvent.DUO_WITHDRAWN, target=request, by=by)
    return request


@transaction.atomic
def end_duo(household: Household, *, by: User) -> None:
    """End the duo now. The partner's organisation loses access when nobody else of it is involved.

    Raises NotOpenAnymore when there is no duo.
    """
    household = _lock(household)
    duo = Involvement.objects.running().filter(household=household, part=Part.DUO).first()
    if duo is None:
        raise NotOpenAnymore("Er is nu geen duo.")
    Involvement.objects.filter(pk=duo.pk).update(period=EndedNow(F("period")))
    audit.record(CaseEvent.DUO_ENDED, target=duo, by=by, partner=duo.user.uuid)
    others = Involvement.objects.running().filter(household=household, organisation=duo.organisation)
    if not others.exists():
        sharing.stop_sharing(
            household, duo.organisation, family_informed_on=timezone.localdate(), by=by
        )


def _join_as_duo(household: Household, request: DuoRequest, *, by: User) -> None:
    if not _works_for(by, request.organisation):
        raise NobodyToJoin("Je werkt niet meer bij die organisatie.")
    if Involvement.objects.running().filter(household=household, user=by).exists():
        raise NobodyToJoin("Je hoort al bij dit gezin.")
    if "change" not in sharing.permissions_of(household, request.organisation):
        sharing.share_with_organisation(
            household,
            request.organisation,
            permissions=("view", "change"),
            ground=SharingGround(request.ground),
            ground_text=request.ground_text,
            until=now() + rules.SHARE_FOR_AT_MOST,
            family_informed_on=request.family_informed_on,
            family_not_informed_why=request.family_not_informed_why,
            by=request.asked_by,
        )
    involvement = Involvement.objects.create(
        household=household, user=by, organisation=request.organisation, part=Part.DUO
    )
    Duo.objects.create(involvement=involvement, why=request.why)


def _lock(household: Household) -> Household:
    locked = Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    if locked.status not in HouseholdStatus.ACTIVE:
        raise NotOpenAnymore("Dit huishouden is afgesloten.")
    return locked


R = TypeVar("R", SwitchRequest, DuoRequest)


def _lock_request(request: R) -> R:
    return type(request).objects.select_for_update(of=("self",)).get(pk=request.pk)


def _answer(request: SwitchRequest | DuoRequest, *, yes: bool) -> None:
    _close(request, RequestState.ACCEPTED if yes else RequestState.DECLINED)


def _close(request: SwitchRequest | DuoRequest, state: RequestState) -> None:
    if request.state != RequestState.ASKED:
        raise NotOpenAnymore("Deze vraag is al beantwoord of ingetrokken.")
    request.state, request.answered_at = state, timezone.now()
    request.save(update_fields=["state", "answered_at"])


def _works_for(user: User, organisation: Organisation) -> bool:
    return (
        Membership.objects.current().filter(user=user, organisation=organisation).exists()
        and UserQuerySet(User).professionals().filter(pk=user.pk).exists()
    )


def _end_at(involvement: Involvement, moment: datetime) -> None:
    Involvement.objects.filter(pk=involvement.pk).update(
        period=Func(F("period"), Period(_EVER, moment), template="%(expressions)s", arg_joiner=" * ")
    )


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


_EVER = datetime(1900, 1, 1, tzinfo=timezone.get_default_timezone())
