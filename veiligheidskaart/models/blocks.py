"""Which blocks the cards of a region have."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Region
from accounts.models.kit import Identified
from veiligheidskaart.choices import Block


class RegionBlocks(Identified):
    """The blocks that a region chose, in card order. Never changed: the newest row counts; without one all are used."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    blocks = ArrayField(models.CharField(max_length=12, choices=Block.choices), verbose_name="Blokken van de kaart")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["region", "-id"], name="kaart_blocks_newest")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.at:%Y-%m-%d}"
