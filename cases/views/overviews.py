"""Inzage (ux, S29): for one of the family, on paper, who looked at the own data. First seen, then made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import DetailView

from accounts import access_log
from accounts.access import FreshStepMixin, ScopedAction, ScopedView
from accounts.choices import AccessEvent
from accounts.middleware import POLL_HEADER
from cases.forms.overviews import OverviewForm
from cases.models import Household, LookOverview, Person
from cases.pdf import FILE_NAME
from cases.services import overviews
from cases.services.overviews import Period


class Overview(ScopedAction):
    """Choose for whom and about which days, read what will stand on the paper, and ask for the PDF."""

    model = Household
    access = "overviewable_by"
    form_class = OverviewForm
    template_name = "cases/overview.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.object, "user": self.user}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.request.method in ("GET", "HEAD") and "vanaf" in self.request.GET:
            kwargs["data"] = self.request.GET
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        safety = overviews.safety_of(self.object)
        paper = None
        if form.is_bound and form.is_valid():
            person, period = self.chosen(**form.cleaned_data)
            access_log.seen(self.request, person, root=self.object.uuid)
            guarded = safety.guards_from(person.pk)
            paper = {
                **overviews.content_of(person, period, overviews.rows_for(person, period, guarded=guarded)),
                "guarded": guarded,
            }
        kept = LookOverview.objects.visible_to(self.user).filter(household=self.object).without_data()
        made = list(kept.select_related("person", "household", "asked_by"))
        states = overviews.states_of(made, safety)
        for each in made:
            each.state = states[each.pk]
        return super().get_context_data(household=self.object, paper=paper, made=made, **kwargs)

    def chosen(self, *, voor: Person, vanaf: Any, tot_en_met: Any) -> tuple[Person, Period]:
        """Return who was chosen, with the household that the page already has, and the days."""
        voor.household = self.object
        return voor, Period(vanaf, tot_en_met)

    def act(self, **cleaned: Any) -> LookOverview:
        person, period = self.chosen(**cleaned)
        asked = overviews.ask_overview(person, period, by=self.user)
        access_log.seen(self.request, asked, root=self.object.uuid)
        return asked

    def get_success_url(self) -> str:
        messages.success(self.request, "Het overzicht wordt gemaakt.")
        return reverse("cases:overview", args=[self.object.uuid])


class _Paper:
    """A paper of the household in the address."""

    model = LookOverview
    access = "visible_to"
    kwargs: dict[str, Any]

    def get_queryset(self) -> Any:
        rows = super().get_queryset().select_related("household", "person")  # type: ignore[misc]
        return rows.filter(household__uuid=self.kwargs["household"])


class OverviewPdf(FreshStepMixin, _Paper, ScopedView, DetailView):  # type: ignore[type-arg]
    """The PDF, as a file with a neutral name. Not there any more when it would tell too much by now."""

    access_event = AccessEvent.EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paper = self.get_object()
        if not overviews.may_be_given(paper, overviews.safety_of(paper.household)):
            raise Http404
        response = HttpResponse(bytes(paper.data), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        response["Cache-Control"] = "no-store"
        return response


class OverviewState(_Paper, ScopedView, DetailView):  # type: ignore[type-arg]
    """How far it is: asked again every two seconds while a page waits for it."""

    template_name = "cases/partials/overview_state.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().without_data()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if POLL_HEADER in self.request.headers:
            access_log.is_no_look(self.request)
        self.object.state = overviews.states_of([self.object])[self.object.pk]
        return super().get_context_data(**kwargs, paper=self.object)


class OverviewAgain(_Paper, ScopedAction):
    """Ask the worker once more."""

    http_method_names = ["post", "options"]

    def get_queryset(self) -> Any:
        return super().get_queryset().without_data()

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        overviews.ask_again(self.object, by=self.user)
        return self.finish()

    def get_success_url(self) -> str:
        return reverse("cases:overview", args=[self.object.household.uuid])
