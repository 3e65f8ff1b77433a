from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet

from accounts.choices import Role
from accounts.models import Membership
from rvt.querysets.office import regions_run_by

if TYPE_CHECKING:
    from accounts.models import User


class ExpertQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The pool of the regions that `user` runs; and one's own line."""
        return self.filter(region__in=regions_run_by(user)) | self.filter(user=user)

    def run_by(self, user: User) -> Self:
        return self.filter(region__in=regions_run_by(user))

    def at_work(self) -> Self:
        """Those who take part and sit at the table of that region by a membership that runs now."""
        sits = Membership.objects.current().filter(role__in=Role.AT_THE_TABLE)
        return self.filter(is_active=True, user__in=sits.values("user"))
