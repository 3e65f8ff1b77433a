"""Steps that several tests of signing in take: real posts, real codes."""

from __future__ import annotations

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import outbox, second_step
from accounts.models import User

PASSWORD = "een-lang-wachtwoord-voor-tests"
NEW_PASSWORD = "vier losse woorden samen"


def with_app(user: User) -> Authenticator:
    """Give `user` an authenticator app."""
    return totp.TOTP.activate(user, totp.generate_totp_secret()).instance


def codes_of(app: Authenticator) -> list[str]:
    """Return the codes that are good now, oldest first: the half minute before, this one and the next."""
    return [code for _, code in second_step.usable_codes(app)]


def first_step(client: Client, user: User, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send the sign-in form."""
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def second(client: Client, code: str) -> HttpResponse:
    """Send the form of the second step."""
    return client.post(reverse("mfa_authenticate"), {"code": code})


def mailed_path() -> str:
    """Let the outbox work and return the path of the link in the newest mail."""
    outbox.sweep()
    address = re.search(r"https?://\S+", mail.outbox[-1].body)
    assert address is not None
    return "/" + address[0].split("/", 3)[3]
