from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Organisation
from rvt.choices_register import CodeList, WhatNow
from rvt.querysets.office import regions_run_by

if TYPE_CHECKING:
    from accounts.models import ApiToken, User


class CodeQuerySet(QuerySet[Any]):
    def kept_by(self, user: User) -> Self:
        """Every code, for who runs a regiobureau: the lists are those of the whole installation."""
        return self.all() if Organisation.objects.offices_of(user).exists() else self.none()

    def endable_by(self, user: User) -> Self:
        """Those of which the last day is still to come, or not known."""
        return self.kept_by(user).filter(Q(last_on=None) | Q(last_on__gt=timezone.localdate()))

    def of(self, code_list: CodeList) -> Self:
        return self.filter(list=code_list)

    def valid_on(self, day: Any) -> Self:
        """Codes that hold on a local day."""
        return self.filter(Q(last_on=None) | Q(last_on__gte=day), first_on__lte=day).order_by("list", "place", "id")


class ConsultationQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The register of the organisations that `user` works for now: colleagues take each other's calls."""
        return self.filter(organisation__in=Organisation.objects.of_professional(user).values("pk"))

    def readable_by_token(self, token: ApiToken) -> Self:
        """The register of the organisation of an integration."""
        return self.filter(organisation=token.organisation_id)

    def with_codes(self) -> Self:
        """What a line of the list shows."""
        return self.select_related("seeker_role", "setting", "municipality", "staff").prefetch_related("natures")

    def to_call_back(self) -> Self:
        """Callers who wait for a call, the oldest promise first."""
        from rvt.models import Addition

        called = Addition.objects.filter(consultation=OuterRef("pk"), was_call_back=True)
        waiting = self.filter(~Exists(called), what_now=WhatNow.CALL_BACK)
        return waiting.order_by("call_back_on", "pk")

    def began_on(self, day: Any) -> Self:
        """Those of one local day (Europe/Amsterdam)."""
        return self.filter(began_at__date=day)

    def found_by(self, term: str) -> Self:
        """Those whose code word, question or advice holds `term`."""
        texts = Q(question__icontains=term) | Q(advice__icontains=term) | Q(caller_does__icontains=term)
        return self.filter(texts | Q(code_word__icontains=term))


class AdditionQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        from rvt.models import Consultation

        return self.filter(consultation__in=Consultation.objects.visible_to(user).values("pk"))


class CountedItemQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """For who runs the table of that region."""
        return self.filter(item__meeting__region__in=regions_run_by(user))
