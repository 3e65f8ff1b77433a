from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import QuerySet

from accounts.models import Region

if TYPE_CHECKING:
    from accounts.models import User


class FaceCountQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """For who reads the figures of that region; small numbers are hidden where they are published."""
        return self.filter(region__in=Region.objects.with_figures_for(user).values("pk"))


class FaceCount(models.Model):
    """How many families of a region kept the same fixed face for a whole calendar year, and how many did not.

    Counted once, when the year is over, and kept: it leads to no household.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kept = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()

    objects = FaceCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "year"], name="faces_counted_once")]

    def __str__(self) -> str:
        return f"{self.year}"
