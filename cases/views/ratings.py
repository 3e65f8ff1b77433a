"""Asking somebody how safe it is, from 0 to 10, and taking back what was written down wrongly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from cases.forms.parties import PartyValue
from cases.forms.ratings import SafetyRatingForm
from cases.models import SafetyRating, SafetyRatingWithdrawal
from cases.services.ratings import rate_safety, withdraw_rating
from cases.views.base import PanelForm, RowForm


class SafetyRatingCreate(PanelForm):
    """Vraag een cijfer."""

    form_class = SafetyRatingForm
    draft_name = "rating"
    title = "Hoe veilig is het?"
    panel = "fase"
    partial = "cases/partials/rating_form.html"
    said = "Het cijfer is bewaard, met de woorden erbij."

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.object, "user": self.user}

    def act(self, *, given_by: PartyValue, **cleaned: Any) -> SafetyRating:
        return rate_safety(self.object, given_by=given_by.party, by=self.user, **cleaned)

    def get_undo_url(self) -> str:
        return reverse("cases:rating-withdraw", args=[self.object.uuid, self.result.uuid])


class SafetyRatingWithdraw(RowForm):
    """Maak ongedaan: for who wrote it down. Nothing is deleted."""

    model = SafetyRating
    access = "changeable_by"
    slug_url_kwarg = "rating"
    form_class = forms.Form
    title = "Maak het cijfer ongedaan"
    panel = "fase"
    partial = "cases/partials/rating_withdraw_form.html"
    said = "Het cijfer is ongedaan gemaakt."

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset().standing().with_givers()  # type: ignore[attr-defined]
        return rows.filter(added_by=self.request.user)

    def act(self) -> SafetyRatingWithdrawal:
        return withdraw_rating(self.object, by=self.user)
