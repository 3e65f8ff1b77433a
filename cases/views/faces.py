"""The next fixed face, and the duo: asking, answering, taking back, ending (ux, S9)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.access import ScopedAction
from accounts.models import Membership, Organisation
from cases.choices import SharingGround, SwitchReason
from cases.forms.faces import (
    AnswerForm,
    AppointForm,
    DuoEndForm,
    DuoForm,
    NoQuestions,
    OrganisationForm,
    SwitchForm,
    colleagues_for,
)
from cases.models import DuoRequest, Household, Involvement, SwitchRequest
from cases.services import faces
from cases.services.advice import duo_reason

DUO_ADVISED = "advies"
"""In the address of a request for a duo: it begins with why the table advised one. It names no question."""


class _OfHousehold(ScopedAction):
    """A page about one household; afterwards you are back at the household."""

    model = Household
    access = "visible_to"
    message = ""

    def face(self) -> Involvement:
        """The contact person, asked once a request."""
        if not hasattr(self, "_face"):
            self._face = faces.face_of(self.object)
        return self._face

    def get_success_url(self) -> str:
        messages.success(self.request, self.message)
        return reverse("cases:household-detail", args=[self.object.uuid])


class SwitchCreate(_OfHousehold):
    """The face asks a colleague of the team. While a question is open this page shows it, and nothing new is asked."""

    access = "switchable_by"
    form_class = SwitchForm
    template_name = "cases/switch.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {"colleagues": colleagues_for(self.face().user, self.face().organisation)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_ones = SwitchRequest.objects.visible_to(self.user).open().filter(household=self.object)
        form = kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            asked=form.chosen_colleague(self.request.GET.get("colleague")),
            face=self.face(),
            number=_next_number(self.object),
            waiting=open_ones.select_related("asked_of").first(),
            **kwargs,
        )

    def act(self, **cleaned: Any) -> Any:
        return faces.ask_switch(
            self.object,
            colleague=cleaned["colleague"],
            reason=SwitchReason(cleaned["reason"]),
            from_on=cleaned["from_on"],
            family_heard=cleaned["family_heard"],
            meeting_on=cleaned["meeting_on"],
            by=self.user,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "Vraag gesteld. Jij blijft het vaste gezicht tot je collega ja zegt.")
        return reverse("cases:switch-create", args=[self.object.uuid])


class FaceAppoint(_OfHousehold):
    """The team lead makes somebody of the team the face at once, in case of illness."""

    access = "appointable_by"
    form_class = AppointForm
    template_name = "cases/face_appoint.html"
    message = "Het gezin heeft een nieuw vast gezicht. Bel elkaar om het over te dragen."

    def get_form_extras(self) -> dict[str, Any]:
        return {"colleagues": colleagues_for(self.face().user, self.face().organisation)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(face=self.face(), number=_next_number(self.object), **kwargs)

    def act(self, **cleaned: Any) -> Any:
        return faces.appoint_face(
            self.object,
            colleague=cleaned["colleague"],
            reason=SwitchReason(cleaned["reason"]),
            family_heard=cleaned["family_heard"],
            by=self.user,
        )


class DuoCreate(_OfHousehold):
    """The first step of a duo: choose an organisation of the region. It changes nothing, so it is a GET."""

    access = "switchable_by"
    form_class = OrganisationForm
    template_name = "cases/duo_organisation.html"
    http_method_names = ["get", "head", "options"]

    def get_form_kwargs(self) -> dict[str, Any]:
        with_people = Membership.objects.working_with_households().exclude(user=self.face().user)
        organisations = Organisation.objects.active().filter(
            region=self.face().organisation.region_id, pk__in=with_people.values("organisation")
        )
        return {"organisations": organisations, "data": self.request.GET if "organisatie" in self.request.GET else None}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        form = self.get_form()
        if form.is_bound and form.is_valid():
            page = reverse("cases:duo-ask", args=[self.object.uuid, form.cleaned_data["organisatie"].uuid])
            return redirect(f"{page}?{DUO_ADVISED}=ja" if DUO_ADVISED in request.GET else page)
        status = 422 if form.is_bound else 200
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_ones = DuoRequest.objects.visible_to(self.user).open().filter(household=self.object)
        return super().get_context_data(
            waiting=open_ones.select_related("asked_of", "organisation").first(),
            is_advised=DUO_ADVISED in self.request.GET,
            **kwargs,
        )


class DuoAsk(_OfHousehold):
    """The second step: who it is and why it is allowed. Access begins with the yes."""

    access = "switchable_by"
    form_class = DuoForm
    template_name = "cases/duo.html"

    def organisation(self) -> Organisation:
        """The organisation of the address, when it lies in the region of this household."""
        rows = Organisation.objects.active().filter(region=self.face().organisation.region_id)
        return get_object_or_404(rows, uuid=self.kwargs["organisation"])

    def get_form_extras(self) -> dict[str, Any]:
        organisation = self.organisation()
        involved = Involvement.objects.visible_to(self.user).running().filter(household=self.object)
        partners = colleagues_for(self.face().user, organisation).exclude(pk__in=involved.values("user"))
        return {"organisation": organisation, "partners": partners}

    def get_initial(self) -> dict[str, Any]:
        """From an advice: why the table advises a duo, to be changed at will."""
        return {"why": duo_reason(self.object, by=self.user)} if DUO_ADVISED in self.request.GET else {}

    def act(self, **cleaned: Any) -> Any:
        return faces.ask_duo(
            self.object,
            partner=cleaned["partner"],
            organisation=self.organisation(),
            why=cleaned["why"],
            ground=SharingGround(cleaned["ground"]),
            ground_text=cleaned["ground_text"],
            family_informed_on=cleaned["informed_on"],
            family_not_informed_why=cleaned["not_informed_why"],
            by=self.user,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "Vraag gesteld. Je collega kan pas meekijken na een ja.")
        return reverse("cases:duo-create", args=[self.object.uuid])


class DuoEnd(_OfHousehold):
    """The face or the partner ends the duo."""

    access = "duo_endable_by"
    form_class = DuoEndForm
    template_name = "cases/duo_end.html"
    message = "Het duo is gestopt."

    def act(self, **cleaned: Any) -> Any:
        return faces.end_duo(
            self.object,
            family_informed_on=cleaned["informed_on"],
            family_not_informed_why=cleaned["not_informed_why"],
            by=self.user,
        )

    def get_success_url(self) -> str:
        if Household.objects.visible_to(self.user).contains(self.object):
            return super().get_success_url()
        messages.success(self.request, self.message)
        return reverse("accounts:my-day")


class _Answer(ScopedAction):
    """The person who was asked says yes or no. The page shows what that takes and no more (docs/adr/0020)."""

    model: Any = None
    form_class = AnswerForm
    yes_message = ""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("household", "asked_by", "asked_of", "organisation")

    def answer(self, *, yes: bool) -> Any:
        """Call the service."""
        raise ImproperlyConfigured(f"{type(self).__name__} does not say what an answer does.")

    def act(self, *, antwoord: str) -> Any:
        self.said_yes = antwoord == "ja"
        return self.answer(yes=self.said_yes)

    def get_success_url(self) -> str:
        messages.success(self.request, self.yes_message if self.said_yes else "Je zei nee. Je collega hoort het.")
        return reverse("accounts:my-day")


class SwitchAnswer(_Answer):
    """Becoming the next fixed face."""

    model = SwitchRequest
    access = "answerable_by"
    template_name = "cases/switch_answer.html"
    yes_message = "Je zei ja. Je collega hoort het."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(number=_next_number(self.object.household), **kwargs)

    def answer(self, *, yes: bool) -> Any:
        return faces.answer_switch(self.object, yes=yes, by=self.user)


class DuoAnswer(_Answer):
    """Becoming the duo partner."""

    model = DuoRequest
    access = "answerable_by"
    template_name = "cases/duo_answer.html"
    yes_message = "Je zei ja. Het huishouden staat nu bij Mijn huishoudens."

    def answer(self, *, yes: bool) -> Any:
        return faces.answer_duo(self.object, yes=yes, by=self.user)


class _Withdraw(ScopedAction):
    """Taking an open question back."""

    model: Any = None
    form_class = NoQuestions
    template_name = "cases/confirm.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("household", "asked_of")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Trek je vraag in",
            text=f"{self.object.asked_of.name} hoeft dan niet meer te antwoorden.",
            label="Trek in",
            back_url=self.back_url(),
            **kwargs,
        )

    def back_url(self) -> str:
        """The page of the household."""
        return reverse("cases:household-detail", args=[self.object.household.uuid])

    def get_success_url(self) -> str:
        messages.success(self.request, "Je vraag is ingetrokken.")
        return self.back_url()


class SwitchWithdraw(_Withdraw):
    """The face asks nobody any more."""

    model = SwitchRequest
    access = "withdrawable_by"

    def act(self) -> Any:
        return faces.withdraw_switch(self.object, by=self.user)


class DuoWithdraw(_Withdraw):
    """No duo for now."""

    model = DuoRequest
    access = "withdrawable_by"

    def act(self) -> Any:
        return faces.withdraw_duo(self.object, by=self.user)


def _next_number(household: Household) -> int:
    """Which fixed face of this family the next one will be: 2 for the second."""
    return faces.number_of_faces(household) + 1
