"""Signing in for tests that are about something else: a session with the second step in it, without the pages."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.middleware.csrf import CSRF_SESSION_KEY, _get_new_csrf_string
from django.test import Client

from accounts.middleware import SEEN_AT, SIGNED_IN_AT
from accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, user: User) -> Client:
    """Give `client` a session of `user` with password and second step, as it stands after the first page."""
    return _with_session(client, user, methods=["password", "mfa"])


def sign_in_with_password_only(client: Client, user: User) -> Client:
    """Give `client` a session of `user` without a second step: it may reach nothing."""
    return _with_session(client, user, methods=["password"])


def _with_session(client: Client, user: User, *, methods: list[str]) -> Client:
    client.force_login(user, backend=BACKEND)
    session, now = client.session, time.time()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": now} for method in methods]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session[SIGNED_IN_AT] = session[SEEN_AT] = now
    session[CSRF_SESSION_KEY] = _get_new_csrf_string()
    session.save()
    return client
