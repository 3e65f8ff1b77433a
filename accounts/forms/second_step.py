"""Setting up the second step: an app, or a passkey."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError

from accounts.adapters import WRONG_CODE
from accounts.forms.sign_in import count_code_try
from accounts.models import User


class ActivateTOTPForm(forms.Form):
    """The first code of the app proves that it holds the key."""

    code = forms.CharField(
        label="Code uit je app",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Vul de code in."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        # The key stays the same until it is used: a page that is loaded again must not make the scanned one worthless.
        self.secret = totp.get_totp_secret(regenerate=False)

    def clean_code(self) -> str:
        """Check the code against the key on the screen."""
        code = "".join(self.cleaned_data["code"].split())
        tries = count_code_try(self.user)
        if not totp.validate_totp_code(self.secret, code):
            raise ValidationError(WRONG_CODE)
        tries.rollback()
        return code


class AddPasskeyForm(allauth_forms.AddWebAuthnForm):
    """A passkey that can sign in by itself: the device asks for a finger, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label="Naam van deze sleutel",
            max_length=60,
            required=False,
            help_text="Bijvoorbeeld: laptop van het werk.",
        )
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.order_fields(["name"])
