"""Somebody who tells, does or looks: of the family, of its network, or a professional who is involved."""

from __future__ import annotations

from typing import Any

from accounts.errors import DomainError
from accounts.models import User
from cases.models import Household, Involvement, NetworkPerson, Person

Party = Person | NetworkPerson | User


class NotOfThisHousehold(DomainError):
    """A party belongs to the household itself, or is a professional who is involved in it now."""


def columns(part: str, party: Party, household: Household, *, by: User) -> dict[str, Any]:
    """Return the three columns of `part` ("who", "checker", "told_by"): one filled, two empty.

    Raises NotOfThisHousehold. `by` may always name oneself.
    """
    if isinstance(party, User):
        belongs = party == by or Involvement.objects.running().filter(household=household, user=party).exists()
    else:
        belongs = party.household_id == household.pk
    if not belongs:
        raise NotOfThisHousehold("Kies iemand uit de lijst.", field=part)
    return {
        f"{part}_person": party if isinstance(party, Person) else None,
        f"{part}_network": party if isinstance(party, NetworkPerson) else None,
        f"{part}_user": party if isinstance(party, User) else None,
    }
