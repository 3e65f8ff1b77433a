"""An advice of the table on the own side: for who asked and the duo, beside the household it is about (ux, S25)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.access import ScopedAction
from cases.choices import AdviceTask, TaskOutcome
from cases.forms.advice import TakeOverForm, TaskForm
from cases.forms.faces import NoQuestions
from cases.models import Household, QuestionLink
from cases.services import questions
from cases.services.advice import answer_task, take_over, tasks_of
from cases.views.faces import DUO_ADVISED
from rvt.choices import FollowUp
from rvt.models import Advice
from rvt.templatetags.rvt import advice_lines


class _OfAdvice(ScopedAction):
    """One advice beside the household it is about: `advice` is the newest on that question, `links` the own link."""

    model = Household
    access = "visible_to"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Household:
        """The household, with an advice about it that this person may know of. Raises Http404."""
        household: Household = super().get_object(queryset)
        self.links = QuestionLink.objects.visible_to(self.user).filter(
            household=household, question=self.kwargs["question"]
        )
        offered = Advice.objects.offered().filter(question__uuid__in=self.links.values("question"))
        advice = offered.select_related("question").order_by("-pk").first()
        if advice is None:
            raise Http404
        self.advice: Advice = advice
        return household


class AdviceTaken(_OfAdvice):
    """The advice, and "Zet in mijn huishouden". Which family it is about is known here and nowhere else."""

    form_class = TakeOverForm
    template_name = "cases/advice.html"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Household:
        household = super().get_object(queryset)
        self.may_take = Household.objects.changeable_by(self.user).filter(pk=household.pk).exists()
        if self.request.method == "POST" and not self.may_take:
            raise Http404
        return household

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.object, "user": self.user, "advice": advice_lines(self.advice.text)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            household=self.object,
            advice=self.advice,
            may_take=self.may_take,
            is_duo_advised=FollowUp.DUO in self.advice.follow_ups,
            duo_url=f"{reverse('cases:duo-create', args=[self.object.uuid])}?{DUO_ADVISED}=ja",
            may_ask_again=self.may_ask_again(),
            tasks=[task for link in self.links.with_tasks() for task in tasks_of(link)],
            refused=None,
            may_ask_duo=Household.objects.switchable_by(self.user).filter(pk=self.object.pk).exists(),
            **kwargs,
        )

    def may_ask_again(self) -> bool:
        """Whether the table wants it back, and this person may bring it."""
        again = Advice.objects.to_discuss_again().filter(pk=self.advice.pk)
        return again.exists() and Household.objects.askable_by(self.user).filter(pk=self.object.pk).exists()

    def act(self, *, lines: list[str], who: Any, checker: Any, since: Any) -> Any:
        chosen = advice_lines(self.advice.text)
        return take_over(
            self.object,
            lines=[chosen[int(number)] for number in lines],
            who=who.party,
            checker=checker.party,
            since=since,
            by=self.user,
        )

    def get_success_url(self) -> str:
        number = len(self.result)
        messages.success(
            self.request, "1 regel is nu een afspraak." if number == 1 else f"{number} regels zijn nu afspraken."
        )
        return self.object.get_absolute_url()  # type: ignore[no-any-return]


class AdviceTasks(ScopedAction):
    """ "Wat ging jij doen?": the tasks after every advice about this household, "Gedaan" or "Niet gedaan, want".

    A page of the household: its address names no question, because the answer to a repeated post is kept with it.
    """

    model = Household
    access = "visible_to"
    form_class = TaskForm
    template_name = "cases/advice_tasks.html"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Household:
        """The household, when there was an advice about it that this person may know of. Raises Http404."""
        household: Household = super().get_object(queryset)
        links = QuestionLink.objects.visible_to(self.user).filter(household=household).with_tasks().order_by("-pk")
        self.tasks = [task for link in links for task in tasks_of(link)]
        may_change = Household.objects.changeable_by(self.user).filter(pk=household.pk).exists()
        if not self.tasks or not may_change:
            raise Http404
        return household

    def get_form_extras(self) -> dict[str, Any]:
        return {"keys": [task.key for task in self.tasks]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            household=self.object, tasks=self.tasks, refused=form if form.is_bound else None, **kwargs
        )

    def act(self, *, task: str, outcome: str, reason: str) -> Any:
        question, _, code = task.partition(":")
        return answer_task(
            self.object,
            question=UUID(question),
            task=AdviceTask(code),
            outcome=TaskOutcome(outcome),
            reason=reason,
            by=self.user,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "Bewaard. De tafel ziet dit niet.")
        return reverse("cases:advice-tasks", args=[self.object.uuid])


class AdviceAgain(_OfAdvice):
    """ "Opnieuw bespreken": the question begins again with the text that lay on the table, and stays linked here.

    The answer leads to the question that was begun last and names none, as in `QuestionBring`.
    """

    access = "askable_by"
    form_class = NoQuestions
    template_name = "cases/confirm.html"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Household:
        household = super().get_object(queryset)
        if not Advice.objects.to_discuss_again().filter(pk=self.advice.pk).exists():
            raise Http404
        return household

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Stel de vraag opnieuw",
            text="Je begint met de tekst die op tafel lag. Pas aan wat nu anders is, en breng de vraag dan weer in.",
            label="Stel de vraag opnieuw",
            back_url=reverse("cases:advice", args=[self.object.uuid, self.kwargs["question"]]),
            **kwargs,
        )

    def act(self) -> Any:
        return questions.bring_again(self.object, self.advice, by=self.user)

    def get_success_url(self) -> str:
        return reverse("rvt:question-latest")
