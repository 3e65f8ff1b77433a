"""The one fixed face, the switch to the next one, and the duo. A household is never handed on: somebody joins."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import Organisation, User
from accounts.notifications import notify, notify_at_once
from cases import doors, rules
from cases.choices import CaseEvent, Part, RequestState, SharingGround, SwitchReason
from cases.models import ContactPeriod, Duo, DuoRequest, Exclusion, Household, Involvement, SwitchRequest
from cases.services import covers, sharing
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets


class NotAColleague(DomainError):
    """The next face works for the team that coordinates, so that the household stays where it is."""


class NobodyToJoin(DomainError):
    """The person asked cannot take this part: not active, not in that organisation, or already involved."""


class AlreadyAsked(DomainError):
    """One question at a time: the earlier one is still open."""


class NotOpenAnymore(DomainError):
    """The question was answered or withdrawn already, or what should end has ended."""


class NotYourQuestion(DomainError):
    """Only the person who was asked says yes or no."""


def face_of(household: Household) -> Involvement:
    """Return the involvement of the contact person at this moment."""
    faces = Involvement.objects.running().faces().select_related("user", "organisation")
    face: Involvement = faces.get(household=household)
    return face


def number_of_faces(household: Household) -> int:
    """Return how many fixed faces this family had until now, the present one included."""
    begun = Involvement.objects.faces().filter(household=household, period__startswith__lte=now())
    return begun.exclude(period__isempty=True).count()


def note_first_face(household: Household) -> None:
    """Keep that this household begins with the face it has now. Called inside the transaction that opens it."""
    face = face_of(household)
    ContactPeriod.objects.create(involvement=face)
    covers.cover_absences(household, face=face.user, organisation=face.organisation, by=face.user)


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

    Raises NotAColleague, AlreadyAsked, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, family_heard=family_heard)
    face = face_of(household)
    _check_colleague(colleague, face)
    if SwitchRequest.objects.open().filter(household=household).exists():
        raise AlreadyAsked("Er loopt al een vraag om te wisselen. Wacht op het antwoord, of trek die vraag in.")
    if not face.period.upper_inf:
        raise AlreadyAsked("Er is al een wissel afgesproken. Dit gezin heeft al een volgend vast gezicht.")
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
    notify_at_once(colleague, "switch_asked", about=request.uuid, by=by)
    return request


@transaction.atomic
def answer_switch(request: SwitchRequest, *, yes: bool, by: User) -> SwitchRequest:
    """Say yes or no to being the next face. With a yes the periods abut: there is never a moment without one.

    A no needs no reason. Raises NotOpenAnymore, NotYourQuestion, NobodyToJoin, HouseholdIsClosed.
    """
    household = lock_active(request.household)
    request = _lock_request(request)
    _answer(request, yes=yes, by=by)
    audit.record(CaseEvent.SWITCH_ANSWERED, target=request, by=by, yes=yes)
    if yes:
        if not covers.works_for(by, request.organisation):
            raise NobodyToJoin("Je werkt niet meer bij dit team.")
        _change_face(
            household,
            to=by,
            starts=max(_start_of(request.from_on), now()),
            reason=SwitchReason(request.reason),
            family_heard=request.family_heard,
            meeting_on=request.meeting_on,
            by=by,
        )
    notify_at_once(request.asked_by, "switch_yes" if yes else "switch_no", about=request.uuid, by=by)
    return request


@transaction.atomic
def withdraw_switch(request: SwitchRequest, *, by: User) -> SwitchRequest:
    """Take the question back. Raises NotOpenAnymore."""
    request = _lock_request(request)
    _close(request, RequestState.WITHDRAWN)
    audit.record(CaseEvent.SWITCH_WITHDRAWN, target=request, by=by)
    return request


@transaction.atomic
def appoint_face(
    household: Household, *, colleague: User, reason: SwitchReason, family_heard: str, by: User
) -> Involvement:
    """Make `colleague` the face at once, without the question: the team lead does this when the face cannot answer.

    Both faces hear it. Questions that were open about this are withdrawn.
    Raises NotAColleague, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, family_heard=family_heard)
    face = face_of(household)
    _check_colleague(colleague, face)
    for request in SwitchRequest.objects.open().filter(household=household):
        withdraw_switch(request, by=by)
    involvement = _change_face(
        household, to=colleague, starts=now(), reason=reason, family_heard=family_heard, meeting_on=None, by=by
    )
    notify_at_once(colleague, "face_appointed", about=household.uuid, by=by)
    notify_at_once(face.user, "face_replaced", about=household.uuid, by=colleague)
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
    """Ask `partner` of `organisation` to carry this household together. Access begins with the yes.

    Raises NobodyToJoin, AlreadyAsked, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, why=why, ground_text=ground_text, not_informed_why=family_not_informed_why)
    if not covers.works_for(partner, organisation):
        raise NobodyToJoin("Deze persoon werkt niet bij die organisatie.", field="partner")
    if Involvement.objects.running().filter(household=household, user=partner).exists():
        raise NobodyToJoin("Deze persoon hoort al bij dit gezin.", field="partner")
    if Exclusion.objects.keep_out(partner, household):
        raise NobodyToJoin("Deze persoon mag dit gezin niet zien.", field="partner")
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

    Raises NotOpenAnymore, NotYourQuestion, HouseholdIsClosed, and NobodyToJoin when the partner left that organisation
    or joined otherwise in the meantime.
    """
    household = lock_active(request.household)
    request = _lock_request(request)
    _answer(request, yes=yes, by=by)
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
def end_duo(
    household: Household, *, family_informed_on: date | None, family_not_informed_why: str = "", by: User
) -> None:
    """End the duo now. The partner's organisation loses access when nobody else of it is involved.

    Raises NotOpenAnymore when there is no duo, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, not_informed_why=family_not_informed_why)
    running = Involvement.objects.running().filter(household=household, part=Part.DUO)
    duo = running.select_related("user", "organisation", "household").first()
    if duo is None:
        raise NotOpenAnymore("Er is nu geen duo.")
    face = face_of(household)
    audit.record(CaseEvent.DUO_ENDED, target=duo, by=by, partner=duo.user.uuid)
    family = sharing.FamilyHeard(informed_on=family_informed_on, not_informed_why=family_not_informed_why)
    sharing.leave(duo, family=family, by=by)
    for colleague in {duo.user, face.user} - {by}:
        notify(colleague, "duo_ended", about=duo.uuid, by=by)


def withdraw_open_requests(household: Household, *, by: User) -> None:
    """Take every open question about this household back. Called inside the transaction that makes them pointless."""
    for switch in SwitchRequest.objects.open().filter(household=household):
        withdraw_switch(switch, by=by)
    for duo in DuoRequest.objects.open().filter(household=household):
        withdraw_duo(duo, by=by)


def _change_face(
    household: Household,
    *,
    to: User,
    starts: datetime,
    reason: SwitchReason,
    family_heard: str,
    meeting_on: date | None,
    by: User,
) -> Involvement:
    """End the present contact period where the next one begins; a face that was to come later does not come."""
    organisation = face_of(household).organisation
    involvement = doors.change_face(
        household,
        to,
        organisation,
        starts=starts,
        reason=reason,
        family_heard=family_heard,
        meeting_on=meeting_on,
    )
    audit.record(CaseEvent.CONTACT_CHANGED, target=involvement, by=by, to=to.uuid, reason=reason)
    covers.cover_absences(household, face=to, organisation=organisation, by=by, from_=starts)
    return involvement


def _join_as_duo(household: Household, request: DuoRequest, *, by: User) -> None:
    if not covers.works_for(by, request.organisation):
        raise NobodyToJoin("Je werkt niet meer bij die organisatie.")
    if Involvement.objects.running().filter(household=household, user=by).exists():
        raise NobodyToJoin("Je hoort al bij dit gezin.")
    if Involvement.objects.running().filter(household=household, part=Part.DUO).exists():
        raise NobodyToJoin("Er is al een duo.")
    until = now() + rules.SHARE_FOR_AT_MOST
    family = sharing.FamilyHeard(
        informed_on=request.family_informed_on, not_informed_why=request.family_not_informed_why
    )
    sharing.hold_for_people(
        household,
        request.organisation,
        user=by,
        needs=rules.NEEDED_FOR[""],
        until=until,
        grounds=sharing.Grounds(SharingGround(request.ground), request.asked_by, family, request.ground_text),
        by=by,
    )
    involvement = doors.start_involvement(household, by, request.organisation, Part.DUO, ends=until)
    Duo.objects.create(involvement=involvement, why=request.why)


def _check_colleague(colleague: User, face: Involvement) -> None:
    if Exclusion.objects.keep_out(colleague, face.household):
        raise NotAColleague("Deze collega mag dit gezin niet zien. Kies iemand anders.", field="colleague")
    if colleague == face.user or not covers.works_for(colleague, face.organisation):
        raise NotAColleague("Kies een collega uit het team van dit gezin.", field="colleague")


R = TypeVar("R", SwitchRequest, DuoRequest)


def _lock_request(request: R) -> R:
    """The household is kept: after a no it is not there any more for who was asked."""
    locked: R = type(request).objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    locked.household = request.household
    return locked


def _answer(request: SwitchRequest | DuoRequest, *, yes: bool, by: User) -> None:
    if request.asked_of_id != by.pk:
        raise NotYourQuestion("Deze vraag is niet aan jou gesteld.")
    _close(request, RequestState.ACCEPTED if yes else RequestState.DECLINED)


def _close(request: SwitchRequest | DuoRequest, state: RequestState) -> None:
    if request.state != RequestState.ASKED:
        raise NotOpenAnymore("Deze vraag is al beantwoord of ingetrokken.")
    request.state, request.answered_at = state, now()
    request.save(update_fields=["state", "answered_at"])


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
