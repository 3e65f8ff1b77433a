from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.clock import StatementTimestamp
from accounts.querysets import ScopedQuerySet
from rvt.choices import GuestAnswer, GuestPart, MeetingState, QuestionState, Recognition, Urgency
from rvt.querysets.office import regions_advised_by, regions_run_by

if TYPE_CHECKING:
    from accounts.models import User

EXPERTS_READ_UNTIL = timedelta(days=14)
"""How long after the meeting began an expert who was invited may read the question (design 2).

Longer only while the table reads the advice along: an asker may agree late, and two working days are two working days.
"""

ANSWERED = (MeetingState.SENT, MeetingState.RUNNING, MeetingState.ENDED)
"""States of a meeting whose agenda has been sent."""


def takes_part(user: User, path: str = "guest__") -> Q:
    """Return the condition under which an invitation of `user` counts: an expert sits at the table of that region.

    Who was invited and left since finds nothing any more. `path` leads to the guest.
    """
    here = {f"{path}meeting__region__in": regions_advised_by(user)}
    return Q(**{f"{path}part": GuestPart.ASKER}) | Q(**here)


class QuestionQuerySet(ScopedQuerySet):
    """Who may see a question: the asker; chair and secretary of that region; an expert who is invited to that item."""

    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(asker=user)
            | Q(region__in=regions_run_by(user), state__in=QuestionState.AT_THE_TABLE)
            | Q(pk__in=self._invited(user))
        )

    def asked_by(self, user: User) -> Self:
        return self.filter(asker=user)

    def shown_to_expert(self, user: User) -> Self:
        """Questions of the items that `user` is asked for, as long as an invited person may read them."""
        return self.filter(pk__in=self._invited(user))

    def writable_by(self, user: User) -> Self:
        """Questions that `user` may still write in."""
        return self.asked_by(user).filter(state__in=QuestionState.WRITABLE)

    def withdrawable_by(self, user: User) -> Self:
        """Questions that the asker may take back: as long as the table has not discussed them."""
        return self.asked_by(user).filter(state__in=QuestionState.WITHDRAWABLE)

    def run_by(self, user: User) -> Self:
        """Questions that lie with the table of which `user` is chair or secretary."""
        return self.filter(region__in=regions_run_by(user), state__in=QuestionState.AT_THE_TABLE)

    def queue_of(self, user: User) -> Self:
        """What waits for a place on an agenda: how soon first, then the oldest."""
        from rvt.models import AgendaItem

        placed = AgendaItem.objects.live().filter(question=OuterRef("pk"))
        return self.run_by(user).filter(~Exists(placed), state__in=QuestionState.QUEUED).soonest_first()

    def looked_over_by(self, user: User) -> Self:
        """What chair or secretary still looks over: also when it stands on an agenda that was not sent."""
        return self.run_by(user).filter(state__in=QuestionState.QUEUED)

    def soonest_first(self) -> Self:
        order = [When(urgency=urgency, then=Value(place)) for place, urgency in enumerate(Urgency)]
        return self.annotate(how_soon=Case(*order, default=Value(9), output_field=IntegerField())).order_by(
            "how_soon", "submitted_on", "uuid"
        )

    def with_meeting_day(self) -> Self:
        """Add `meeting_at`: when the table speaks about it, once it stands on an agenda that was sent."""
        from rvt.models import AgendaItem

        items = AgendaItem.objects.filter(question=OuterRef("pk"), is_off=False, meeting__state__in=ANSWERED)
        return self.annotate(
            meeting_at=Subquery(items.order_by("-meeting__starts_at").values("meeting__starts_at")[:1])
        )

    def to_be_erased(self, before: Any) -> Self:
        """Questions whose text is older than may be kept: sent before that day, or begun before it and never sent."""
        return self.filter(Q(submitted_on__lt=before) | Q(submitted_on=None, begun_on__lt=before), erased_on=None)

    def _invited(self, user: User) -> Any:
        """Of items that this person is asked for: from the first sending until two weeks after, and while one may add a
        line to the advice."""
        from rvt.models import Advice, Invitation, Recognised

        fresh = Q(item__meeting__starts_at__gt=StatementTimestamp() - EXPERTS_READ_UNTIL)
        reads_along = Exists(Advice.objects.open_for_lines().filter(item=OuterRef("item")))
        left = Recognised.objects.filter(item=OuterRef("item"), user=user, choice=Recognition.LEAVES)
        return (
            Invitation.objects.filter(
                ~Exists(left),
                fresh | reads_along,
                takes_part(user),
                guest__user=user,
                is_sent=True,
                item__is_off=False,
                item__question__isnull=False,
                item__meeting__state__in=ANSWERED,
            )
            .exclude(guest__answer=GuestAnswer.NO)
            .values("item__question")
        )


class ReflectionQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Only of the one who wrote it."""
        return self.filter(question__asker=user)
