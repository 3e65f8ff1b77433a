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

from accounts import sessions
from accounts.models import User
from accounts.second_step import FRESH_SECONDS

USER_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, user: User, *, user_agent: str = USER_AGENT) -> Client:
    """Give `client` a session of `user` with password and second step, as it stands after the first page."""
    return _with_session(client, user, methods=["password", "mfa"], user_agent=user_agent)


def sign_in_with_password_only(client: Client, user: User) -> Client:
    """Give `client` a session of `user` without a second step: it may reach nothing."""
    return _with_session(client, user, methods=["password"])


def make_second_step_old(client: Client) -> None:
    """Let the second step of this session be just older than an act on somebody's sign-in allows."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**step, "at": step["at"] - FRESH_SECONDS - 1} for step in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()


def _with_session(client: Client, user: User, *, methods: list[str], user_agent: str = USER_AGENT) -> Client:
    client.force_login(user, backend=BACKEND)
    session, now = client.session, time.time()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": now} for method in methods]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    sessions.begin(session, user_agent)
    session[CSRF_SESSION_KEY] = _get_new_csrf_string()
    session.save()
    return client
