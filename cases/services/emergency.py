"""Break-glass: four hours of reading, told to everybody who has to know (ux S11, security 2.1 m)."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.choices import Role
from accounts.clock import StatementTimestamp
from accounts.errors import DomainError
from accounts.models import Membership, Municipality, User
from accounts.notifications import notify, notify_at_once
from cases import doors, rules
from cases.choices import Called112, CaseEvent, Part, SharingGround, Verdict
from cases.models import EmergencyAccess, EmergencyVerdict, Household, HouseholdGroupPermission, Involvement
from cases.services import sharing
from cases.services.finding import term_hash

UNREVIEWED = (
    "Je vorige noodtoegang is nog niet beoordeeld. Tot die tijd kun je geen noodtoegang gebruiken. "
    "Is er nu gevaar? Bel 112, of Veilig Thuis: 0800-2000."
)
ENOUGH = (
    f"Je probeerde dit vandaag al {rules.EMERGENCY_TRIES_A_DAY} keer. Morgen kan het weer. "
    "Is er nu gevaar? Bel 112, of Veilig Thuis: 0800-2000."
)
TOLD_BY_THE_FACE = sharing.FamilyHeard(
    informed_on=None,
    not_informed_why="Noodtoegang. De vaste contactpersoon vertelt het, behalve als dat gevaarlijk is.",
)
HEAR = (Part.CONTACT, Part.DUO, Part.COVER)
"""Who of a household hears at once that somebody opened it."""


class NotReviewedYet(DomainError):
    """Who waits for a verdict opens nothing."""


class TriedOftenEnough(DomainError):
    """Three tries a day: this is no way to search."""


class NotToBeOpened(DomainError):
    """What was found may be opened for a short while, once, by who searched."""


class JudgedAlready(DomainError):
    """A verdict does not change."""


def may_not_try(user: User) -> str:
    """Say why `user` cannot use emergency access now; "" when nothing is in the way."""
    return UNREVIEWED if EmergencyAccess.objects.of(user).unreviewed().exists() else ""


@transaction.atomic
def search(*, name: str, municipality: Municipality, reason: str, called_112: Called112, by: User) -> UUID:
    """Look for a household by a whole name or first name and keep the try; `doors.found_in_emergency` reads its result.

    Raises NotReviewedYet, TriedOftenEnough.
    """
    folded = rules.fold(name)
    answer, known_as = doors.find_in_emergency(
        folded,
        rules.sort_name(name),
        municipality,
        why=reason,
        called_112=called_112,
        term=term_hash("emergency", folded, str(municipality.uuid)),
    )
    if answer == "unreviewed":
        raise NotReviewedYet(UNREVIEWED)
    if answer == "enough":
        raise TriedOftenEnough(ENOUGH)
    return cast(UUID, known_as)


@transaction.atomic
def open_household(search: UUID, household: UUID, *, by: User) -> EmergencyAccess:
    """Let `by` read for four hours what this try found, and tell everybody who has to know.

    Raises NotToBeOpened.
    """
    known_as = doors.open_in_emergency(search, household)
    if known_as is None:
        raise NotToBeOpened("Dit kan niet meer. Zoek opnieuw.")
    rows = EmergencyAccess.objects.running_of(by).select_related("household", "organisation")
    access: EmergencyAccess = rows.get(uuid=known_as)
    _note_decision(access, by=by)
    audit.record(
        CaseEvent.EMERGENCY_OPENED,
        target=access,
        by=by,
        organisation=access.organisation.uuid,
        called=access.called_112,
    )
    for person in _close_to(access.household, besides=by):
        notify_at_once(person, "emergency_opened", about=access.uuid, by=access.user)
    for officer in privacy_officers(access):
        notify_at_once(officer, "emergency_review", about=access.uuid, by=access.user)
    return access


@transaction.atomic
def end(access: EmergencyAccess, *, by: User) -> None:
    """Stop reading: the part of this person and the permission of the organisation end in one breath."""
    audit.record(CaseEvent.EMERGENCY_ENDED, target=access, by=by)
    doors.end_emergency(access.uuid)


@transaction.atomic
def judge(access: EmergencyAccess, *, verdict: Verdict, text: str, by: User) -> EmergencyVerdict:
    """Keep what the privacy officer thinks of it; who opened the household hears it. Raises JudgedAlready."""
    if not EmergencyAccess.objects.judgeable_by(by).contains(access):
        raise JudgedAlready("Deze noodtoegang is al beoordeeld.")
    row = EmergencyVerdict.objects.create(access=access, verdict=verdict, text=text, by=by)
    audit.record(CaseEvent.EMERGENCY_JUDGED, target=access, by=by, verdict=verdict)
    notify(access.user, "emergency_judged", about=access.uuid, by=by)
    return row


def is_privacy_officer(user: User) -> bool:
    """Whether `user` looks at the emergencies of some region."""
    return bool(Membership.objects.current().filter(user=user, role=Role.PRIVACY_OFFICER).exists())


def privacy_officers(access: EmergencyAccess) -> list[User]:
    """Everybody who has to look at this access: the active privacy officers of its region."""
    members = Membership.objects.current().filter(role=Role.PRIVACY_OFFICER, organisation__region=access.region_id)
    return list(User.objects.active().filter(pk__in=members.values("user")).order_by("pk"))


def _close_to(household: Household, *, besides: User) -> list[User]:
    parts = Involvement.objects.running().filter(household=household, part__in=HEAR).select_related("user")
    return list({part.user for part in parts if part.user != besides})


def _note_decision(access: EmergencyAccess, *, by: User) -> None:
    """Keep in the history of sharing what the organisation may see now."""
    held = HouseholdGroupPermission.objects.filter(
        content_object=access.household, group=access.organisation.group_id, period__contains=StatementTimestamp()
    )
    sharing.note_decision(
        access.household,
        access.organisation,
        permissions=tuple(
            sorted(
                codename.removesuffix("_household") for codename in held.values_list("permission__codename", flat=True)
            )
        ),
        until=access.until,
        grounds=sharing.Grounds(SharingGround.VITAL_INTEREST, by, TOLD_BY_THE_FACE, "Noodtoegang"),
        user=by,
        by=by,
    )
