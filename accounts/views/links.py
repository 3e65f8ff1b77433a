"""Pages behind a one-time link, and asking for one. A link never signs anybody in by itself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import FormView, TemplateView

from accounts import outbox
from accounts.choices import InvitationKind
from accounts.errors import DomainError
from accounts.forms.links import ForgottenForm, NewPasswordForm, PasswordForm
from accounts.models import OneTimeLink, User
from accounts.services import people
from accounts.services.links import find_link
from accounts.views.sign_in import RefusedWith422


@method_decorator(login_not_required, name="dispatch")
class LinkPage(RefusedWith422, FormView):  # type: ignore[type-arg]
    """A form that a one-time link opens; a link that was used or is too old gets a page that says so."""

    kind: InvitationKind
    link: OneTimeLink

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = find_link(kwargs["token"], self.kind)
        if link is None:
            return render(request, "accounts/link_over.html", {"kind": self.kind}, status=404)
        self.link = link
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.link.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(owner=self.link.user, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.act(form)
        except DomainError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)

    def act(self, form: Any) -> HttpResponse:
        """Do what the link is for."""
        raise NotImplementedError


class Invitation(LinkPage):
    """The first visit: a password of one's own, then the second step."""

    kind = InvitationKind.INVITATION
    form_class = NewPasswordForm
    template_name = "accounts/invitation.html"

    def act(self, form: Any) -> HttpResponse:
        user = people.accept_invitation(self.link, password=form.cleaned_data["password"])
        return _first_step_taken(self.request, user)


class NewPassword(LinkPage):
    """A new password. The second step stays as it was, and signing in comes after."""

    kind = InvitationKind.PASSWORD_RESET
    form_class = NewPasswordForm
    template_name = "accounts/password_new.html"

    def act(self, form: Any) -> HttpResponse:
        people.reset_password(self.link, password=form.cleaned_data["password"])
        logout(self.request)
        messages.success(self.request, "Je nieuwe wachtwoord is bewaard. Log nu in.")
        return redirect("account_login")


class SecondStepAgain(LinkPage):
    """A colleague has seen this person: with the password, the second step can be set up again."""

    kind = InvitationKind.LOST_PHONE
    form_class = PasswordForm
    template_name = "accounts/second_step_again.html"

    def act(self, form: Any) -> HttpResponse:
        owner = self.link.user
        try:
            user = get_adapter().authenticate(self.request, email=owner.email, password=form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error("password", error)
            return self.form_invalid(form)
        if user is None:
            form.refuse()
            return self.form_invalid(form)
        return _first_step_taken(self.request, people.replace_second_step(self.link))


@method_decorator(login_not_required, name="dispatch")
class PasswordForgotten(RefusedWith422, FormView):  # type: ignore[type-arg]
    """Ask for a link. The answer is the same for every address, known or not."""

    form_class = ForgottenForm
    template_name = "accounts/password_forgotten.html"
    success_url = reverse_lazy("accounts:password-forgotten-sent")

    def form_valid(self, form: Any) -> HttpResponse:
        email = form.cleaned_data["email"]
        if ratelimit.consume(self.request, action="reset_password", key=email.lower()):
            people.ask_password_reset(email)
        # Also when there is nobody to mail: the answer takes as long.
        transaction.on_commit(outbox.wake_up, robust=True)
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class PasswordForgottenSent(TemplateView):
    """What happens now, if anything."""

    template_name = "accounts/password_forgotten_sent.html"


def _first_step_taken(request: HttpRequest, user: User) -> HttpResponse:
    """The password is known: go on as after the sign-in page. Nothing opens before the second step."""
    logout(request)
    clear_login(request)
    login = Login(user=user, email=user.email, redirect_url=reverse("home"))
    response: HttpResponse = perform_password_login(request, {"email": user.email}, login)
    return response
