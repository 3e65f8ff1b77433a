"""Agreements: making, changing, looking whether they work, and letting them lapse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from cases.choices import TickOutcome
from cases.forms.agreements import AgreementChangeForm, AgreementForm, TickForm
from cases.forms.parties import PartyValue
from cases.models import Agreement, AgreementTick
from cases.querysets.story import CHECKERS, DOERS
from cases.services.agreements import change_agreement, end_agreement, make_agreement, tick_agreement, withdraw_tick
from cases.views.base import FromMyDay, PanelForm, RowForm

_PARTIES = ("who", "checker")


def _parties(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Replace the values of the form by those they stand for."""
    return {name: value.party if name in _PARTIES else value for name, value in cleaned.items()}


class AgreementCreate(PanelForm):
    """Nieuwe afspraak."""

    form_class = AgreementForm
    draft_name = "agreement"
    title = "Nieuwe afspraak"
    panel = "afspraken"
    partial = "cases/partials/agreement_form.html"
    said = "Afspraak bewaard."

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.object, "user": self.user}

    def act(self, **cleaned: Any) -> Agreement:
        return make_agreement(self.object, by=self.user, **_parties(cleaned))


class _AgreementRow(RowForm):
    model = Agreement
    access = "changeable_by"
    slug_url_kwarg = "agreement"
    panel = "afspraken"

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset().current()  # type: ignore[attr-defined]
        return rows.select_related(*DOERS, *CHECKERS)


class AgreementChange(_AgreementRow):
    """Changing the words of an agreement; two colleagues at once get the page with both texts."""

    form_class = AgreementChangeForm
    title = "Wijzig de afspraak"
    partial = "cases/partials/agreement_form.html"
    said = "Afspraak bewaard."

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.object.household, "user": self.user, "agreement": self.object}

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_initial_for(self, row: Any) -> dict[str, Any]:
        parties = {name: PartyValue.of(getattr(row, name)) for name in _PARTIES}
        return {**super().get_initial_for(row), **parties}

    def get_initial_kwargs(self, row: Any) -> dict[str, Any]:
        return {**super().get_initial_kwargs(row), "agreement": row}

    def act(self, **cleaned: Any) -> Agreement:
        return change_agreement(self.object, by=self.user, **_parties(cleaned))


class AgreementTickCreate(FromMyDay, _AgreementRow):
    """Lukt, or lukt nog niet. A post with the hidden field terug=dag goes back to "Mijn dag"."""

    access = "tickable_by"
    form_class = TickForm
    title = "Lukt het?"
    partial = "cases/partials/tick_form.html"
    said = "Bewaard."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(agreement=self.object, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("antwoord")
        return {"outcome": chosen} if chosen in TickOutcome.values else {}

    def act(self, *, outcome: str, what_helps: str) -> AgreementTick:
        return tick_agreement(self.object, outcome=TickOutcome(outcome), what_helps=what_helps, by=self.user)

    def get_undo_url(self) -> str:
        return reverse("cases:agreement-tick-withdraw", args=[self.household.uuid, self.object.uuid, self.result.uuid])


class AgreementTickWithdraw(FromMyDay, RowForm):
    """Take back the last tick. A post with the hidden field terug=dag goes back to "Mijn dag"."""

    model = AgreementTick
    access = "changeable_by"
    slug_url_kwarg = "tick"
    form_class = forms.Form
    title = "Maak het vinkje ongedaan"
    panel = "afspraken"
    partial = "cases/partials/tick_withdraw_form.html"
    said = "Het vinkje is ongedaan gemaakt."

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().filter(agreement__uuid=self.kwargs["agreement"], withdraws=None)
        return rows.select_related("agreement")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(agreement=self.object.agreement, **kwargs)

    def act(self) -> AgreementTick:
        return withdraw_tick(self.object, by=self.user)


class AgreementEnd(_AgreementRow):
    """An agreement lapses; a page asks first."""

    form_class = forms.Form
    title = "Laat de afspraak vervallen"
    partial = "cases/partials/agreement_end_form.html"
    said = "De afspraak is vervallen."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(agreement=self.object, **kwargs)

    def act(self) -> Agreement:
        return end_agreement(self.object, by=self.user)
