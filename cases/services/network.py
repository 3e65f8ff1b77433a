"""People of the family's own who think along."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts import audit, versions
from accounts.models import User
from cases.choices import CaseEvent
from cases.models import Household, NetworkPerson
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets


@transaction.atomic
def add_network_person(
    household: Household,
    *,
    name: str,
    helps_with: str,
    relation_word: str = "",
    phone: str = "",
    said_yes_on: date | None = None,
    by: User,
) -> NetworkPerson:
    """Add somebody whom the family asked. `said_yes_on`: the day of the yes, if any.

    Raises TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, name=name, helps_with=helps_with, relation_word=relation_word, phone=phone)
    person = NetworkPerson.objects.create(
        household=household,
        name=name,
        helps_with=helps_with,
        relation_word=relation_word,
        phone=phone,
        said_yes_on=said_yes_on,
        changed_by=by,
    )
    audit.record(CaseEvent.NETWORK_ADDED, target=person, by=by)
    return person


@transaction.atomic
def change_network_person(
    person: NetworkPerson,
    *,
    version: int,
    name: str,
    helps_with: str,
    relation_word: str = "",
    phone: str = "",
    said_yes_on: date | None = None,
    ended_on: date | None = None,
    by: User,
) -> NetworkPerson:
    """Change what is known. `ended_on` takes somebody off the list.

    Raises VersionConflict, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(person.household)
    person = versions.lock(person, version=version)
    refuse_secrets(household, name=name, helps_with=helps_with, relation_word=relation_word, phone=phone)
    versions.save(
        person,
        by=by,
        fields={
            "name": name,
            "helps_with": helps_with,
            "relation_word": relation_word,
            "phone": phone,
            "said_yes_on": said_yes_on,
            "ended_on": ended_on,
        },
    )
    audit.record(CaseEvent.NETWORK_CHANGED, target=person, by=by)
    return person
