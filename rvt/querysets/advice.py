from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.clock import StatementTimestamp
from rvt.choices import AdviceState, FollowUp
from rvt.querysets.office import regions_run_by

if TYPE_CHECKING:
    from accounts.models import User

OFFERED = (AdviceState.READING, AdviceState.CHANGE_ASKED, AdviceState.AT_THE_TABLE, AdviceState.FINAL)

AGREED = (AdviceState.AT_THE_TABLE, AdviceState.FINAL)


class AdviceQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The table's office always; the asker once it is offered; an expert of that item once the asker agreed."""
        return self.filter(
            Q(question__region__in=regions_run_by(user))
            | Q(question__asker=user, state__in=OFFERED)
            | Q(question__in=self._of_experts(user), state__in=(AdviceState.AT_THE_TABLE, AdviceState.FINAL))
        )

    def offered(self) -> Self:
        """Advice that left the table."""
        return self.filter(state__in=OFFERED)

    def agreed(self) -> Self:
        """Advice that the asker agreed to."""
        return self.filter(state__in=AGREED, agreed_on__isnull=False)

    def to_discuss_again(self) -> Self:
        """Advice that says so, agreed to, with the text of the question still there."""
        return self.agreed().filter(follow_ups__contains=[FollowUp.AGAIN]).exclude(presented={})

    def askable_again_by(self, user: User) -> Self:
        """Advice on one's own question after which the question may be asked once more."""
        return self.to_discuss_again().filter(question__asker=user)

    def run_by(self, user: User) -> Self:
        return self.filter(question__region__in=regions_run_by(user))

    def asked_by(self, user: User) -> Self:
        """Advice on one's own questions, once it is offered."""
        return self.filter(question__asker=user, state__in=OFFERED)

    def changeable_by(self, user: User) -> Self:
        """Advice that the asker wants changed, for who runs the table."""
        return self.run_by(user).filter(state=AdviceState.CHANGE_ASKED)

    def readable_by_asker(self, user: User) -> Self:
        """The asker answers while it lies with the asker."""
        return self.filter(question__asker=user, state=AdviceState.READING)

    def with_lines_of(self, user: User) -> Self:
        """Advice to which `user`, an expert of that item, may add a line now; the days are checked by the service."""
        return self.filter(question__in=self._of_experts(user), state=AdviceState.AT_THE_TABLE).exclude(
            question__asker=user
        )

    def open_for_lines(self) -> Self:
        """Advice that lies with the table, until the end of its last day (Europe/Amsterdam, the database's clock)."""
        return self.filter(state=AdviceState.AT_THE_TABLE, lines_until__gte=TruncDate(StatementTimestamp()))

    def had_their_days(self, today: date) -> Self:
        """Advice that the table may no longer add to, and that is not final yet."""
        return self.filter(state=AdviceState.AT_THE_TABLE, lines_until__lt=today).order_by("pk")

    def _of_experts(self, user: User) -> Any:
        from rvt.models import Question

        return Question.objects.shown_to_expert(user).values("pk")


class ExpertLineQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        from rvt.models import Advice

        return self.filter(advice__in=Advice.objects.visible_to(user).values("pk"))
