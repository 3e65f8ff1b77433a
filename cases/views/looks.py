"""Wie keek mee (ux, S5 and S29): who looked at this household, one line for a person and a day.

Who may see who has access sees all looks; somebody who was invited sees only the own ones. Refusals and lists are for
the privacy officer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.views.generic import DetailView

from accounts.access import ScopedView
from accounts.choices import AccessEvent, Outcome
from accounts.models import AccessLine, Organisation, User
from cases import rules
from cases.models import Household
from cases.overview import WROTE, words_for
from cases.views.look import Look

SHOWN = 3
LINES_READ = 200
"""How many lines the panel reads at most to find the last three looks: one visit is many lines."""

PER_PAGE = 25
Key = tuple[date, UUID, UUID | None, bool]
"""What makes a look: local day, who, in whose name, and whether it was emergency access."""


@dataclass(frozen=True)
class LookRow:
    """What one person saw on one local day. `at` is the last time; `name` is "" for somebody who is gone."""

    name: str
    organisation: str
    what: str
    at: datetime
    is_emergency: bool


@dataclass
class _Merged:
    """The lines of one look, taken together."""

    name: str
    organisation: str
    at: datetime
    kinds: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)

    def row(self, *, is_emergency: bool) -> LookRow:
        return LookRow(self.name, self.organisation, _what(self.kinds, self.events), self.at, is_emergency)


def looks_at(household: Household, user: User, *, all_of_them: bool) -> QuerySet[AccessLine]:
    """Lines about `household` that `user` may see. `all_of_them`: this person may see who has access."""
    rows = AccessLine.objects.filter(household=household.uuid, outcome=Outcome.SUCCESS)
    return rows if all_of_them else rows.filter(who=user.uuid)


def last_looks(look: Look) -> dict[str, Any] | None:
    """Return the last three looks, in one query; None when there is none yet. The log itself holds no names."""
    lines = looks_at(look.household, look.user, all_of_them=look.may(rules.Act.SEE_ACCESS)).annotate(
        name=Subquery(User.objects.filter(uuid=OuterRef("who")).values("name")),
        organisation_name=Subquery(Organisation.objects.filter(uuid=OuterRef("organisation")).values("name")),
    )
    found: dict[Key, _Merged] = {}
    for line in lines.order_by("-at", "-seq")[:LINES_READ]:
        key = (timezone.localdate(line.at), line.who, line.organisation, line.checks.endswith("T"))
        merged = found.setdefault(key, _Merged(line.name or "", line.organisation_name or "", line.at))
        merged.kinds.add(line.obj_type)
        merged.events.add(line.event_code)
    rows = [merged.row(is_emergency=key[3]) for key, merged in found.items()]
    return {"rows": rows[:SHOWN]} if rows else None


def _what(kinds: set[str], events: set[str]) -> str:
    """Say what somebody did: "Keek naar huishouden en film", "Schreef bij afspraken", "Haalde een pdf op"."""
    verb = "Schreef bij" if events & WROTE else "Keek naar"
    pdf = ", haalde een pdf op" if AccessEvent.EXPORT in events else ""
    return f"{verb} {words_for(kinds)}{pdf}"


class Looks(ScopedView, DetailView):  # type: ignore[type-arg]
    """All looks at one household, the last first."""

    model = Household
    access = "visible_to"
    access_kind = "looks"
    template_name = "cases/looks.html"
    context_object_name = "household"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().with_acts(self.request.user)  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        sees_all = self.object.may(rules.Act.SEE_ACCESS)
        page = self._page(looks_at(self.object, user, all_of_them=sees_all))
        return super().get_context_data(page_obj=page, rows=_rows(page), sees_all=sees_all, **kwargs)

    def _page(self, lines: QuerySet[AccessLine]) -> Page[dict[str, Any]]:
        is_emergency = ExpressionWrapper(Q(checks__endswith="T"), BooleanField())
        days = (
            lines.annotate(day=TruncDate("at"), is_emergency=is_emergency)
            .values("day", "who", "organisation", "is_emergency")
            .annotate(
                last=Max("at"),
                kinds=ArrayAgg("obj_type", distinct=True),
                events=ArrayAgg("event_code", distinct=True),
            )
            .order_by("-last")
        )
        return Paginator(days, PER_PAGE).get_page(self.request.GET.get("page"))


def _rows(page: Iterable[dict[str, Any]]) -> list[LookRow]:
    """Resolve the names of one page of looks."""
    looks = list(page)
    people = User.objects.in_bulk({look["who"] for look in looks}, field_name="uuid")
    names = {look["organisation"] for look in looks if look["organisation"]}
    organisations = Organisation.objects.in_bulk(names, field_name="uuid")
    rows = []
    for look in looks:
        user, organisation = people.get(look["who"]), organisations.get(look["organisation"])
        merged = _Merged(user.name if user else "", organisation.name if organisation else "", look["last"])
        merged.kinds, merged.events = set(look["kinds"]), set(look["events"])
        rows.append(merged.row(is_emergency=look["is_emergency"]))
    return rows
