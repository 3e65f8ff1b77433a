"""From a household to the table, and "Moet ik melden?" (ux, S20 and S34)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.access import ScopedAction, typed_values
from cases.choices import ReportChoice
from cases.forms.questions import BringForm, ReportForm
from cases.models import Household, ReportWeighing
from cases.services import questions
from rvt.choices import AskedAbout
from rvt.models import Question

MORE = "nog"
"""One more row of people, for a browser without script."""


class QuestionBring(ScopedAction):
    """ "Neem over, zonder namen": a question begins with what is known here, in role words.

    The answer leads to the question that was begun last and names none: for a repeated post it is kept where one went.
    """

    model = Household
    access = "askable_by"
    form_class = BringForm
    template_name = "cases/question_bring.html"
    context_object_name = "household"
    shown: QueryDict | None = None

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A row more is no attempt to send."""
        if MORE in request.POST:
            self.object = self.get_object()
            self.shown = request.POST
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        if self.request.method == "POST":
            return {}
        proposal = questions.propose_question(self.object, by=self.user, today=timezone.localdate())
        names = ("about", "members", "unsafe", "goes_well", "tried")
        return {name: getattr(proposal, name) for name in names}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.shown is None:
            return kwargs
        kwargs = {name: value for name, value in kwargs.items() if name not in {"data", "files"}}
        return kwargs | {"initial": typed_values(BringForm, self.shown, kwargs)}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.more_rows = self.shown is not None
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(linked=questions.questions_of(self.object, self.user), **kwargs)

    def act(self, **cleaned: Any) -> Question:
        organisation = questions.organisation_of(self.object, self.user)
        about = AskedAbout(cleaned.pop("about"))
        return questions.bring_question(self.object, organisation=organisation, about=about, by=self.user, **cleaned)

    def get_success_url(self) -> str:
        return reverse("rvt:question-latest")


class MustIReport(TemplateView):
    """The five steps of the Meldcode, to read. Nothing is stored."""

    template_name = "cases/must_i_report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(household=None, form=None, weighed=[], **kwargs)


class ReportWeigh(ScopedAction):
    """The same from a household: "Bewaar mijn afweging", for professionals only."""

    model = Household
    access = "weighable_by"
    form_class = ReportForm
    draft_name = "report"
    template_name = "cases/must_i_report.html"
    context_object_name = "household"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        weighed = ReportWeighing.objects.visible_to(self.user).filter(household=self.object).select_related("by")
        return super().get_context_data(weighed=list(weighed), **kwargs)

    def act(self, *, choice: str, **cleaned: Any) -> ReportWeighing:
        return questions.weigh_report(self.object, choice=ReportChoice(choice), by=self.user, **cleaned)

    def get_success_url(self) -> str:
        messages.success(self.request, "Je afweging is bewaard.")
        return reverse("cases:report-weigh", args=[self.object.uuid])
