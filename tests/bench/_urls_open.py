"""The addresses of the application, and one that exists nowhere else: the list of somebody who sees everything."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import Least
from django.urls import include, path
from django.utils import timezone

from cases.models import Agreement, FilmEvent, Household, Phase
from cases.querysets import HouseholdQuerySet
from cases.views.lists import HouseholdList

EVERYTHING = "alles"


class Uncounted(Paginator):
    """Counting a million rows takes longer than the page. That is spared here: it would flatter the comparison."""

    @cached_property
    def count(self) -> int:
        """As many as one page shows, and one more."""
        return self.per_page + 1


class EverythingList(HouseholdList):
    """The same page with as many rows, the same columns and the same order, and no rule about whose they are."""

    paginator_class = Uncounted

    def get_paginate_by(self, queryset: Any) -> int:
        """As many rows as the page to compare with has."""
        return int(self.request.GET["aantal"])

    def get_queryset(self) -> Any:
        """Everything, by name: the index of the names gives the first page without looking at the others."""
        today, own = timezone.localdate(), {"household": OuterRef("pk")}
        due = Agreement.objects.current().filter(due_on__gte=today, **own).order_by("due_on")
        film = FilmEvent.objects.standing().filter(**own).order_by("-happened_on")
        phases = Phase.objects.filter(**own).order_by("-discussed_on", "-id")
        rows = HouseholdQuerySet(Household).active()
        rows = rows.annotate(
            next_on=Least(Case(When(look_back_on__gte=today, then="look_back_on")), Subquery(due.values("due_on")[:1])),
            phase_step=Subquery(phases.values("step")[:1]),
            last_film_on=Subquery(film.values("happened_on")[:1]),
        )
        return rows.with_face().order_by("sort_name", "pk")


urlpatterns = [path("", include("config.urls")), path(f"{EVERYTHING}/", EverythingList.as_view())]
