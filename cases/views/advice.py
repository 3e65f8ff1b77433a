"""An advice of the table on the own side: for who asked and the duo, beside the household it is about (ux, S25)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.access import ScopedAction
from cases.forms.advice import TakeOverForm
from cases.models import Household, QuestionLink
from cases.services.advice import take_over
from rvt.choices import FollowUp
from rvt.models import Advice
from rvt.templatetags.rvt import advice_lines


class AdviceTaken(ScopedAction):
    """The advice, and "Zet in mijn huishouden". Which family it is about is known here and nowhere else."""

    model = Household
    access = "visible_to"
    form_class = TakeOverForm
    template_name = "cases/advice.html"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Household:
        """The household, and the newest advice on a question about it that this person may know of. Raises Http404."""
        household: Household = super().get_object(queryset)
        links = QuestionLink.objects.visible_to(self.user).filter(household=household, question=self.kwargs["question"])
        offered = Advice.objects.offered().filter(question__uuid__in=links.values("question"))
        advice = offered.select_related("question").order_by("-pk").first()
        if advice is None:
            raise Http404
        self.advice: Advice = advice
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
            duo_url=reverse("cases:duo-create", args=[self.object.uuid]),
            may_ask_duo=Household.objects.switchable_by(self.user).filter(pk=self.object.pk).exists(),
            **kwargs,
        )

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
