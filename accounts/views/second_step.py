"""Setting up and looking after the second step, below /mijn/tweede-stap/."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth as webauthn_auth
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import FormView, TemplateView

from accounts import second_step
from accounts.adapters import MFAAdapter
from accounts.choices import AccountEvent
from accounts.services.second_step import note_second_step
from accounts.services.sessions import keep_only_this_one
from accounts.views.sign_in import RefusedWith422, can_use_passkeys

Kind = Authenticator.Type
ask_again = method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")


class Overview(TemplateView):
    """What one signs in with: app, passkeys, recovery codes."""

    template_name = "mfa/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = authenticated_user(self.request)
        mine: dict[str, list[Authenticator]] = {kind: [] for kind in Kind}
        for authenticator in Authenticator.objects.filter(user_id=user.pk).order_by("created_at"):
            mine[authenticator.type].append(authenticator)
        codes = next(iter(mine[Kind.RECOVERY_CODES]), None)
        return super().get_context_data(
            app=next(iter(mine[Kind.TOTP]), None),
            passkeys=[_passkey_row(key) for key in mine[Kind.WEBAUTHN]],
            codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
            codes_total=app_settings.RECOVERY_CODE_COUNT,
            can_use_passkeys=can_use_passkeys(self.request),
            **kwargs,
        )


@ask_again
class SetUpApp(RefusedWith422, totp_views.ActivateTOTPView):
    """Three steps: an app, the QR code or the key in words, the first code. A new phone replaces the old one."""

    template_name = "mfa/totp/activate_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Past allauth's own dispatch, which sends away whoever has an app already.
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "key_in_groups": " ".join(textwrap.wrap(context["form"].secret, 4)),
            "can_use_passkeys": can_use_passkeys(self.request),
        }

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")

    def form_valid(self, form: Any) -> HttpResponse:
        user = authenticated_user(self.request)
        Authenticator.objects.filter(user=user, type=Kind.TOTP).delete()
        response: HttpResponse = super().form_valid(form)
        app = Authenticator.objects.get(user=user, type=Kind.TOTP)
        second_step.use_totp(app, form.cleaned_data["code"])
        second_step.record(self.request, app)
        _changed(self.request, AccountEvent.SECOND_STEP_SET, app.type)
        return response


@ask_again
class AddPasskey(RefusedWith422, webauthn_views.AddWebAuthnView):
    """A passkey on this device or on a key. Needs script: the browser itself asks for it."""

    template_name = "mfa/webauthn/add_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_use_passkeys(request):
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = webauthn_auth.begin_registration(authenticated_user(self.request), True)
        return FormView.get_context_data(self, passkey_options=json.dumps({"creation_options": options}), **kwargs)

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        user = authenticated_user(self.request)
        key = Authenticator.objects.filter(user=user, type=Kind.WEBAUTHN).latest("created_at")
        second_step.record(self.request, key)
        _changed(self.request, AccountEvent.SECOND_STEP_SET, key.type)
        messages.success(self.request, f"Toegangssleutel “{key.wrap().name}” is toegevoegd.")
        return response


@ask_again
class RemovePasskey(webauthn_views.RemoveWebAuthnView):
    """Take one passkey away, after a question."""

    template_name = "mfa/webauthn/authenticator_confirm_delete.html"
    success_url = reverse_lazy("mfa_index")

    def get_object(self, queryset: Any = None) -> Authenticator:
        try:
            pk = signing.loads(self.kwargs["key"], salt=_SALT)
            key: Authenticator = self.get_queryset().get(pk=pk)
        except (signing.BadSignature, Authenticator.DoesNotExist) as error:
            raise Http404 from error
        return key

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "name": self.object.wrap().name,
            "can_remove": MFAAdapter().can_delete_authenticator(self.object),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        if not MFAAdapter().can_delete_authenticator(self.object):
            refused: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
            return refused
        name = self.object.wrap().name
        response: HttpResponse = super().form_valid(form)
        _changed(self.request, AccountEvent.SECOND_STEP_REMOVED, Kind.WEBAUTHN)
        messages.success(self.request, f"Toegangssleutel “{name}” is weg.")
        return response


class RecoveryCodes(codes_views.ViewRecoveryCodesView):
    """Ten codes on paper, for the day the phone is gone."""

    template_name = "mfa/recovery_codes/index.html"


@ask_again
class NewRecoveryCodes(codes_views.GenerateRecoveryCodesView):
    """New codes; the old paper is worthless then."""

    template_name = "mfa/recovery_codes/generate.html"

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        _changed(self.request, AccountEvent.RECOVERY_CODES_MADE, Kind.RECOVERY_CODES)
        return redirect("mfa_view_recovery_codes")


def _changed(request: HttpRequest, event: AccountEvent, kind: str) -> None:
    """Write down what changed, and sign out everywhere else: whoever had the old one may be signed in there."""
    user = authenticated_user(request)
    note_second_step(event, user=user, kind=kind)
    keep_only_this_one(request, user)


_SALT = "accounts.passkey"


def _passkey_row(key: Authenticator) -> dict[str, Any]:
    """An address that says nothing about how many there are, and fits this key only."""
    return {"name": key.wrap().name, "authenticator": key, "remove_key": signing.dumps(key.pk, salt=_SALT)}
