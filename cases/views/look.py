"""One look at one household: what every panel of its page starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q
from django.http import HttpRequest

from accounts.clock import StatementTimestamp
from accounts.models import User, WorkingDay
from cases import rules
from cases.choices import Part
from cases.models import Household, Involvement


@dataclass(frozen=True)
class Look:
    """One look at one household: who looks, and on which local day (Europe/Amsterdam)."""

    household: Household
    request: HttpRequest
    today: date

    @property
    def user(self) -> User:
        """Who looks."""
        return self.request.user  # type: ignore[return-value]

    @cached_property
    def involvements(self) -> list[Any]:
        """Everybody who is involved now, and every face and duo there ever was; `is_running` by the database clock.

        In the order in which they began, each with the `weekdays` of that professional. Read once for all panels.
        """
        rows = Involvement.objects.visible_to(self.user).filter(household=self.household, period__isempty=False)
        is_running, has_begun = (
            Q(period__contains=StatementTimestamp()),
            Q(period__startswith__lte=StatementTimestamp()),
        )
        weekdays = WorkingDay.objects.filter(user=OuterRef("user")).order_by("weekday").values("weekday")
        return list(
            rows.filter(Q(part__in=[Part.CONTACT, Part.DUO]) | is_running)
            .annotate(
                is_running=ExpressionWrapper(is_running, output_field=BooleanField()),
                has_begun=ExpressionWrapper(has_begun, output_field=BooleanField()),
                weekdays=ArraySubquery(weekdays),
            )
            .select_related("user", "organisation")
            .order_by("period", "id")
        )

    def may(self, act: rules.Act) -> bool:
        """Whether this person may do `act` here. Needs `with_acts`."""
        return self.household.may(act)
