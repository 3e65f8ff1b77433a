from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models.household import HouseholdBound
from cases.querysets import StoryQuerySet


class LookingBack(HouseholdBound, Identified):
    """What the family and we said when a household was closed: for a day on which the family may come back.

    Append-only: a household may be closed more than once (domain dossier 2.1 and 2.3).
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="looking_back")
    what_helped = models.CharField("Wat hielp?", max_length=600)
    what_did_not = models.CharField("Wat hielp niet?", max_length=600, blank=True)
    whom_to_call = models.CharField("Wie kan het gezin later bellen?", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.household_id)
