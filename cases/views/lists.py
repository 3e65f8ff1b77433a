"""Finding a household that you may see (ux, S4). A name that is searched for never stands in an address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from accounts import access_log, slots
from accounts.access import ScopedView
from accounts.models import Organisation, User
from accounts.paging import OneStatementPaginator
from cases import rules
from cases.choices import Part
from cases.forms.lists import SearchForm
from cases.models import Household
from cases.querysets import HouseholdQuerySet

_TERM = "household_search"
"""Where the session keeps what was searched for."""


class Choice(Enum):
    """The chips above the list: value in the address, label, and what an empty list says."""

    MINE = ("van-mij", "Van mij", "Je hebt nog geen huishoudens.")
    TEAM = ("mijn-team", "Mijn team", "Je team heeft geen huishoudens waar jij bij mag.")
    COVER = ("waarneming", "Waarneming", "Je neemt nu voor niemand waar.")
    LOOK_BACK = ("terugkijken", "Terugkijken deze week", "Deze week kijk je met niemand terug.")
    WITHOUT_FACE = ("zonder-gezicht", "Zonder vast gezicht", "Alle gezinnen hebben een vast gezicht.")
    CLOSED = ("afgesloten", "Afgesloten", "Er zijn geen afgesloten huishoudens waar jij bij mag.")
    FOUND = ("gezocht", "Gevonden", "Niets gevonden waar jij bij mag.")

    def __init__(self, slug: str, label: str, empty: str) -> None:
        self.slug, self.label, self.empty = slug, label, empty

    @classmethod
    def from_slug(cls, slug: str) -> Choice:
        """Return the choice that an address names; an unknown one is the first."""
        return next((choice for choice in cls if choice.slug == slug), cls.MINE)

    def narrow(self, rows: HouseholdQuerySet, user: User, term: str) -> HouseholdQuerySet:
        """Choose among the households that `user` may see."""
        today = timezone.localdate()
        match self:
            case Choice.MINE:
                return rows.active().with_part_of(user)
            case Choice.TEAM:
                return rows.active().of_teams_of(user)
            case Choice.COVER:
                return rows.active().with_part_of(user, Part.COVER)
            case Choice.LOOK_BACK:
                return rows.active().looked_back_on_before(today + rules.THIS_WEEK)
            case Choice.WITHOUT_FACE:
                return rows.without_face(today)
            case Choice.CLOSED:
                return rows.closed()
        return rows.found_by(user, term)


@dataclass(frozen=True)
class Chip:
    """One link above the list."""

    label: str
    url: str
    is_current: bool


class HouseholdList(ScopedView, ListView):  # type: ignore[type-arg]
    """The list, its chips, and the search. A search is a POST: the term goes to the session and this page is shown."""

    model = Household
    access = "visible_to"
    template_name = "cases/household_list.html"
    partial_name = "cases/partials/household_results.html"
    paginate_by = 25
    paginator_class = OneStatementPaginator

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user: User = request.user  # type: ignore[assignment]
        self.choice = Choice.from_slug(request.GET.get("soort", ""))
        self.by_name = request.GET.get("volgorde") == "naam"
        self.for_film = request.GET.get("voor") == "film"

    def get_queryset(self) -> Any:
        rows = self.choice.narrow(super().get_queryset(), self.user, self.term)  # type: ignore[arg-type]
        rows = rows.tellable_by(self.user) if self.for_film else rows
        rows = rows.with_next_date(self.user, timezone.localdate()).with_story(self.user).with_face()
        if self.by_name:
            return rows.order_by("sort_name", "pk")
        return rows.order_by(F("next_on").asc(nulls_last=True), "sort_name", "pk")

    @property
    def term(self) -> str:
        return self.request.session.get(_TERM, "") if self.choice is Choice.FOUND else ""

    def get_template_names(self) -> list[str]:
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return [
            self.partial_name if htmx and not htmx.boosted and not htmx.history_restore_request else self.template_name
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SearchForm(initial={"zoek": self.term}))
        context = super().get_context_data(**kwargs)
        access_log.listed(self.request, "household", [household.uuid for household in context["object_list"]])
        return context | {
            "choice": self.choice,
            "chips": [
                Chip(choice.label, self.address(soort=choice.slug), choice is self.choice)
                for choice in Choice
                if choice is not Choice.FOUND
            ],
            "by_name": self.by_name,
            "by_date_url": self.address(volgorde=""),
            "by_name_url": self.address(volgorde="naam"),
            "page_base": urlencode(self.parameters()) + "&",
            "for_film": self.for_film,
            "is_search": self.choice is Choice.FOUND,
            "ask_url": next(slots.fill("ask_url", self.request), ""),
            "may_open": Organisation.objects.opening_households(self.user).exists(),
        }

    def parameters(self, **changed: str) -> dict[str, str]:
        """What the address says about the list, without what is empty."""
        now = {
            "soort": self.choice.slug,
            "volgorde": "naam" if self.by_name else "",
            "voor": "film" if self.for_film else "",
        }
        return {name: value for name, value in {**now, **changed}.items() if value}

    def address(self, **changed: str) -> str:
        """The address of this list with something else chosen."""
        return "?" + urlencode(self.parameters(**changed))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the term and show what it finds. One letter is too little; while typing nothing happens then."""
        form = SearchForm(request.POST)
        if not form.is_valid():
            if request.htmx:  # type: ignore[attr-defined]
                return HttpResponse(status=204)
            self.object_list = self.get_queryset()
            return self.render_to_response(self.get_context_data(form=form), status=422)
        term: str = form.cleaned_data["zoek"]
        if term:
            access_log.searched(request, "household")
            request.session[_TERM] = term
        else:
            request.session.pop(_TERM, None)
        chosen = self.parameters(soort=Choice.FOUND.slug if term else Choice.MINE.slug)
        response = redirect(f"{reverse('cases:household-list')}?{urlencode(chosen)}")
        response.status_code = 303
        return response
