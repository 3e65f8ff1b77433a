"""What allauth asks of us: one text for every failed sign-in, no sign-up, secrets encrypted, Dutch words."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.urls import reverse

from accounts import second_step
from accounts.models import User
from accounts.rules import too_many_tries

WRONG = "E-mailadres en wachtwoord horen niet bij elkaar."
WRONG_CODE = "De code klopt niet of is verlopen. Vul de nieuwste code in."


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with e-mail address and password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "incorrect_password": WRONG,
        "too_many_login_attempts": too_many_tries(settings.HELP_PHONE),
        "rate_limited": too_many_tries(settings.HELP_PHONE),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the person, or None. A blocked person is nobody: same answer, same count of failed tries."""
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if isinstance(user, User) and user.is_active:
            self._rollback_login_failed_rl_usage()
            return user
        return None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our own pages say what happened, in our own words."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the second step again, unless it is fresh or there is none yet to ask for."""
        request = context.request
        return second_step.is_set_up(request.user) and not second_step.is_fresh(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer the second step only: whoever sits at an open screen may know the password too."""
        if not user.is_authenticated or not second_step.is_set_up(user):
            return []
        return [{"id": "mfa_reauthenticate", "description": "Tweede stap", "url": reverse("mfa_reauthenticate")}]


class MFAAdapter(DefaultMFAAdapter):
    """The second step: passkeys, codes of an app, recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "Dit is je enige tweede stap. Voeg eerst een andere toe.",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a TOTP secret or the seed of recovery codes with a key that is not in the database."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Undo `encrypt`."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep at least one app or passkey."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=second_step.STRONG)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Return "Sleutel 2"."""
        return f"Sleutel {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return settings.PRODUCT_NAME


def _fernet() -> Fernet:
    key = hashlib.sha256(b"accounts.second_step:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
