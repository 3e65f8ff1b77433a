"""Writing happens in an active household only: one lock, one refusal."""

from __future__ import annotations

from accounts.errors import DomainError
from cases.choices import HouseholdStatus
from cases.models import Household


class HouseholdIsClosed(DomainError):
    """Nothing is added to a household in which nobody works."""


def lock_active(household: Household) -> Household:
    """Return `household` fresh and locked until the transaction ends. Raises HouseholdIsClosed."""
    locked: Household = Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    if locked.status not in HouseholdStatus.ACTIVE:
        raise HouseholdIsClosed("Dit huishouden is afgesloten.")
    return locked
