"""Mijn gegevens (ux, S30): one page with a few short forms, each with an address of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from accounts import slots
from accounts.access import ScopedAction
from accounts.forms.profile import AbsenceForm, AnswerForm, ProfileForm, WorkingDaysForm
from accounts.models import Absence, Session, User
from accounts.services import availability, people
from accounts.views.sessions import is_this_one


class ProfilePage(ScopedAction):
    """The page; a subclass says which of its forms was sent."""

    template_name = "accounts/profile.html"
    anchor = ""
    said = ""
    all_forms = {"profile_form": ProfileForm, "days_form": WorkingDaysForm, "absence_form": AbsenceForm}
    form_name = "profile_form"

    def get_object(self, queryset: Any = None) -> User:
        """One's own data and nobody else's."""
        return self.user

    def get_form_class(self) -> Any:
        return self.all_forms[self.form_name]

    def get_form_extras(self) -> dict[str, Any]:
        return {name: value for name, value in self._own_values(self.form_name).items() if name != "initial"}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = self._own_values(self.form_name).get("initial", {})
        return initial

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for name, form_class in self.all_forms.items():
            is_sent = name == self.form_name
            context[name] = context["form"] if is_sent else form_class(**self._own_values(name))
        absences = Absence.objects.visible_to(self.user).select_related("user", "stand_in").order_by("days", "pk")
        days = {"days__endswith__gt": timezone.localdate()}
        return context | {
            "own_absences": list(absences.filter(user=self.user, **days)),
            "asked_absences": list(absences.answerable_by(self.user).filter(**days)),
            "sessions": self._sessions(),
            "other_parts": list(slots.fill("profile_part", self.request)),
        }

    def finish(self) -> HttpResponse:
        messages.success(self.request, self.said)
        return super().finish()

    def get_success_url(self) -> str:
        return reverse("accounts:profile") + self.anchor

    def _sessions(self) -> list[dict[str, Any]]:
        """Where this person is signed in, this browser first."""
        rows = [
            {"session": session, "is_this_one": is_this_one(session, self.request)}
            for session in Session.objects.visible_to(self.user)
        ]
        return sorted(rows, key=lambda row: not row["is_this_one"])

    def _own_values(self, form_name: str) -> dict[str, Any]:
        """Arguments with which a form shows what is kept of this person."""
        user = self.user
        if form_name == "absence_form":
            return {"user": user}
        if form_name == "profile_form":
            return {"initial": {name: getattr(user, name) for name in ProfileForm.base_fields}}
        days = {
            f"{end}_{day.weekday}": moment
            for day in user.working_days.all()
            for end, moment in (("from", day.starts_at), ("until", day.ends_at))
        }
        return {"initial": days}


class Profile(ProfilePage):
    """Name, phone, shortcuts, larger text, the mail of 8.00."""

    said = "Je gegevens zijn bewaard."

    def act(self, **cleaned: Any) -> None:
        people.update_profile(self.user, **cleaned, by=self.user)


class WorkingDays(ProfilePage):
    """When one works."""

    form_name = "days_form"
    anchor = "#werkdagen"
    said = "Je werkdagen zijn bewaard."

    def act(self, *, days: list[availability.Hours]) -> None:
        availability.set_working_days(self.user, days, by=self.user)


class AbsenceAsk(ProfilePage):
    """Ik ben weg."""

    form_name = "absence_form"
    anchor = "#waarneming"

    def act(self, *, first_day: Any, last_day: Any, stand_in: User) -> Absence:
        return availability.ask_absence(
            self.user, first_day=first_day, last_day=last_day, stand_in=stand_in, by=self.user
        )

    def finish(self) -> HttpResponse:
        self.said = f"{self.result.stand_in.first_name} is gevraagd. Je hoort het als er een antwoord is."
        return super().finish()


class AbsenceAnswer(ScopedAction):
    """Fatima vraagt: neem jij waar?"""

    model = Absence
    access = "asked_of"
    form_class = AnswerForm
    template_name = "accounts/absence_answer.html"

    def act(self, *, answer: str) -> Absence:
        return availability.answer_absence(self.object, yes=answer == "yes", by=self.user)

    def finish(self) -> HttpResponse:
        name = self.result.user.first_name
        said_yes = self.result.status == "accepted"
        messages.success(self.request, f"Je neemt waar voor {name}." if said_yes else f"{name} weet dat het niet kan.")
        return super().finish()

    def get_success_url(self) -> str:
        return reverse("accounts:absence-answer", args=[self.object.uuid])


class AbsenceWithdraw(ScopedAction):
    """An absence is not needed any more. A confirm page, because a stand-in counts on it."""

    model = Absence
    access = "withdrawable_by"
    template_name = "accounts/absence_withdraw.html"
    form_class = forms.Form

    def act(self) -> Absence:
        return availability.withdraw_absence(self.object, by=self.user)

    def finish(self) -> HttpResponse:
        messages.success(self.request, "De waarneming is ingetrokken.")
        return super().finish()

    def get_success_url(self) -> str:
        return reverse("accounts:profile") + "#waarneming"


class KeepSession(View):
    """Ja, ga door: the gate has noted that somebody is there, and that is all."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204)
