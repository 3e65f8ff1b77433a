"""Signing in and out (ux, S1 and S2), on allauth's views: our templates, our words, 422 for a refused form."""

from __future__ import annotations

import ipaddress
import json
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth as webauthn_auth
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator

from accounts import demo_people
from accounts.models import User


class RefusedWith422:
    """A form that is not accepted comes back with status 422 and with what was typed, passwords excepted."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined]
        return response


def can_use_passkeys(request: HttpRequest) -> bool:
    """Passkeys belong to a name: a browser has none for an IP address."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


@method_decorator(login_not_required, name="dispatch")
class Login(RefusedWith422, allauth_views.LoginView):
    """The first step: e-mail address and password."""

    template_name = "account/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            # Somebody starts anew; a first step that was taken earlier in this browser is no longer waited for.
            clear_login(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shows_demo = settings.DEMO_MODE and demo_people.is_from_here(self.request) and demo_people.is_open()
        return context | {
            "can_use_passkeys": can_use_passkeys(self.request),
            "demo_people": demo_people.shown_people() if shows_demo else [],
        }


class SecondStep(mfa_views.AuthenticateView):
    """The second step: a passkey, a code of the app, or a recovery code."""

    template_name = "mfa/authenticate.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(), status=422)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        has_passkey = can_use_passkeys(self.request) and _has_passkey(self.stage.login.user)
        return context | {
            "has_passkey": has_passkey,
            "passkey_options": json.dumps(context["js_data"]),
            "passkey_failed": bool(context["webauthn_form"].errors),
        }


class Again(RefusedWith422, mfa_views.ReauthenticateView):
    """The second step once more, before an act on one's own or a colleague's sign-in."""

    template_name = "mfa/reauthenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = authenticated_user(self.request)
        has_passkey = can_use_passkeys(self.request) and _has_passkey(user)
        options = json.dumps({"request_options": webauthn_auth.begin_authentication(user)}) if has_passkey else ""
        return context | {"has_passkey": has_passkey, "passkey_options": options}


class AgainWithPasskey(webauthn_views.ReauthenticateWebAuthnView):
    """The same with a passkey. Only the answer of the device is posted here; the page is that of `Again`."""

    http_method_names = ["post", "options"]


@method_decorator(login_not_required, name="dispatch")
class LoginWithPasskey(webauthn_views.LoginWebAuthnView):
    """Signing in with a passkey alone: the device asked for a finger, a face or a PIN, so it is two steps in one."""


class Logout(allauth_views.LogoutView):
    """Signing out, by post only. The headers that clear the browser come from config.middleware."""

    http_method_names = ["post", "options"]


def _has_passkey(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists())
