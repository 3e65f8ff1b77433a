"""Noodtoegang (ux, S11): a page that interrupts, a form, a choice when more households fit; and its review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import ListView, TemplateView

from accounts.access import ScopedAction, ScopedView
from accounts.choices import AccessEvent, Outcome
from accounts.errors import DomainError
from accounts.models import User
from cases import doors, emergency, overview, rules
from cases.choices import Called112, Verdict
from cases.forms.emergency import ChooseForm, EmergencyForm, JudgeForm
from cases.forms.faces import NoQuestions
from cases.models import EmergencyAccess, EmergencySearch, Household
from cases.services import emergency as services

NOT_FOUND = "Niets gevonden onder deze naam in deze gemeente. Kijk of de naam klopt."
TOO_MANY = "Te veel mensen heten zo in deze gemeente. Vul ook de achternaam in."


class WorksWithHouseholds:
    """For who does not work with households these pages are not there."""

    user: User

    def get_object(self, queryset: Any = None) -> None:
        if not User.objects.professionals().contains(self.user):
            raise Http404


class EmergencyStart(TemplateView):
    """What happens when you go on. No form: nobody gets here by accident."""

    template_name = "cases/emergency_start.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        if not User.objects.professionals().contains(user):
            raise Http404
        return super().get_context_data(refusal=services.may_not_try(user), **kwargs)


class OpensHousehold(ScopedAction):
    """The last step of both ways in: open it, or say that one may read there already."""

    def open(self, search: UUID, household: UUID) -> str:
        """Open `household` and return its page. Raises DomainError."""
        if known := Household.objects.readable_by(self.user).filter(uuid=household).first():
            messages.info(self.request, "Hier mag je al bij. Noodtoegang is niet nodig.")
            return known.get_absolute_url()
        access = services.open_household(search, household, by=self.user)
        emergency.remember(self.request, access.household, access.until)
        return access.household.get_absolute_url()


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class EmergencyOpen(WorksWithHouseholds, OpensHousehold):
    """Whom, why, and was 112 called. With one household that fits it opens at once."""

    form_class = EmergencyForm
    template_name = "cases/emergency_open.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {"user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(refusal=services.may_not_try(self.user), **kwargs)

    def form_valid(self, form: EmergencyForm) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def act(self, *, called_112: str, **cleaned: Any) -> UUID:
        return services.search(by=self.user, called_112=Called112(called_112), **cleaned)

    def finish(self) -> HttpResponse:
        matches = doors.found_in_emergency(self.result)
        if not matches or len(matches) > rules.EMERGENCY_MATCHES:
            # The try counts, so it is no refusal that takes everything back.
            self.form.add_error("name", TOO_MANY if matches else NOT_FOUND)
            return self.form_invalid(self.form)
        if len(matches) > 1:
            return see_other(reverse("cases:emergency-choose", args=[self.result]))
        try:
            return see_other(self.open(self.result, matches[0].household))
        except DomainError as error:
            self.form.add_error(None, error.message)
            return self.form_invalid(self.form)


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class EmergencyChoose(OpensHousehold):
    """More households fit."""

    model = EmergencySearch
    access = "open_to"
    slug_url_kwarg = "search"
    form_class = ChooseForm
    template_name = "cases/emergency_choose.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {"matches": doors.found_in_emergency(self.object.uuid)}

    def act(self, *, household: str) -> str:
        return self.open(self.object.uuid, UUID(household))

    def get_success_url(self) -> str:
        return str(self.result)


class EmergencyEnd(ScopedAction):
    """Ik ben klaar."""

    model = EmergencyAccess
    access = "running_of"
    slug_field = "household_uuid"
    form_class = NoQuestions
    template_name = "cases/confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Stop de noodtoegang",
            text="Je kunt dit huishouden daarna niet meer lezen.",
            label="Ik ben klaar",
            back_url=reverse("cases:household-detail", args=[self.object.household_uuid]),
            **kwargs,
        )

    def act(self) -> None:
        services.end(self.object, by=self.user)
        emergency.forget(self.request, self.object.household_uuid)

    def get_success_url(self) -> str:
        messages.success(self.request, "De noodtoegang is gestopt. De functionaris gegevensbescherming kijkt het na.")
        return reverse("accounts:my-day")


@dataclass(frozen=True)
class DoneRow:
    """One thing that was done in an emergency: to which kind of data, and what."""

    at: datetime
    what: str
    did: str
    outcome: int

    @property
    def is_refused(self) -> bool:
        return self.outcome == Outcome.REFUSED


class EmergencyReviews(ScopedView, ListView):  # type: ignore[type-arg]
    """What waits for a verdict, oldest first, and then what was judged."""

    model = EmergencyAccess
    access = "reviewable_by"
    template_name = "cases/emergency_reviews.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        user: User = self.request.user  # type: ignore[assignment]
        if not services.is_privacy_officer(user):
            raise Http404
        return super().get_queryset().waiting_first().select_related("user", "organisation", "verdict__by")


class EmergencyJudge(ScopedAction):
    """Terecht, niet terecht, and why."""

    model = EmergencyAccess
    access = "judgeable_by"
    slug_url_kwarg = "access"
    form_class = JudgeForm
    template_name = "cases/emergency_judge.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("user", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = [
            DoneRow(line.at, overview.words_for([line.kind]), AccessEvent(line.event).label, line.outcome)
            for line in doors.emergency_lines(self.object.uuid)
        ]
        return super().get_context_data(lines=lines, **kwargs)

    def act(self, *, verdict: str, text: str) -> Any:
        return services.judge(self.object, verdict=Verdict(verdict), text=text, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, f"Je oordeel staat vast. {self.object.user.first_name} krijgt het te lezen.")
        return reverse("cases:emergency-reviews")


def see_other(url: str) -> HttpResponse:
    """Answer a post that had an effect."""
    response = redirect(url)
    response.status_code = 303
    return response
