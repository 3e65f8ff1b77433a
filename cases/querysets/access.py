"""Who has access to a household, since when and until when, and who asks whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import DateTimeField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Least

from accounts.clock import StatementTimestamp
from accounts.models import Membership, User
from accounts.querysets import ScopedQuerySet
from cases.choices import HouseholdStatus, Part, RequestState
from cases.querysets.rule import among, in_force
from cases.querysets.story import FollowsHousehold
from cases.rules import Act

if TYPE_CHECKING:
    from cases.models import Household


class InvolvementQuerySet(FollowsHousehold):
    read_act = Act.READ_CARD

    def running(self) -> Self:
        return self.filter(period__contains=StatementTimestamp())

    def unended(self) -> Self:
        """Those that run and those that will."""
        return self.filter(Q(period__endswith=None) | Q(period__endswith__gt=StatementTimestamp()))

    def over(self) -> Self:
        """Those that ended. A period that was taken back before it began is empty, and never was."""
        return self.filter(period__endswith__lte=StatementTimestamp(), period__isempty=False)

    def in_effect(self) -> Self:
        """Those that give access at this moment: the rule of `among`, for everybody at once."""
        works_there = Membership.objects.current().filter(user=OuterRef("user"), organisation=OuterRef("organisation"))
        kept_out = apps.get_model("cases", "Exclusion").objects.running().filter(user=OuterRef("user"))
        return self.running().filter(
            Exists(works_there),
            Exists(self._organisation_sees()),
            ~Exists(kept_out.filter(household=OuterRef("household"))),
        )

    def with_end(self) -> Self:
        """Annotate `ends_at`: when this access ends by itself, the part or what its organisation holds. None: never."""
        permission_ends = Subquery(self._organisation_sees().values("period__endswith")[:1])
        return self.annotate(ends_at=Least("period__endswith", permission_ends, output_field=DateTimeField()))

    def temporary(self) -> Self:
        """Access that runs and ends by itself: of guests and of the duo. A stand-in has the days of the absence."""
        parts = [Part.INVITED, Part.DUO]
        return self.running().filter(part__in=parts, household__status__in=HouseholdStatus.ACTIVE)

    def extendable_by(self, user: User) -> Self:
        return self.temporary().filter(among(user, Act.SHARE, "household_id"))

    def endable_by(self, user: User) -> Self:
        """Access of which `user` may say that it ends: everybody's for who shares, else the own."""
        own = Q(user=user) & Q(among(user, Act.READ_CARD, "household_id"))
        return self.temporary().filter(Q(among(user, Act.SHARE, "household_id")) | own)

    def stoppable_by(self, user: User) -> Self:
        """Guests whom `user` may stop. A duo ends on a page of its own."""
        return self.endable_by(user).filter(part=Part.INVITED)

    def ending_within(self, span: timedelta) -> Self:
        """Access that ends within `span`, while nobody said that it may. Annotates `ends_at`."""
        answered = apps.get_model("cases", "AccessMayEnd").objects.filter(
            involvement=OuterRef("pk"), ends_at=OuterRef("ends_at")
        )
        soon = StatementTimestamp() + Value(span)
        return self.temporary().in_effect().with_end().filter(~Exists(answered), ends_at__lte=soon)

    @staticmethod
    def _organisation_sees() -> QuerySet[Any]:
        return in_force("view_household").filter(
            content_object=OuterRef("household"), group__organisation=OuterRef("organisation")
        )

    def with_face(self) -> Self:
        """Prefetch `household.faces_now`, as `HouseholdQuerySet.with_face` does."""
        faces = type(self)(self.model).running().faces().select_related("user", "organisation")
        return self.prefetch_related(Prefetch("household__involvements", queryset=faces, to_attr="faces_now"))

    def faces(self) -> Self:
        return self.filter(part=Part.CONTACT)

    def of_households(self, households: Iterable[Household]) -> Self:
        return self.filter(household__in=list(households))


class ExclusionQuerySet(FollowsHousehold):
    """People who are kept out: seen by those who see who has access."""

    read_act = Act.SEE_ACCESS
    write_act = Act.SHARE

    def running(self) -> Self:
        return self.filter(period__contains=StatementTimestamp())

    def keep_out(self, user: User, household: Household) -> bool:
        """Whether `user` may not see `household` at this moment, whatever else gives access."""
        return self.running().filter(user=user, household=household).exists()


class SharingDecisionQuerySet(FollowsHousehold):
    """Why an organisation may see a household: seen by those who see who has access."""

    read_act = Act.SEE_ACCESS
    write_act = Act.SHARE


class FaceQuestionQuerySet(ScopedQuerySet):
    """Questions whether there is a fixed face: seen by the contact person of the household that was meant.

    Not by who asked: somebody who is kept out of a household would learn here that it exists.
    """

    def visible_to(self, user: User) -> Self:
        return self.filter(among(user, Act.SWITCH, "household_id"))


class RequestQuerySet(ScopedQuerySet):
    """Questions between professionals: the one who asked and the one who was asked see them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(Q(asked_of=user) | Q(asked_by=user))

    def changeable_by(self, user: User) -> Self:
        return self.visible_to(user).open()

    def answerable_by(self, user: User) -> Self:
        return self.filter(asked_of=user).open()

    def withdrawable_by(self, user: User) -> Self:
        return self.filter(asked_by=user).open()

    def open(self) -> Self:
        return self.filter(state=RequestState.ASKED)
