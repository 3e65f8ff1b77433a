from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from accounts.clock import StatementTimestamp
from rvt.choices import PaperKind

if TYPE_CHECKING:
    from datetime import timedelta

    from accounts.models import User


class MeetingPaperQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """One's own papers, as long as one may read that meeting; the chair's book only for who runs the table."""
        from rvt.models import Meeting

        runs, sees = Meeting.objects.run_by(user), Meeting.objects.visible_to(user)
        mine = self.filter(asked_by=user, meeting__in=sees.values("pk"))
        return mine.filter(Q(kind=PaperKind.AGENDA) | Q(meeting__in=runs.values("pk")))

    def without_data(self) -> Self:
        """Leave the PDF in the database; add `is_made`."""
        return self.defer("data").annotate(is_made=Q(data__isnull=False))

    def older_than(self, age: timedelta) -> Self:
        return self.filter(asked_at__lt=StatementTimestamp() - age)
