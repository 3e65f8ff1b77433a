"""The second step: whether this session has one, how old it is, and what counts as one.

A password alone opens nothing. allauth keeps in the session which steps were taken; this file reads that and adds what
allauth lacks: an authenticator code works once, also when the clock tolerance lets it live longer than its half minute.
"""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User

FRESH_SECONDS = 5 * 60
"""How long a second step is fresh enough for acts on one's own or a colleague's sign-in."""

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def age(request: HttpRequest) -> float | None:
    """Return how many seconds ago this session took its last second step, or None when it never did."""
    moments = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record["method"] == "mfa"  # type: ignore[arg-type]
    ]
    return time.time() - max(moments) if moments else None


def is_taken(request: HttpRequest) -> bool:
    """Has the person of this session proved more than a password?"""
    return request.user.is_authenticated and age(request) is not None


def is_fresh(request: HttpRequest) -> bool:
    """Was the last second step taken within FRESH_SECONDS?"""
    seconds = age(request)
    return seconds is not None and seconds < FRESH_SECONDS


def is_set_up(user: User) -> bool:
    """Does this person have an authenticator app or a passkey?"""
    return bool(Authenticator.objects.filter(user=user, type__in=STRONG).exists())


def record(request: HttpRequest, authenticator: Authenticator) -> None:
    """Note in the session that the person has just proved to hold `authenticator`, and give the session a new key."""
    request.session.cycle_key()
    record_authentication(request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type)


def usable_codes(authenticator: Authenticator) -> list[tuple[int, str]]:
    """Return (counter, code) of every TOTP code that would be accepted at this moment, oldest first."""
    secret = decrypt(authenticator.data["secret"])
    return [
        (counter, totp.format_hotp_value(totp.hotp_value(secret, counter)))
        for counter in totp.yield_hotp_counters_from_time()
    ]


def code_now(secret: str) -> str:
    """Return what an app with `secret` (base 32) shows at this moment."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))


@transaction.atomic
def use_totp(authenticator: Authenticator, code: str) -> bool:
    """Check a TOTP code and use it up: neither this code nor an older one is accepted again."""
    locked = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    last_used = locked.data.get("last_counter", -1)
    for counter, expected in usable_codes(locked):
        if counter > last_used and compare_user_code(actual=code, expected=expected):
            locked.data["last_counter"] = counter
            locked.save(update_fields=["data"])
            return True
    return False


def code_is_right(authenticator: Authenticator, code: str) -> bool:
    """Check a TOTP code or a recovery code of `authenticator`, and use it up."""
    if authenticator.type == Authenticator.Type.TOTP:
        return use_totp(authenticator, code)
    return bool(authenticator.wrap().validate_code(code))
