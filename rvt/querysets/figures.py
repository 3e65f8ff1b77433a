from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from accounts.clock import StatementTimestamp
from accounts.models import Region

if TYPE_CHECKING:
    from datetime import timedelta

    from accounts.models import User


class HalfYearNotesQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Who reads the figures of a region, reads what its chair says about them."""
        return self.filter(region__in=Region.objects.with_figures_for(user).values("pk"))


class FiguresPaperQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Papers of the regions whose figures one reads: everybody there reads the same numbers."""
        return self.filter(region__in=Region.objects.with_figures_for(user).values("pk"))

    def without_data(self) -> Self:
        """Leave the PDF in the database; add `is_made`."""
        return self.defer("data").annotate(is_made=Q(data__isnull=False))

    def older_than(self, age: timedelta) -> Self:
        return self.filter(asked_at__lt=StatementTimestamp() - age)
