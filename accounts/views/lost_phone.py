"""Ik heb mijn telefoon niet: a recovery code, or a colleague who sees you (design 7)."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from accounts.access import ScopedAction
from accounts.errors import DomainError
from accounts.forms.profile import HelpColleagueForm
from accounts.forms.sign_in import CodeForm
from accounts.models import ReIdentification, User
from accounts.services import re_identification

_CODE = "re_identification_code"


@method_decorator(login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login"), name="dispatch")
class NoPhone(TemplateView):
    """After the password: type a recovery code, or ask a colleague. Once asked, shows the code for the colleague."""

    template_name = "accounts/no_phone.html"
    http_method_names = ["get", "post", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.request.session.get(_CODE, "")
        person = self._person()
        return super().get_context_data(
            form=CodeForm(user=person),
            code_for_colleague=f"{code[:3]} {code[3:]}".strip(),
            has_colleagues=User.objects.colleagues_of(person).exists(),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask a colleague."""
        try:
            request.session[_CODE] = re_identification.ask_colleague(self._person())
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("accounts:no-phone")

    def _person(self) -> User:
        user: User = self.request._login_stage.login.user  # type: ignore[attr-defined]
        return user


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class HelpColleague(ScopedAction):
    """Confirm, after one's own fresh second step, that a colleague stands before you."""

    model = ReIdentification
    access = "open_to"
    form_class = HelpColleagueForm
    template_name = "accounts/help_colleague.html"

    def get_object(self, queryset: Any = None) -> None:
        """Which request it is, is chosen in the form: out of those that this person may confirm."""
        return

    def get_form_extras(self) -> dict[str, Any]:
        return {"user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(waiting=list(self.get_queryset().select_related("user")), **kwargs)

    def act(self, *, asked: ReIdentification, code: str, seen: bool) -> ReIdentification:
        re_identification.confirm_colleague(asked, code=code, by=self.user)
        return asked

    def finish(self) -> HttpResponse:
        name = self.result.user.first_name
        messages.success(self.request, f"{name} krijgt nu een mail met een link. Die werkt 15 minuten.")
        return super().finish()

    def get_success_url(self) -> str:
        return reverse("accounts:help-colleague")
