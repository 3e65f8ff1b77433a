"""The film: putting something in, adding to it, taking it out, and the whole of it (ux, S6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from accounts.access import ScopedView
from cases import film_svg, rules
from cases.choices import Lane, NoteKind
from cases.forms.film import FilmEventForm, FilmFilterForm, FilmNoteForm
from cases.forms.parties import PartyValue
from cases.models import FilmEvent, FilmNote, Household, NetworkPerson, Person
from cases.services.film import OtherView, add_film_event, note_film_event, withdraw_film_event
from cases.views import family, film_rows, patterns
from cases.views.base import FromMyDay, RowForm
from cases.views.look import Look

EVENTS_ON_A_PAGE = 200
"""How many events of the whole film stand in the list of one page; the pictures stand above the first."""


class FilmCreate(FromMyDay):
    """Zet in de film. After a tick on "Mijn dag" one goes on typing at once, and goes back there (ux 2, "Daily")."""

    access = "tellable_by"
    form_class = FilmEventForm
    draft_name = "film"
    title = "Zet in de film"
    panel = "film"
    partial = "cases/partials/film_form.html"
    said = "Het staat in de film."

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.request.user)

    def get_form_extras(self) -> dict[str, Any]:
        household = self.object
        return {
            "household": household,
            "user": self.user,
            "may_read_inner": household.may(rules.Act.READ_INNER),
        }

    def get_initial(self) -> dict[str, Any]:
        lane = self.request.GET.get("hoort_bij")
        return {"lane": lane} if lane in Lane.values else {}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["text"].widget.attrs["autofocus"] = self.wants_my_day() and not form.is_bound
        return form

    def act(self, **cleaned: Any) -> FilmEvent:
        form = self.form
        other = OtherView(cleaned["other_view"], _person(cleaned["other_view_by"])) if cleaned["other_view"] else None
        return add_film_event(self.object, other_view=other, by=self.user, **form.event())

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def get_undo_url(self) -> str:
        return reverse("cases:film-withdraw", args=[self.object.uuid, self.result.uuid])


class FilmNoteCreate(RowForm):
    """An addition to something in the film, or how somebody else sees it."""

    model = FilmEvent
    access = "changeable_by"
    slug_url_kwarg = "event"
    form_class = FilmNoteForm
    draft_name = "film_note"
    title = "Zet iets bij deze gebeurtenis"
    panel = "film"
    partial = "cases/partials/film_note_form.html"
    said = "Je aanvulling staat in de film."

    def get_queryset(self) -> Any:
        return film_rows.with_story(super().get_queryset().standing())

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.object.household, "user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=film_rows.rows([self.object], reader=self.user)[0], **kwargs)

    def act(self, *, kind: str, text: str, person: PartyValue | str) -> FilmNote:
        return note_film_event(self.object, kind=NoteKind(kind), text=text, person=_person(person), by=self.user)


class FilmWithdraw(RowForm):
    """Maak ongedaan: for who put it in. Nothing is deleted."""

    model = FilmEvent
    access = "changeable_by"
    slug_url_kwarg = "event"
    form_class = forms.Form
    title = "Maak ongedaan"
    panel = "film"
    partial = "cases/partials/film_withdraw_form.html"
    said = "De gebeurtenis is ongedaan gemaakt."

    def get_queryset(self) -> Any:
        return film_rows.with_story(super().get_queryset().filter(added_by=self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=film_rows.rows([self.object], reader=self.user)[0], **kwargs)

    def act(self) -> FilmNote:
        return withdraw_film_event(self.object, by=self.user)


class Film(ScopedView, DetailView):  # type: ignore[misc]
    """The whole film, a picture per year, and below it the list that is always complete.

    What was taken out of the film stays readable for the closest circle only.
    """

    model = Household
    access = "readable_by"
    access_kind = "film"
    template_name = "cases/film.html"
    context_object_name = "household"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        look = Look(self.object, self.request, timezone.localdate())
        form = FilmFilterForm(self.request.GET, household=self.object, user=look.user)
        told = FilmEvent.objects.visible_to(look.user).filter(household=self.object)
        if not look.may(rules.Act.READ_INNER):
            told = told.standing()
        chosen = _filtered(told, form)
        # A film may be thousands of events long: what is only drawn is not made into rows.
        drawn = list(chosen.standing().values_list("lane", "happened_on", "until_on", "precision", "text", named=True))
        page = Paginator(film_rows.with_story(chosen), EVENTS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=form,
            rows=film_rows.rows(page.object_list, reader=look.user),
            page_obj=page,
            page_base=_without_page(self.request.GET),
            total=len(drawn),
            is_filtered=any(form[name].value() for name in form.fields),
            chosen=form.get_words(),
            drawings=_drawings(drawn, look) if page.number == 1 else [],
            patterns=patterns.pattern_rows(self.object, look.user) if page.number == 1 else [],
            may_tell=look.may(rules.Act.TELL),
            may_make_pattern=len(drawn) >= rules.LEAST_EVENTS_OF_A_PATTERN,
            **kwargs,
        )


def _without_page(asked: QueryDict) -> str:
    """Return the choice as the beginning of a query string: "" or "lane=tense&"."""
    kept = asked.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def _filtered(events: QuerySet[Any], form: FilmFilterForm) -> QuerySet[Any]:
    """Keep what was chosen. An answer that does not exist chooses nothing."""
    form.is_valid()
    if lane := form.cleaned_data.get("lane"):
        events = events.filter(lane=lane)
    if teller := form.cleaned_data.get("teller"):
        party = teller.party
        names = {Person: "told_by_person", NetworkPerson: "told_by_network"}
        events = events.filter(**{names.get(type(party), "told_by_user"): party})
    return events


def _drawings(events: Sequence[Any], look: Look) -> list[film_svg.FilmDrawing]:
    """Return one picture for each year in which something happened, the last year first."""
    spans, marks = family.face_spans(look), family.film_marks(look)
    years = {
        year
        for event in events
        for year in range(event.happened_on.year, (event.until_on or event.happened_on).year + 1)
    }
    return [
        film_svg.draw(
            events,
            start=date(year, 1, 1),
            end=date(year, 12, 31),
            today=look.today,
            spans=spans,
            marks=marks,
            title=f"De film van {year}",
            anchor=f"film-{year}",
        )
        for year in sorted(years, reverse=True)
    ]


def _person(chosen: PartyValue | str) -> Person | None:
    party = chosen.party if isinstance(chosen, PartyValue) else None
    return party if isinstance(party, Person) else None
