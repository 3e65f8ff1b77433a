"""Opening, changing, closing and reopening a household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import transaction
from django.db.models import F, Func, Value
from django.utils import timezone

from accounts import audit, slots, versions
from accounts.clock import EndedNow, now
from accounts.errors import DomainError
from accounts.models import Municipality, Organisation, User
from accounts.notifications import notify
from cases import doors, rules
from cases.choices import CaseEvent, CloseReason, HouseholdStatus, Part, PersonRole, SharingGround, SwitchReason
from cases.models import Home, Household, Involvement, LookingBack, Person, Residence
from cases.services import faces, sharing
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from cases.services.people import relate_by_role


class NotALocalTeam(DomainError):
    """Only a local team coordinates (domain dossier 1.2); others join."""


class NotInThisRegion(DomainError):
    """A household belongs to one region: that of the team that coordinates."""


class HouseholdAlreadyClosed(DomainError):
    """Closing twice would move the start of the retention period."""


class HouseholdNotClosed(DomainError):
    """Only a closed household can start again."""


@dataclass(frozen=True)
class NewPerson:
    """Somebody who belongs to a household from the start: a first name and a part, that is enough."""

    name: str
    role: PersonRole
    role_word: str = ""
    born_on: date | None = None
    birth_year: int | None = None


@dataclass(frozen=True)
class LookedBack:
    """What the family and we said at the end, and whom the family can call (`models.LookingBack`)."""

    what_helped: str
    whom_to_call: str
    what_did_not: str = ""


@dataclass(frozen=True)
class FamilyKnows:
    """Whether the family knows that we write this down: since when, or why not yet and when it will be told."""

    informed_on: date | None = None
    not_informed_why: str = ""
    will_tell_on: date | None = None


@transaction.atomic
def open_household(
    *,
    call_name: str,
    municipality: Municipality,
    people: Sequence[NewPerson],
    team: Organisation,
    family_knows: FamilyKnows,
    colleague: User | None = None,
    by: User,
) -> Household:
    """Open a household with `by` as its one fixed face, in the name of the local team that coordinates.

    `colleague` is asked at once to be the face instead; until the yes it is `by`.
    When it looks like a household that `by` cannot see, the face of that one hears it, and `by` does not (ux, S7).
    Raises NotALocalTeam, NotInThisRegion and what `faces.ask_switch` raises. Source: domain dossier 1.2 and 4.7.
    """
    if not Organisation.objects.opening_households(by).contains(team):
        raise NotALocalTeam("Een huishouden begint bij een wijkteam.")
    if municipality.region_id != team.region_id:
        raise NotInThisRegion("Kies een gemeente uit de regio van je team.", field="municipality")
    household = Household.objects.create(
        pk=doors.begin_household(team, face=by),
        call_name=call_name,
        sort_name=rules.sort_name(call_name),
        municipality=municipality,
        status=HouseholdStatus.OPEN,
        together_since=timezone.localdate(),
        family_informed_on=family_knows.informed_on,
        family_not_informed_why=family_knows.not_informed_why,
        family_informed_by=family_knows.will_tell_on,
        changed_by=by,
    )
    _note_team_access(household, team, by=by)
    faces.note_first_face(household)
    audit.record(CaseEvent.HOUSEHOLD_OPENED, target=household, by=by, team=team.uuid)
    home = Home.objects.create(household=household)
    for order, new in enumerate(people):
        _add(household, home, new, order=order, by=by)
    relate_by_role(household, by=by)
    _warn_faces_of_the_same(household, [new.name for new in people], by=by)
    if colleague:
        faces.ask_switch(
            household,
            colleague=colleague,
            reason=SwitchReason.OTHER,
            from_on=timezone.localdate(),
            family_heard="Nog te vertellen, na het ja",
            meeting_on=None,
            by=by,
        )
    return household


@transaction.atomic
def change_household(
    household: Household, *, version: int, call_name: str, municipality: Municipality, by: User
) -> Household:
    """Change what the household is called and which municipality is responsible.

    Raises VersionConflict, NotInThisRegion, TellsASecret, HouseholdIsClosed.
    """
    refuse_secrets(lock_active(household), call_name=call_name)
    if municipality.region_id != household.municipality.region_id:
        raise NotInThisRegion("Kies een gemeente uit dezelfde regio.", field="municipality")
    household = versions.lock(household, version=version)
    versions.save(
        household,
        by=by,
        fields={
            "call_name": call_name,
            "sort_name": rules.sort_name(call_name),
            "municipality": municipality,
        },
    )
    audit.record(CaseEvent.HOUSEHOLD_CHANGED, target=household, by=by)
    return household


@transaction.atomic
def tell_family(household: Household, *, informed_on: date, by: User) -> Household:
    """Keep on which day the family heard that we work with them here. Raises HouseholdIsClosed."""
    lock_active(household)
    household = versions.lock(household, version=None)
    versions.save(
        household,
        by=by,
        fields={"family_informed_on": informed_on, "family_not_informed_why": "", "family_informed_by": None},
    )
    audit.record(CaseEvent.FAMILY_INFORMED, target=household, by=by)
    return household


@transaction.atomic
def set_look_back(household: Household, *, day: date, by: User) -> Household:
    """Keep on which day (local) the family and we look back together: what the last card says."""
    household = versions.lock(household, version=None)
    versions.save(household, by=by, fields={"look_back_on": day})
    audit.record(CaseEvent.HOUSEHOLD_CHANGED, target=household, by=by)
    return household


@transaction.atomic
def close_household(
    household: Household, *, reason: CloseReason, looked_back: LookedBack | None = None, by: User
) -> Household:
    """Close `household`: nobody works here now, and its retention period starts.

    Everybody but the face stops at this moment. The face keeps its part, and with that keeps reading, so that a family
    that comes back finds somebody who knows it; the team lead reads too. Open questions about a switch or a duo are
    withdrawn, and so is what a higher room has running (slot "household_closing"). What was said when they looked back
    is kept for a family that returns. Raises HouseholdAlreadyClosed, TellsASecret.
    """
    household = versions.lock(household, version=None)
    if household.status == HouseholdStatus.CLOSED:
        raise HouseholdAlreadyClosed("Dit huishouden is al afgesloten.")
    if looked_back is not None:
        refuse_secrets(household, **asdict(looked_back))
        LookingBack.objects.create(household=household, by=by, **asdict(looked_back))
    faces.withdraw_open_requests(household, by=by)
    list(slots.fill("household_closing", household, by=by))
    versions.save(
        household,
        by=by,
        fields={"status": HouseholdStatus.CLOSED, "closed_at": now(), "close_reason": reason},
    )
    Involvement.objects.filter(household=household).exclude(part=Part.CONTACT).update(period=EndedNow(F("period")))
    audit.record(CaseEvent.HOUSEHOLD_CLOSED, target=household, by=by, reason=reason)
    return household


@transaction.atomic
def reopen_household(household: Household, *, by: User) -> Household:
    """Start a closed household again, with the same face. Families come back; that is normal (domain dossier 2.1).

    Raises HouseholdNotClosed.
    """
    household = versions.lock(household, version=None)
    if household.status != HouseholdStatus.CLOSED:
        raise HouseholdNotClosed("Dit huishouden is niet afgesloten.")
    versions.save(
        household,
        by=by,
        fields={
            "status": HouseholdStatus.OPEN,
            "closed_at": None,
            "close_reason": "",
            "reopened_at": now(),
        },
    )
    audit.record(CaseEvent.HOUSEHOLD_REOPENED, target=household, by=by)
    return household


def _warn_faces_of_the_same(household: Household, first_names: list[str], *, by: User) -> None:
    folded = [rules.fold(name).split(" ")[0] for name in first_names]
    for other in doors.maybe_same_households(household, folded):
        if rules.looks_the_same(
            household.call_name, first_names, other_name=other.call_name, other_first_names=other.first_names
        ):
            notify(User.objects.get(pk=other.face), "maybe_same", about=other.uuid, by=by)


def _note_team_access(household: Household, team: Organisation, *, by: User) -> None:
    family = sharing.FamilyHeard(
        informed_on=household.family_informed_on,
        not_informed_why=household.family_not_informed_why,
        told_on=household.family_informed_by,
    )
    grounds = sharing.Grounds(SharingGround.LEGAL_TASK, by, family, "coördinatie door het lokale team")
    sharing.note_decision(
        household, team, permissions=sharing.PERMISSIONS, until=None, grounds=grounds, user=None, by=by
    )


def _add(household: Household, home: Home, new: NewPerson, *, order: int, by: User) -> Person:
    person = Person.objects.create(
        household=household,
        name=new.name,
        role=new.role,
        role_word=new.role_word,
        born_on=new.born_on,
        birth_year=new.birth_year,
        order=order,
        changed_by=by,
    )
    from_today = Func(Value(timezone.localdate()), Value(None), function="daterange", output_field=DateRangeField())
    Residence.objects.create(person=person, home=home, days=from_today)
    audit.record(CaseEvent.PERSON_ADDED, target=person, by=by)
    return person
