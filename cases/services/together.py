"""Samen kijken: who of the family looks along on the screen of a professional (docs/adr/0070)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts import audit
from accounts.models import User
from cases.choices import CaseEvent
from cases.models import Household, Person
from cases.services.parties import NotOfThisHousehold


@transaction.atomic
def look_together(household: Household, people: Collection[Person], *, by: User) -> None:
    """Keep that `by` lets these people of `household` look along. Raises NotOfThisHousehold."""
    if not people or any(person.household_id != household.pk for person in people):
        raise NotOfThisHousehold("Kies met wie je meekijkt.", field="people")
    looking = ",".join(sorted(str(person.uuid) for person in people))
    audit.record(CaseEvent.LOOKED_TOGETHER, target=household, by=by, people=looking)
