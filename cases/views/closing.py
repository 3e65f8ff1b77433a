"""Closing a household, and starting it again when the family comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from accounts.access import ScopedAction
from cases.choices import CloseReason
from cases.forms.closing import CloseHouseholdForm
from cases.forms.faces import NoQuestions
from cases.models import Household
from cases.services.faces import face_of
from cases.services.households import close_household, reopen_household


class HouseholdClose(ScopedAction):
    """The face closes the household."""

    model = Household
    access = "switchable_by"
    form_class = CloseHouseholdForm
    template_name = "cases/household_close.html"
    draft_name = "closing"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(saved_at=self.get_draft_saved_at(), **kwargs)

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, *, reason: str, **looked_back: str) -> Any:
        return close_household(
            self.object, reason=CloseReason(reason), looked_back=self.form.looked_back(), by=self.user
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "Huishouden afgesloten. Jij kunt alles nog lezen.")
        return reverse("cases:household-detail", args=[self.object.uuid])


class HouseholdReopen(ScopedAction):
    """The family is back: the same face starts again, or the team lead when that one has left."""

    model = Household
    access = "reopenable_by"
    form_class = NoQuestions
    template_name = "cases/confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Start dit huishouden weer",
            text="Alles wat er staat, blijft staan. Het laatste vaste gezicht is er weer voor dit gezin.",
            label="Start weer",
            back_url=reverse("cases:household-detail", args=[self.object.uuid]),
            **kwargs,
        )

    def act(self) -> Any:
        return reopen_household(self.object, by=self.user)

    def get_success_url(self) -> str:
        if face_of(self.object).user != self.user:
            messages.success(self.request, "Huishouden weer gestart. Kies nu een vast gezicht.")
            return reverse("cases:face-appoint", args=[self.object.uuid])
        messages.success(self.request, "Huishouden weer gestart.")
        return reverse("cases:household-detail", args=[self.object.uuid])
