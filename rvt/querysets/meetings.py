from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.choices import Role
from accounts.clock import StatementTimestamp, midnight
from accounts.models import Membership, Organisation
from rvt.choices import GuestAnswer, GuestPart, MeetingState, Recognition
from rvt.querysets.office import regions_run_by
from rvt.querysets.questions import ANSWERED, takes_part

if TYPE_CHECKING:
    from accounts.models import User


class MeetingSeriesQuerySet(QuerySet[Any]):
    def run_by(self, user: User) -> Self:
        return self.filter(region__in=regions_run_by(user))


class MeetingQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Meetings of the regions that `user` runs, and those one is a guest of, once the agenda was sent.

        A guest still finds a meeting that was cancelled after that.
        """
        return self.filter(Q(region__in=regions_run_by(user)) | Q(pk__in=self._guest(user)))

    def run_by(self, user: User) -> Self:
        """Meetings whose agenda `user` makes: chair or secretary of that region."""
        return self.filter(region__in=regions_run_by(user))

    def coming(self) -> Self:
        return self.filter(state__in=MeetingState.COMING, starts_at__gt=StatementTimestamp()).order_by("starts_at")

    def ahead(self) -> Self:
        """What is still to come or goes on, and what was called off; the next one first."""
        running = Q(state=MeetingState.RUNNING)
        return self.filter(running | Q(starts_at__gt=StatementTimestamp()), ~Q(state=MeetingState.ENDED)).order_by(
            "starts_at", "pk"
        )

    def sat_between(self, first: date, last: date) -> Self:
        """Meetings that were held on a local day from `first` to `last`."""
        return self.filter(
            state=MeetingState.ENDED, starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1))
        )

    def past(self) -> Self:
        """What was; the last one first."""
        gone = Q(state=MeetingState.ENDED) | Q(starts_at__lte=StatementTimestamp())
        return self.filter(gone).exclude(state=MeetingState.RUNNING).order_by("-starts_at", "-pk")

    def cancellable_by(self, user: User) -> Self:
        """Meetings that did not begin yet."""
        return self.run_by(user).filter(state__in=(MeetingState.DRAFT, MeetingState.SENT))

    def with_sent(self) -> Self:
        """Add `sent`: the content of the newest release, None before the first."""
        from rvt.models import AgendaRelease

        newest = AgendaRelease.objects.filter(meeting=OuterRef("pk")).order_by("-number")
        return self.annotate(sent=Subquery(newest.values("content")[:1], output_field=JSONField()))

    def _guest(self, user: User) -> Any:
        from rvt.models import Invitation

        shown = (*ANSWERED, MeetingState.CANCELLED)
        mine = Invitation.objects.filter(takes_part(user), guest__user=user, is_sent=True)
        return mine.filter(guest__meeting__state__in=shown).values("guest__meeting")


class AgendaItemQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Every item for who runs the table; of a guest only the items that person is asked for."""
        return self.filter(Q(meeting__region__in=regions_run_by(user)) | Q(pk__in=self._asked(user)))

    def run_by(self, user: User) -> Self:
        return self.filter(meeting__region__in=regions_run_by(user))

    def countable_by(self, user: User) -> Self:
        """Questions that were discussed and do not count as a consultation yet, for who runs the table.

        Where nobody keeps a register there is nothing to count for.
        """
        keeping = Organisation.objects.keeping_a_register().filter(region=OuterRef("meeting__region"))
        return self.run_by(user).filter(Exists(keeping), is_done=True, question__isnull=False, counted=None)

    def asked_expert(self, user: User) -> Self:
        """Questions on an agenda for which `user` comes as an expert, also those for which that person leaves."""
        from rvt.models import Invitation

        sent = Invitation.objects.filter(takes_part(user), guest__user=user, is_sent=True)
        asked = sent.filter(guest__part=GuestPart.EXPERT).exclude(guest__answer=GuestAnswer.NO)
        return self.filter(
            pk__in=asked.values("item"), is_off=False, question__isnull=False, meeting__state__in=ANSWERED
        )

    def not_left_by(self, user: User) -> Self:
        """Without the items for which `user` left the table."""
        from rvt.models import Recognised

        left = Recognised.objects.filter(item=OuterRef("pk"), user=user, choice=Recognition.LEAVES)
        return self.filter(~Exists(left))

    def on_agenda(self) -> Self:
        return self.filter(is_off=False).order_by("position")

    def live(self) -> Self:
        """Items that still lie ahead: a question has one of these at most."""
        return self.filter(is_off=False, is_done=False)

    def with_guests(self) -> Self:
        """Add `asked`: of each who is asked for it, the ids, name, answer, part and expertise, as JSON."""
        from rvt.models import Invitation

        # Whether a guest still belongs to the table is asked of the guest, at the moment of reading.
        belongs = GuestQuerySet.belonging(OuterRef("guest__user"), OuterRef("guest__meeting__region"))
        rows = Invitation.objects.filter(item=OuterRef("pk")).order_by("guest__user__name", "pk")
        facts = JSONObject(
            uuid="uuid",
            guest="guest__uuid",
            user="guest__user__uuid",
            name="guest__user__name",
            answer="guest__answer",
            part="guest__part",
            discipline="discipline",
            is_sent="is_sent",
            belongs=Exists(belongs),
        )
        return self.annotate(asked=ArraySubquery(rows.values(facts=facts)))

    def _asked(self, user: User) -> Any:
        from rvt.models import Invitation

        mine = Invitation.objects.filter(takes_part(user), guest__user=user, is_sent=True)
        return mine.filter(item__meeting__state__in=ANSWERED, item__is_off=False).values("item")


class GuestQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        return self.filter(Q(meeting__region__in=regions_run_by(user)) | Q(user=user))

    def run_by(self, user: User) -> Self:
        return self.filter(meeting__region__in=regions_run_by(user))

    def answerable_by(self, user: User) -> Self:
        """One's own invitations to meetings that did not begin."""
        sent = self.filter(takes_part(user, ""), user=user, meeting__state=MeetingState.SENT)
        return sent.filter(invitations__is_sent=True, meeting__starts_at__gt=StatementTimestamp()).distinct()

    def in_force(self) -> Self:
        """Guests who can still sign in and belong here: experts to the table, who asks to any organisation."""
        sits = self.belonging(OuterRef("user"), OuterRef("meeting__region"))
        works = Membership.objects.current().filter(user=OuterRef("user"))
        return self.filter(Exists(sits) | (Q(part=GuestPart.ASKER) & Exists(works)), user__is_active=True)

    def to_remind(self, until: Any) -> Self:
        """Guests of sent agendas up to that moment who did not answer and were not asked again yet."""
        coming = self.filter(meeting__state=MeetingState.SENT, meeting__starts_at__gt=StatementTimestamp())
        waiting = coming.filter(meeting__starts_at__lt=until, answer=GuestAnswer.WAITING, reminded_on=None)
        return waiting.filter(invitations__is_sent=True).distinct()

    @staticmethod
    def belonging(user: Any, region: Any) -> Any:
        """Return the memberships that run now and put `user` at the table of `region`."""
        return Membership.objects.current().filter(user=user, role__in=Role.AT_THE_TABLE, organisation__region=region)


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
