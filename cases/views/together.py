"""Samen kijken: choosing who looks along, and the one page that they see (ux 1; docs/adr/0070).

Who stands on that page, and with what, is the rule of `cases.together`; here it is only asked. Every part is named: a
new kind of row is not shown before somebody gave it a rule there.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from accounts import turned
from accounts.access import ScopedAction, ScopedView
from accounts.templatetags.ui import join_nl
from cases.choices import Audience, StatementKind
from cases.forms.together import TogetherForm
from cases.models import (
    FilmEvent,
    HelpFor,
    Household,
    Person,
    Phase,
    PhaseQuote,
    Statement,
    StatementText,
)
from cases.services.overviews import safety_of
from cases.services.together import look_together
from cases.together import Company
from cases.views import analysis_rows, family, film_rows, help_rows, panels
from cases.views.look import Look

EVENTS_SHOWN = 40
"""How many events stand there, the last ones: a screen to look at together is no archive."""


class TogetherStart(ScopedAction):
    """Met wie kijk je mee? After it this session shows nothing but the page for them."""

    model = Household
    access = "tellable_by"
    form_class = TogetherForm
    template_name = "cases/together_choose.html"
    context_object_name = "household"

    screen = "cases:together-screen"

    def get_people(self) -> list[Person]:
        """Return who can be chosen."""
        people = Person.objects.visible_to(self.user).filter(household=self.object, left_on=None, is_unborn=False)
        return list(people)

    def get_back_url(self) -> str:
        """Where "Terug" leads."""
        return str(self.object.get_absolute_url())

    def get_next_url(self) -> str:
        """Where the owner of the session goes on after it."""
        return self.get_back_url()

    def get_form_extras(self) -> dict[str, Any]:
        return {"people": self.get_people()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.get_back_url(), **kwargs)

    def act(self, *, people: list[Person]) -> None:
        look_together(self.object, people, by=self.user)
        looking = [str(person.uuid) for person in people]
        turned.turn(self.request, page=self.get_success_url(), back=self.get_next_url(), about=looking)

    def get_success_url(self) -> str:
        return reverse(self.screen, args=[self.object.uuid])


class TurnedPage:
    """In front of a ScopedView and a DetailView: the one page of a turned screen. Else it leads to `choice`."""

    choice: str
    object: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()  # type: ignore[attr-defined]
        screen = turned.turned(request)
        if screen is None or screen.page != request.path:
            return redirect(self.choice, self.object.uuid)
        context = self.get_context_data(looking=screen.about)  # type: ignore[attr-defined]
        answer: HttpResponse = self.render_to_response(context)  # type: ignore[attr-defined]
        return answer


class Together(TurnedPage, ScopedView, DetailView):  # type: ignore[misc]
    """What those who look along may read, in large letters."""

    model = Household
    access = "tellable_by"
    access_kind = "together"
    template_name = "cases/together.html"
    context_object_name = "household"
    choice = "cases:together"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.request.user).with_reach(timezone.localdate())

    def get_context_data(self, *, looking: list[str], **kwargs: Any) -> dict[str, Any]:
        look = Look(self.object, self.request, timezone.localdate())
        family_now = list(Person.objects.visible_to(look.user).filter(household=self.object, left_on=None))
        people = [person for person in family_now if str(person.uuid) in looking]
        company = Company(frozenset(person.pk for person in people), safety_of(self.object))
        return super().get_context_data(
            names=join_nl(person.name for person in people),
            face=panels.face(look),
            people=[(p, family.describe(p, look.today)) for p in (people if company.is_careful else family_now)],
            phase=_phase(look, company),
            ratings=family.ratings(look, company.numbers_of("given_by_person")),
            film=_film(look, company),
            agreements=family.agreements(look, company.agreed_by("who_person", "checker_person"))["rows"],
            help=_help(look, company),
            topics=_topics(look, company, family_now),
            network=[] if company.is_careful else family.network(look)["rows"],
            is_careful=company.is_careful,
            **kwargs,
        )


def _phase(look: Look, company: Company) -> dict[str, Any] | None:
    """Return where they stand with what may be read of it; when careful only with words of somebody who looks."""
    phase = Phase.objects.visible_to(look.user).filter(household=look.household).first()
    if phase is None:
        return None
    said = PhaseQuote.objects.filter(company.words_of("person"), phase=phase).select_related("person")
    quotes = list(said)
    if company.is_careful and not quotes:
        return None
    return {"phase": phase, "step": family.STEP_WORDS[phase.step], "quotes": quotes}


def _film(look: Look, company: Company) -> dict[str, Any]:
    """Return the last events that may be read, with those notes that may."""
    told = FilmEvent.objects.visible_to(look.user).standing().filter(household=look.household)
    heard = told.filter(company.words_of("told_by_person"), audience=Audience.EVERYONE)
    events = list(film_rows.with_tellers(heard)[: EVENTS_SHOWN + 1])
    film_rows.load_notes(events, company.words_of("person"))
    rows = film_rows.rows(events, reader=look.user)
    return {"rows": rows[:EVENTS_SHOWN], "has_more": len(rows) > EVENTS_SHOWN}


def _help(look: Look, company: Company) -> list[help_rows.HelpRow]:
    """Return the help that runs or is waited for, as far as it may be read."""
    helped: dict[int, set[int]] = {}
    for item, person in HelpFor.objects.filter(item__household=look.household).values_list("item", "person"):
        helped.setdefault(item, set()).add(person)
    allowed = [item for item, people in helped.items() if company.may_read_help(people)]
    rows = help_rows.help_rows(look.household, look.user, None, look.today, Q(item__in=allowed))
    return [row for row in rows if not row.is_over]


def _topics(look: Look, company: Company, people: list[Person]) -> list[analysis_rows.Topic]:
    """Return what is going on, as far as it may be read: by whose words it says now."""
    last = StatementText.objects.filter(statement=OuterRef("pk")).order_by("-id")
    said = Statement.objects.visible_to(look.user).standing().filter(household=look.household)
    heard = said.alias(thinks=Subquery(last.values("thinks_person")[:1])).filter(
        company.words_of("thinks"), audience=Audience.EVERYONE
    )
    names = [(person.pk, person.name) for person in people]
    rows = [
        row
        for row in analysis_rows.rows(analysis_rows.with_words(heard, company.words_of("person")))
        if row.now.kind != StatementKind.FACT or company.may_read_source(row.now.source, names)
    ]
    return [topic for topic in analysis_rows.topics(rows) if topic.own_words or topic.facts or topic.opinions]
