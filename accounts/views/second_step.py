"""Setting up and looking after the second step, below /mijn/tweede-stap/."""

from __future__ import annotations

import textwrap
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as totp_views
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from accounts import second_step
from accounts.views.sign_in import RefusedWith422


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class SetUpApp(RefusedWith422, totp_views.ActivateTOTPView):
    """Three steps: an app, the QR code or the key in words, the first code. A new phone takes the place of the old one."""

    template_name = "mfa/totp/activate_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Past allauth's own dispatch, which sends away whoever has an app already.
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"key_in_groups": " ".join(textwrap.wrap(context["form"].secret, 4))}

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")

    def form_valid(self, form: Any) -> HttpResponse:
        Authenticator.objects.filter(user=authenticated_user(self.request), type=Authenticator.Type.TOTP).delete()
        response: HttpResponse = super().form_valid(form)
        app = Authenticator.objects.get(user=authenticated_user(self.request), type=Authenticator.Type.TOTP)
        second_step.use_totp(app, form.cleaned_data["code"])
        second_step.record(self.request, app)
        return response


class RecoveryCodes(codes_views.ViewRecoveryCodesView):
    """Ten codes on paper, for the day the phone is gone."""

    template_name = "mfa/recovery_codes/index.html"
