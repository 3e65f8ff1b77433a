from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.choices import AbsenceStatus, Role
from accounts.models import Absence, Membership, WorkingDay
from rvt.querysets.office import regions_run_by

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User


class ExpertQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The pool of the regions that `user` runs; and one's own line."""
        return self.filter(region__in=regions_run_by(user)) | self.filter(user=user)

    def run_by(self, user: User) -> Self:
        return self.filter(region__in=regions_run_by(user))

    def at_work(self) -> Self:
        """Those who take part and sit at the table of that region by a membership that runs now."""
        return self.filter(Exists(self._seats()), is_active=True)

    def with_seat(self) -> Self:
        """Add `has_seat`: whether somebody sits at the table of that region by a membership that runs now."""
        return self.annotate(has_seat=Exists(self._seats()))

    def with_day(self, day: date) -> Self:
        """Add `can_come`: works on that weekday, or never said when, and is not away (local day)."""
        days = WorkingDay.objects.filter(user=OuterRef("user"))
        away = Absence.objects.filter(user=OuterRef("user"), days__contains=day)
        works = Exists(days.filter(weekday=str(day.isoweekday()))) | ~Exists(days)
        return self.annotate(can_come=Q(works) & ~Exists(away.exclude(status=AbsenceStatus.WITHDRAWN)))

    @staticmethod
    def _seats() -> Any:
        return Membership.objects.current().filter(
            user=OuterRef("user"), role__in=Role.AT_THE_TABLE, organisation__region=OuterRef("region")
        )
