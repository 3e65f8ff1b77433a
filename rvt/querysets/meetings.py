from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from accounts.clock import StatementTimestamp
from rvt.choices import MeetingState
from rvt.querysets.office import regions_run_by
from rvt.querysets.questions import ANSWERED

if TYPE_CHECKING:
    from accounts.models import User


class MeetingSeriesQuerySet(QuerySet[Any]):
    def run_by(self, user: User) -> Self:
        return self.filter(region__in=regions_run_by(user))


class MeetingQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Meetings of the regions that `user` runs, and those one is a guest of, once the agenda was sent."""
        return self.filter(Q(region__in=regions_run_by(user)) | Q(pk__in=self._guest(user)))

    def run_by(self, user: User) -> Self:
        """Meetings whose agenda `user` makes: chair or secretary of that region."""
        return self.filter(region__in=regions_run_by(user))

    def coming(self) -> Self:
        return self.filter(state__in=MeetingState.COMING, starts_at__gt=StatementTimestamp()).order_by("starts_at")

    def _guest(self, user: User) -> Any:
        from rvt.models import Guest

        return Guest.objects.filter(user=user, meeting__state__in=ANSWERED).values("meeting")


class AgendaItemQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Every item for who runs the table; of a guest only the items that person is asked for."""
        return self.filter(Q(meeting__region__in=regions_run_by(user)) | Q(pk__in=self._asked(user)))

    def run_by(self, user: User) -> Self:
        return self.filter(meeting__region__in=regions_run_by(user))

    def on_agenda(self) -> Self:
        return self.filter(is_off=False).order_by("position")

    def _asked(self, user: User) -> Any:
        from rvt.models import Invitation

        return Invitation.objects.filter(guest__user=user, item__meeting__state__in=ANSWERED).values("item")


class GuestQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        return self.filter(Q(meeting__region__in=regions_run_by(user)) | Q(user=user))

    def run_by(self, user: User) -> Self:
        return self.filter(meeting__region__in=regions_run_by(user))


class InvitationQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        return self.filter(Q(guest__meeting__region__in=regions_run_by(user)) | Q(guest__user=user))

    def run_by(self, user: User) -> Self:
        return self.filter(guest__meeting__region__in=regions_run_by(user))


class AgendaReleaseQuerySet(QuerySet[Any]):
    def run_by(self, user: User) -> Self:
        return self.filter(meeting__region__in=regions_run_by(user))


class RecognisedQuerySet(QuerySet[Any]):
    def run_by(self, user: User) -> Self:
        """Who runs the table sees that somebody leaves; nobody else does."""
        return self.filter(item__meeting__region__in=regions_run_by(user))
