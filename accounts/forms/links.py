"""Forms behind a one-time link, and asking for one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.adapters import WRONG
from accounts.models import User


class ForgottenForm(forms.Form):
    """Whose password is forgotten. The answer does not say whether anybody has this address."""

    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": "Vul je e-mailadres in.",
            "invalid": "Vul een heel e-mailadres in, bijvoorbeeld sanne@voorbeeld.nl.",
        },
    )


class NewPasswordForm(forms.Form):
    """A password of one's own. One field, with a button to see it: typing twice is copying."""

    password = forms.CharField(
        label="Nieuw wachtwoord",
        strip=False,
        max_length=200,
        help_text="12 tekens of meer. Een zin van vier woorden is goed te onthouden.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Kies een wachtwoord."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse short, common and too personal passwords."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class PasswordForm(forms.Form):
    """The password one has: a link alone never opens anything."""

    password = forms.CharField(
        label="Wachtwoord",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Vul je wachtwoord in."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def refuse(self) -> None:
        """Say that this was not the password."""
        self.add_error("password", WRONG)
