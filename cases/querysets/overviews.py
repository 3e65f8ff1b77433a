"""Papers that say who looked."""

from __future__ import annotations

from typing import Self

from django.db.models import BooleanField, ExpressionWrapper, Q, Value

from accounts.clock import StatementTimestamp
from accounts.models import User
from cases.overview import KEPT_FOR
from cases.querysets.story import FollowsHousehold
from cases.rules import Act


class LookOverviewQuerySet(FollowsHousehold):
    """For whoever may see who looked, for as long as the paper is kept."""

    read_act = Act.SEE_ACCESS
    write_act = Act.SEE_ACCESS

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(asked_at__gt=StatementTimestamp() - Value(KEPT_FOR))

    def without_data(self) -> Self:
        """Leave the PDF in the database and annotate `is_made`."""
        is_made = ExpressionWrapper(Q(data__isnull=False), BooleanField())
        return self.defer("data").annotate(is_made=is_made)
