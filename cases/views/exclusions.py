"""People who may not see a household: "Ik ken dit gezin zelf", and the list of who is kept out (ux, S5 and S10)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse

from cases.forms.access import KeepOutForm
from cases.forms.faces import NoQuestions
from cases.models import Exclusion, Household
from cases.services import exclusions
from cases.views.access import OfHousehold


class KnowFamily(OfHousehold):
    """Somebody knows this family and blocks the own access. A face first has to be followed up."""

    access = "visible_to"
    form_class = NoQuestions
    template_name = "cases/know_family.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_face=exclusions.is_or_becomes_face(self.object, self.user), **kwargs)

    def act(self) -> Exclusion:
        return exclusions.know_family(self.object, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Je kunt dit huishouden niet meer zien. Je teamleider weet het.")
        return reverse("accounts:my-day")


class KeepOut(OfHousehold):
    """Who shares this household keeps a colleague out."""

    form_class = KeepOutForm
    template_name = "cases/keep_out.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {"colleagues": exclusions.colleagues_near(self.object).exclude(pk=self.user.pk)}

    def act(self, *, user: Any) -> Exclusion:
        self.message = f"{user.name} kan dit huishouden niet zien."
        return exclusions.keep_out(self.object, user, by=self.user)


class LetInAgain(OfHousehold):
    """Somebody comes off the list. Never by that person: who is on it does not get here."""

    model = Exclusion
    access = "changeable_by"
    slug_url_kwarg = "exclusion"
    form_class = NoQuestions
    template_name = "cases/confirm.html"

    def get_queryset(self) -> Any:
        rows = Exclusion.objects.changeable_by(self.user).running().filter(household__uuid=self.kwargs["uuid"])
        return rows.select_related("household", "user")

    @property
    def household(self) -> Household:
        """The household that this page is about."""
        household: Household = self.object.household
        return household

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"Haal {self.object.user.name} van de lijst",
            text="Deze collega ziet dan weer wat bij de eigen rol hoort. Wat intussen stopte, blijft gestopt.",
            label="Haal van de lijst",
            **kwargs,
        )

    def act(self) -> None:
        self.message = f"{self.object.user.name} staat niet meer op de lijst."
        exclusions.let_in_again(self.object, by=self.user)
