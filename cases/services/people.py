"""The people of a household: who they are, where they live, and what they are of each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max, Q
from django.utils import timezone

from accounts import audit, versions
from accounts.errors import DomainError
from accounts.models import User
from cases import rules
from cases.choices import CaseEvent, PersonRole, RelationKind
from cases.models import Home, Household, Person, Relation, Residence
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from cases.services.parties import NotOfThisHousehold


class LeftAlready(DomainError):
    """Somebody stops belonging to a household once."""


class NotADay(DomainError):
    """Nobody leaves before joining, or on a day that has not come."""


@dataclass(frozen=True)
class PersonData:
    """What is known of a person. Birth: a day, or a year, or neither."""

    name: str
    role: PersonRole
    surname: str = ""
    role_word: str = ""
    born_on: date | None = None
    birth_year: int | None = None
    is_unborn: bool = False
    language: str = "Nederlands"
    needs_interpreter: bool = False
    phone: str = ""

    def texts(self) -> dict[str, str]:
        """What somebody typed, by the name of its field."""
        return {name: getattr(self, name) for name in ("name", "surname", "role_word", "language", "phone")}


@dataclass(frozen=True)
class Bonds:
    """What a person is of others in the same household. None leaves what there is as it is."""

    parents: Iterable[Person] | None = None
    children: Iterable[Person] | None = None
    partners: Iterable[Person] | None = None
    former_partners: Iterable[Person] | None = None


@transaction.atomic
def add_person(
    household: Household,
    data: PersonData,
    *,
    homes: Iterable[Home] = (),
    new_home: str = "",
    bonds: Bonds | None = None,
    by: User,
) -> Person:
    """Add somebody from today on. Without `bonds` the part in the family says who is probably whose parent.

    Raises NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, **data.texts(), new_home=new_home)
    highest = Person.objects.filter(household=household).aggregate(highest=Max("order"))["highest"]
    person = Person.objects.create(
        household=household,
        order=0 if highest is None else highest + 1,
        belongs_since=timezone.localdate(),
        changed_by=by,
        **vars(data),
    )
    audit.record(CaseEvent.PERSON_ADDED, target=person, by=by)
    _live_in(person, homes, new_home)
    if bonds is None:
        relate_by_role(household, about=person, by=by)
    else:
        _bind(person, bonds, by=by)
    return person


@transaction.atomic
def change_person(
    person: Person,
    data: PersonData,
    *,
    version: int,
    homes: Iterable[Home] | None = None,
    new_home: str = "",
    bonds: Bonds | None = None,
    by: User,
) -> Person:
    """Change what is known of somebody. `homes` are all homes from today on; None leaves them.

    Raises VersionConflict, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(person.household)
    person = versions.lock(person, version=version)
    refuse_secrets(household, **data.texts(), new_home=new_home)
    versions.save(person, by=by, fields=vars(data))
    if homes is not None:
        _live_in(person, homes, new_home)
    if bonds is not None:
        _bind(person, bonds, by=by)
    audit.record(CaseEvent.PERSON_CHANGED, target=person, by=by)
    return person


@transaction.atomic
def person_left(person: Person, *, left_on: date, by: User) -> Person:
    """Somebody does not belong to the household any more since `left_on`. What was told stays.

    Raises LeftAlready, NotADay, HouseholdIsClosed.
    """
    lock_active(person.household)
    person = versions.lock(person, version=None)
    if person.left_on is not None:
        raise LeftAlready(f"{person.name} hoort er al niet meer bij.")
    if left_on > timezone.localdate():
        raise NotADay("Kies een dag die al geweest is.", field="left_on")
    if person.belongs_since and left_on < person.belongs_since:
        raise NotADay("De einddatum ligt voor de begindatum.", field="left_on")
    versions.save(person, by=by, fields={"left_on": left_on})
    _leave(Residence.objects.filter(person=person), left_on)
    audit.record(CaseEvent.PERSON_LEFT, target=person, by=by)
    return person


@transaction.atomic
def relate(person: Person, kind: RelationKind, other: Person, *, by: User) -> Relation:
    """Keep that `person` is `kind` of `other`; saying it twice has no effect. Raises NotOfThisHousehold."""
    if person.household_id != other.household_id or person == other:
        raise NotOfThisHousehold("Kies iemand uit de lijst.")
    relation, is_new = Relation.objects.get_or_create(household=person.household, person=person, kind=kind, other=other)
    if is_new:
        audit.record(CaseEvent.RELATION_ADDED, target=relation, by=by, kind=kind)
    return relation


def relate_by_role(household: Household, *, about: Person | None = None, by: User) -> None:
    """Add the relations that follow from the parts in the family; with `about` only those of that person."""
    people = list(Person.objects.filter(household=household, left_on=None))
    for person, kind, other in rules.default_relations([(person, person.role) for person in people]):
        if about in (None, person, other):
            relate(person, kind, other, by=by)


def _bind(person: Person, bonds: Bonds, *, by: User) -> None:
    parent, partner, former = (
        RelationKind.PARENT_OF,
        RelationKind.PARTNER_OF,
        RelationKind.EX_PARTNER_OF,
    )
    if bonds.parents is not None:
        wanted = {(one, parent, person) for one in bonds.parents}
        _settle(Q(other=person, kind=parent), wanted, by=by)
    if bonds.children is not None:
        wanted = {(person, parent, one) for one in bonds.children}
        _settle(Q(person=person, kind=parent), wanted, by=by)
    for kind, others in ((partner, bonds.partners), (former, bonds.former_partners)):
        if others is not None:
            here = Q(person=person, kind=kind) | Q(other=person, kind=kind)
            known = {r.other if r.person == person else r.person: r for r in Relation.objects.filter(here)}
            wanted = {
                (known[one].person, kind, known[one].other) if one in known else (person, kind, one) for one in others
            }
            _settle(here, wanted, by=by)


def _settle(here: Q, wanted: set[tuple[Person, RelationKind, Person]], *, by: User) -> None:
    for relation in Relation.objects.filter(here).select_related("household", "person", "other"):
        if (relation.person, relation.kind, relation.other) not in wanted:
            audit.record(CaseEvent.RELATION_REMOVED, target=relation, by=by, kind=relation.kind)
            relation.delete()
    for person, kind, other in wanted:
        relate(person, kind, other, by=by)


def _live_in(person: Person, homes: Iterable[Home], new_home: str) -> None:
    """Let somebody live in exactly these homes from today on."""
    today = timezone.localdate()
    wanted = list(homes)
    if any(home.household_id != person.household_id for home in wanted):
        raise NotOfThisHousehold("Kies een huis uit de lijst.", field="homes")
    if new_home:
        same_name = Home.objects.filter(household=person.household, name__iexact=new_home).first()
        last = Home.objects.filter(household=person.household).aggregate(highest=Max("order"))["highest"] or 0
        wanted.append(same_name or Home.objects.create(household=person.household, name=new_home, order=last + 1))
    running = Residence.objects.filter(person=person, days__contains=today)
    _leave(running.exclude(home__in=wanted), today)
    for home in wanted:
        if not running.filter(home=home).exists():
            Residence.objects.create(person=person, home=home, days=DateRange(today, None))


def _leave(residences: Iterable[Residence], day: date) -> None:
    """End these residences on `day`; what would then never have been is taken away."""
    for residence in residences:
        if residence.days.lower is not None and residence.days.lower >= day:
            residence.delete()
        elif residence.days.upper is None or residence.days.upper > day:
            residence.days = DateRange(residence.days.lower, day)
            residence.save(update_fields=["days"])
