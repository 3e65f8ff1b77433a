"""Signing in: e-mail address and password, then the second step."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts import second_step
from accounts.adapters import WRONG_CODE
from accounts.models import User
from accounts.rules import too_many_tries


class LoginForm(allauth_forms.LoginForm):
    """E-mail address and password. Anything that is no pair gets the same words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Browsers offer a passkey in this field too (`webauthn`).
        email = forms.EmailInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none"})
        self.fields["login"] = forms.CharField(
            label="E-mailadres", widget=email, max_length=254, error_messages={"required": "Vul je e-mailadres in."}
        )
        self.fields["password"] = forms.CharField(
            label="Wachtwoord",
            strip=False,
            max_length=200,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": "Vul je wachtwoord in."},
        )
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """Return the address as it is kept: without spaces around it, in small letters."""
        return str(self.cleaned_data["login"]).strip().lower()


class CodeForm(forms.Form):
    """One field for a code of the app or a recovery code; spaces and dashes do not count."""

    code = forms.CharField(
        label="Code uit je app",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Vul de code in."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        """Check the code against the app and the recovery codes of this person. Five wrong ones and it is over."""
        code = "".join(self.cleaned_data["code"].split())
        tries = count_code_try(self.user)
        for authenticator in Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN):
            if self.is_right(authenticator, code):
                tries.rollback()
                authenticator.user = self.user
                self.authenticator = authenticator
                return code
        raise ValidationError(WRONG_CODE)

    def is_right(self, authenticator: Authenticator, code: str) -> bool:
        """Check the code and use it up."""
        return second_step.code_is_right(authenticator, code)

    def save(self) -> None:
        """Note the second step in the session."""
        post_authentication(context.request, self.authenticator)


class DemoCodeForm(CodeForm):
    """The same check for one-click sign-in, without using the code up: many may be the same invented person."""

    def is_right(self, authenticator: Authenticator, code: str) -> bool:
        """Check the code."""
        if authenticator.type != Authenticator.Type.TOTP:
            return False
        return code in [usable for _, usable in second_step.usable_codes(authenticator)]


class AgainForm(CodeForm):
    """The same, for somebody who is signed in already."""

    def save(self) -> None:
        """Note in the session that the second step was taken again."""
        post_authentication(context.request, self.authenticator, reauthenticated=True)


def count_code_try(user: User) -> ratelimit.RateLimitUsage:
    """Count one try of a code for this person. Raises ValidationError after too many wrong ones."""
    tries = ratelimit.consume(
        context.request, app="allauth.account", action="login_failed", key=f"second-step:{user.pk}", limit_get=True
    )
    if tries is None:
        raise ValidationError(too_many_tries(settings.HELP_PHONE))
    return tries
