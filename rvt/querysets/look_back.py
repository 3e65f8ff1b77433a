from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet
from django.utils import timezone

from rvt.querysets.office import regions_advised_by

if TYPE_CHECKING:
    from accounts.models import User


class LookBackLinkQuerySet(QuerySet[Any]):
    def usable(self) -> Self:
        """Links that still open: a used one is gone."""
        return self.filter(expires_on__gte=timezone.localdate())

    def over(self) -> Self:
        """Links that nobody used in time."""
        return self.filter(expires_on__lt=timezone.localdate())


class LookBackAnswerQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Answers about the table of a region where `user` sits; shown in totals of 5 or more only (`rules`)."""
        return self.filter(region__in=regions_advised_by(user))
