"""People who may not see a household, whatever else gives access: "Ik ken dit gezin zelf", and who is kept out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.choices import Role
from accounts.clock import EndedNow, StatementTimestamp
from accounts.errors import DomainError
from accounts.models import Membership, Organisation, User
from accounts.notifications import notify
from cases.choices import CaseEvent
from cases.models import Exclusion, Household, HouseholdGroupPermission, Involvement
from cases.services.faces import NotOpenAnymore, face_of


class IsTheFace(DomainError):
    """A household keeps its face: first somebody else becomes it."""


class AlreadyKeptOut(DomainError):
    """Once is enough."""


def is_or_becomes_face(household: Household, user: User) -> bool:
    """Whether `user` is the contact person of `household`, or will be on an agreed day."""
    return Involvement.objects.unended().faces().filter(household=household, user=user).exists()


def colleagues_near(household: Household) -> Any:
    """Return who works for an organisation that may see `household` and is not kept out; faces excepted."""
    seeing = HouseholdGroupPermission.objects.filter(
        content_object=household,
        permission__codename="view_household",
        period__contains=StatementTimestamp(),
    )
    organisations = Organisation.objects.filter(group__in=seeing.values("group"))
    members = Membership.objects.working_with_households().filter(organisation__in=organisations)
    faces = Involvement.objects.unended().faces().filter(household=household)
    kept_out = Exclusion.objects.running().filter(household=household)
    people = User.objects.active().filter(pk__in=members.values("user"))
    return people.exclude(pk__in=faces.values("user")).exclude(pk__in=kept_out.values("user")).order_by("name")


@transaction.atomic
def know_family(household: Household, *, by: User) -> Exclusion:
    """Block the own access to a family that one knows, from this moment. Face and team lead hear it.

    Nothing else ends. Raises IsTheFace.
    """
    household = _lock(household)
    if is_or_becomes_face(household, by):
        raise IsTheFace("Jij bent het vaste gezicht van dit gezin. Laat eerst iemand anders het worden.")
    face = face_of(household)
    leads = Membership.objects.current().filter(role=Role.TEAM_LEAD, organisation=face.organisation)
    for colleague in {face.user, *User.objects.filter(pk__in=leads.values("user"))} - {by}:
        notify(colleague, "knows_family", about=household.uuid, by=by)
    return _keep_out(household, by, by=by)


@transaction.atomic
def keep_out(household: Household, user: User, *, by: User) -> Exclusion:
    """Keep `user` away from `household`, from this moment; the face hears it. Raises IsTheFace, AlreadyKeptOut."""
    household = _lock(household)
    if is_or_becomes_face(household, user):
        raise IsTheFace("Dit is het vaste gezicht van dit gezin. Wissel eerst van contactpersoon.", field="user")
    if Exclusion.objects.keep_out(user, household):
        raise AlreadyKeptOut("Deze collega staat al op de lijst.", field="user")
    if (face := face_of(household).user) != by:
        notify(face, "kept_out", about=household.uuid, by=by)
    if Involvement.objects.running().filter(household=household, user=user).exists():
        # Who has no part here hears nothing: that would say which family it is about.
        notify(user, "access_stopped", about=household.uuid, by=by)
    return _keep_out(household, user, by=by)


@transaction.atomic
def let_in_again(exclusion: Exclusion, *, by: User) -> None:
    """Take somebody off the list. What that person had here and has not ended works again. Raises NotOpenAnymore."""
    _lock(exclusion.household)
    ended = Exclusion.objects.running().filter(pk=exclusion.pk).update(period=EndedNow(F("period")))
    if not ended:
        raise NotOpenAnymore("Deze collega staat al niet meer op de lijst.")
    audit.record(CaseEvent.LET_IN_AGAIN, target=exclusion, by=by, person=exclusion.user.uuid)


def _lock(household: Household) -> Household:
    """Also a closed household: somebody who knows the family does not read on there."""
    locked: Household = Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    return locked


def _keep_out(household: Household, user: User, *, by: User) -> Exclusion:
    """Write the exclusion, as the last act: `by` may see nothing of this household after it."""
    exclusion = Exclusion(household=household, user=user, decided_by=by)
    audit.record(CaseEvent.KEPT_OUT, target=exclusion, by=by, person=user.uuid)
    exclusion.save(force_insert=True)
    return exclusion
