from __future__ import annotations

from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from accounts.models import Identified, Versioned
from cases.models import Household, HouseholdBound
from veiligheidskaart import content
from veiligheidskaart.querysets import VeiligheidskaartQuerySet


def empty_draft() -> dict[str, Any]:
    """What a draft holds before anybody wrote."""
    return content.dump(content.Draft())


class Veiligheidskaart(HouseholdBound, Identified, Versioned):
    """The line of cards of one household, and the one draft that contact person and duo share.

    A draft overwrites itself; `has_draft` says that it holds something that is not in the last final version.
    """

    household = models.OneToOneField(Household, models.PROTECT, related_name="veiligheidskaart")
    draft = models.JSONField(default=empty_draft)
    has_draft = models.BooleanField(default=False)
    travel_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    """By which a file that travels says that two cards are of one household. It stands nowhere else."""

    earlier_number = models.PositiveSmallIntegerField(default=0, editable=False)
    """Number of the card with which the family came from elsewhere; 0 when it began here."""

    objects = VeiligheidskaartQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.household_id)
