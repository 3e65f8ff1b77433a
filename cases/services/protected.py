"""Where somebody can be found: adding, changing, stopping, looking at a secret; and how somebody is reached safely."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts import audit, versions
from accounts.clock import StatementTimestamp
from accounts.errors import DomainError
from accounts.models import User
from accounts.notifications import notify
from cases import doors, guard, rules
from cases.choices import CaseEvent, FactKind, Part
from cases.models import Involvement, Person, ProtectedFact, ProtectedFactGrant, Reveal, UnsafeFor
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from cases.services.parties import NotOfThisHousehold


class NotSecretAnymore(DomainError):
    """A secret is not shown by making it no secret: who does that writes it down again."""


class FactEnded(DomainError):
    """A fact that has ended is not changed or ended again."""


class WhyNeeded(DomainError):
    """Looking at a secret needs a reason that says something."""


@transaction.atomic
def add_fact(person: Person, *, kind: FactKind, value: str, is_secret: bool, by: User) -> ProtectedFact:
    """Keep where `person` can be found. Raises HouseholdIsClosed."""
    household = lock_active(person.household)
    fact = ProtectedFact.objects.create(
        household=household,
        person=person,
        kind=kind,
        value=value,
        is_secret=is_secret,
        traces=guard.traces(kind, value),
        changed_by=by,
    )
    audit.record(CaseEvent.FACT_ADDED, target=fact, by=by, kind=kind, is_secret=is_secret)
    return fact


@transaction.atomic
def change_fact(
    fact: ProtectedFact, *, version: int, kind: FactKind, value: str, is_secret: bool, by: User
) -> ProtectedFact:
    """Change it. An empty `value` leaves what stands there, which a form of a secret does not show.

    Raises VersionConflict, FactEnded, NotSecretAnymore, HouseholdIsClosed.
    """
    lock_active(fact.household)
    fact = versions.lock(fact, version=version)
    if fact.ended_on is not None:
        raise FactEnded("Dit is al gestopt.")
    if fact.is_secret and not is_secret and not value:
        raise NotSecretAnymore("Vul het opnieuw in als het niet meer geheim is.", field="value")
    kept = value or fact.value
    versions.save(
        fact,
        by=by,
        fields={"kind": kind, "value": kept, "is_secret": is_secret, "traces": guard.traces(kind, kept)},
    )
    audit.record(CaseEvent.FACT_CHANGED, target=fact, by=by, kind=kind, is_secret=is_secret)
    return fact


@transaction.atomic
def end_fact(fact: ProtectedFact, *, by: User) -> ProtectedFact:
    """It does not hold any more. A secret stays secret: texts are compared with it as before.

    Raises FactEnded, HouseholdIsClosed.
    """
    lock_active(fact.household)
    fact = versions.lock(fact, version=None)
    if fact.ended_on is not None:
        raise FactEnded("Dit is al gestopt.")
    versions.save(fact, by=by, fields={"ended_on": timezone.localdate()})
    audit.record(CaseEvent.FACT_ENDED, target=fact, by=by)
    return fact


@transaction.atomic
def reveal_fact(fact: ProtectedFact, *, why: str, by: User) -> Reveal:
    """Let `by` see a secret for `rules.REVEAL_FOR`, with the reason. The other of the duo hears it.

    Raises WhyNeeded, TellsASecret.
    """
    refuse_secrets(fact.household, why=why)
    if len(" ".join(why.split())) < rules.REVEAL_WHY_AT_LEAST:
        raise WhyNeeded("Schrijf op waarom je het nodig hebt, in minstens 10 tekens.", field="why")
    reveal: Reveal = Reveal.objects.create(household=fact.household, fact=fact, by=by, why=why)
    audit.record(CaseEvent.FACT_REVEALED, target=fact, by=by, reveal=reveal.uuid)
    pair = Involvement.objects.filter(
        household=fact.household, part__in=[Part.CONTACT, Part.DUO], period__contains=StatementTimestamp()
    )
    for other in pair.exclude(user=by).select_related("user"):
        notify(other.user, "fact_revealed", about=fact.household.uuid, by=by)
    return reveal


@transaction.atomic
def take_grant_away(grant: ProtectedFactGrant, *, by: User) -> None:
    """The duo knows no more where somebody can be found, from the next statement on, and hears so.

    It comes back only with a new duo. Raises HouseholdIsClosed.
    """
    household = lock_active(grant.household)
    doors.take_fact_grant_away(grant.uuid)
    audit.record(CaseEvent.FACT_GRANT_TAKEN, target=household, by=by, user=grant.user.uuid)
    notify(grant.user, "fact_grant_taken", about=household.uuid, by=by)


@transaction.atomic
def set_safe_contact(
    person: Person,
    *,
    version: int,
    safe_when: str,
    safe_how: str,
    leave_no_message: bool,
    unsafe_for: Iterable[Person],
    by: User,
) -> Person:
    """Keep how `person` is reached safely, and who of the household is not safe for this person.

    Raises VersionConflict, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(person.household)
    person = versions.lock(person, version=version)
    refuse_secrets(household, safe_when=safe_when, safe_how=safe_how)
    others = list(unsafe_for)
    if any(other.household_id != household.pk or other == person for other in others):
        raise NotOfThisHousehold("Kies iemand uit de lijst.", field="unsafe_for")
    versions.save(
        person,
        by=by,
        fields={"safe_when": safe_when, "safe_how": safe_how, "leave_no_message": leave_no_message},
    )
    UnsafeFor.objects.filter(person=person).exclude(other__in=others).delete()
    for other in others:
        UnsafeFor.objects.get_or_create(household=household, person=person, other=other)
    audit.record(CaseEvent.SAFE_CONTACT_CHANGED, target=person, by=by)
    return person
