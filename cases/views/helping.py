"""Help: adding it, saying how it stands, and taking the last step back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from cases.choices import HelpState
from cases.forms.help import HelpForm, HelpStepForm
from cases.forms.parties import PartyValue
from cases.models import HelpItem, HelpStep
from cases.services.help import add_help, step_help, withdraw_help_step
from cases.views.base import PanelForm, RowForm
from cases.views.help_rows import help_row


def _party(value: str) -> Any:
    return value.party if isinstance(value, PartyValue) else None


class _HelpForm(PanelForm):
    panel = "hulp"
    draft_name: str | None = "help"

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.household, "user": self.user}

    def get_undo_url(self) -> str:
        step = self.result
        return reverse("cases:help-withdraw", args=[self.household.uuid, step.item.uuid, step.uuid])


class HelpCreate(_HelpForm):
    """Hulp toevoegen."""

    form_class = HelpForm
    title = "Wie helpt waarmee?"
    partial = "cases/partials/help_form.html"
    said = "Hulp bewaard."

    def act(self, *, helper_network: str = "", state: str, keeper: str, **said: Any) -> HelpStep:
        return add_help(
            self.object,
            helper_network=_party(helper_network),
            state=HelpState(state),
            keeper=_party(keeper),
            by=self.user,
            **said,
        )


class HelpStepCreate(_HelpForm, RowForm):
    """How it stands now. What stood there stays readable."""

    model = HelpItem
    access = "changeable_by"
    slug_url_kwarg = "help"
    form_class = HelpStepForm
    draft_name = "help_step"
    title = "Hoe staat het met deze hulp?"
    partial = "cases/partials/help_step_form.html"
    said = "Bewaard hoe het met de hulp staat."

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().standing()  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = list(HelpStep.objects.visible_to(self.user).standing().filter(item=self.object).in_words())
        row = help_row(steps, None, timezone.localdate())
        return super().get_context_data(row=row, **kwargs)

    def act(self, *, state: str, since: date, keeper: str) -> HelpStep:
        return step_help(self.object, state=HelpState(state), since=since, keeper=_party(keeper), by=self.user)


class HelpStepWithdraw(RowForm):
    """Maak ongedaan: the last step is taken back. Nothing is deleted."""

    model = HelpStep
    access = "changeable_by"
    slug_url_kwarg = "step"
    form_class = forms.Form
    title = "Maak ongedaan"
    panel = "hulp"
    partial = "cases/partials/help_withdraw_form.html"
    said = "De stap bij deze hulp is ongedaan gemaakt."

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().filter(item__uuid=self.kwargs["help"], withdraws=None)
        return rows.in_words()  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=help_row([self.object], None, timezone.localdate()), **kwargs)

    def act(self) -> HelpStep:
        return withdraw_help_step(self.object, by=self.user)
