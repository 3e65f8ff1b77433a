"""Patterns in the film: making one, taking one out, and how they read on the page of the whole film (ux, S6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import rules
from cases.forms.patterns import PatternForm
from cases.models import FilmEvent, FilmPattern, FilmPatternWithdrawal, Household, PatternEvent
from cases.services.patterns import make_pattern, take_pattern_out
from cases.views.base import PanelForm, RowForm
from cases.views.film_rows import AUDIENCE_WORDS, day_of

EVENTS_OFFERED = 300
"""How many events one may choose from: the last ones that fit the choice above the list."""


@dataclass(frozen=True)
class PatternRow:
    """One pattern: its sentence, its events as (day, words), the first one first, and who made it when."""

    pattern: FilmPattern
    events: list[tuple[str, str]]
    made_by: str
    made_on: date
    audience: str
    may_take_out: bool


def pattern_rows(household: Household, user: User) -> list[PatternRow]:
    """Return the patterns of the film that `user` may read. Two queries."""
    return [_row(pattern, user) for pattern in with_events(_standing(user).filter(household=household))]


def with_events(patterns: QuerySet[Any]) -> QuerySet[Any]:
    """Load who made them, and their events, the first one first."""
    links = PatternEvent.objects.select_related("event").order_by("event__happened_on", "event_id")
    return patterns.select_related("added_by").prefetch_related(Prefetch("links", queryset=links))


def _standing(user: User) -> QuerySet[Any]:
    return FilmPattern.objects.visible_to(user).standing()  # type: ignore[no-any-return]


def _row(pattern: FilmPattern, user: User) -> PatternRow:
    return PatternRow(
        pattern=pattern,
        events=[(day_of(link.event), link.event.text) for link in pattern.links.all()],
        made_by=pattern.added_by.first_name,
        made_on=timezone.localdate(pattern.added_at),
        audience=AUDIENCE_WORDS.get(pattern.audience, ""),  # type: ignore[call-overload]
        may_take_out=pattern.added_by_id == user.pk,
    )


class _PatternPage(PanelForm):
    """Goes back to the whole film."""

    panel = "film"

    def get_back_url(self) -> str:
        return reverse("cases:film", args=[self.household.uuid])


class PatternCreate(_PatternPage):
    """Maak een patroon."""

    access = "tellable_by"
    form_class = PatternForm
    draft_name = "pattern"
    title = "Maak een patroon"
    partial = "cases/partials/pattern_form.html"
    said = "Het patroon staat bij de film."

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.request.user)

    def get_form_extras(self) -> dict[str, Any]:
        told = FilmEvent.objects.visible_to(self.user).standing().filter(household=self.object)
        events = [(event, day_of(event)) for event in told[:EVENTS_OFFERED]]
        return {"events": events, "may_read_inner": self.object.may(rules.Act.READ_INNER)}

    def act(self, **cleaned: Any) -> FilmPattern:
        return make_pattern(self.object, by=self.user, **cleaned)

    def get_undo_url(self) -> str:
        return reverse("cases:pattern-take-out", args=[self.object.uuid, self.result.uuid])


class PatternTakeOut(_PatternPage, RowForm):
    """Haal het patroon weg: for who made it. Nothing is deleted."""

    model = FilmPattern
    access = "changeable_by"
    slug_url_kwarg = "pattern"
    form_class = forms.Form
    title = "Haal het patroon weg"
    partial = "cases/partials/pattern_take_out_form.html"
    said = "Het patroon is weggehaald."

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset().standing()  # type: ignore[attr-defined]
        return with_events(rows.filter(added_by=self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=_row(self.object, self.user), **kwargs)

    def act(self) -> FilmPatternWithdrawal:
        return take_pattern_out(self.object, by=self.user)
