from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models import Household, HouseholdBound
from veiligheidskaart.models.cards import Veiligheidskaart
from veiligheidskaart.querysets import SecondReadingQuerySet


class SecondReading(HouseholdBound, Identified):
    """The duo partner read every edition of this text and recognised no place (ux, S14). Never changed."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="second_readings")
    card = models.ForeignKey(Veiligheidskaart, models.PROTECT, related_name="second_readings")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.card_id)
