"""Sessions: which browser is signed in, since when, and when it ends. `SESSION_ENGINE` names this module.

Django keeps a session as one text. Here the row also says whose it is, so that somebody sees where they are signed in
and can end one from elsewhere; what the row says is read out of that text each time it is saved (`docs/adr/0048`).
"""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils import timezone

from accounts import devices
from accounts.rules import IDLE_LIMIT, SESSION_LIMIT

NAME, DEVICE = "session_name", "device"
"""Session keys: what an address calls this session, and the browser in plain words."""

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
"""Session keys; seconds since 1970, UTC."""

SEEN_STEP_SECONDS = 60
"""How often a busy session writes down that it is alive: a session row is not saved at every request."""


class SessionStore(DatabaseSessionStore):
    """Sessions in a table of our own. The key that opens one stands in the browser; the table holds its digest.

    Whoever reads the table, or a copy of it, cannot sign in with what stands there. Only what Django calls outside
    asynchronous code is overridden: this site has no such code, and there a session would simply not be found.
    """

    row_digest_length: ClassVar[int] = 40  # as many signs as the primary key of Django's own table

    @classmethod
    def get_model_class(cls) -> Any:
        from accounts.models import Session

        return Session

    @classmethod
    def row_key(cls, session_key: str) -> str:
        """Return under which key the row stands: 160 bits of SHA-256. The key itself is random; no salt is needed."""
        return hashlib.sha256(session_key.encode()).hexdigest()[: cls.row_digest_length]

    def _get_session_from_db(self) -> Any:
        rows = self.model.objects.filter(session_key=self.row_key(self.session_key), expire_date__gt=timezone.now())
        if (row := rows.first()) is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(self.row_key(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(self.row_key(key))

    def create(self) -> None:
        """Make a row under a free key. Django tries again whatever the table refuses, for ever; this does not."""
        self._session_key = self._get_new_session_key()
        self.save(must_create=True)
        self.modified = True

    def cycle_key(self) -> None:
        """Give the session another key. The old row goes first: two rows of one session would have the same name."""
        self._get_session()
        self.delete()
        super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = self.row_key(row.session_key)
        if NAME in data:
            row.uuid, row.user_id, row.device = data[NAME], data.get(SESSION_KEY), data[DEVICE]
            row.signed_in_at, row.seen_at = _moment(data[SIGNED_IN_AT]), _moment(data[SEEN_AT])
        return row


def begin(session: SessionBase, user_agent: str) -> None:
    """Note that somebody is signed in here from now on, in a browser that calls itself `user_agent`."""
    session[NAME], session[DEVICE] = str(uuid4()), devices.in_words(user_agent)
    session[SIGNED_IN_AT] = session[SEEN_AT] = time.time()


def is_begun(session: SessionBase) -> bool:
    """Whether `begin` was called for who is signed in here."""
    return NAME in session


def is_over(session: SessionBase) -> bool:
    """Idle for longer than IDLE_LIMIT, or older than SESSION_LIMIT?"""
    now = time.time()
    idle, age = now - session[SEEN_AT], now - session[SIGNED_IN_AT]
    return idle > IDLE_LIMIT.total_seconds() or age > SESSION_LIMIT.total_seconds()


def note_presence(session: SessionBase) -> None:
    """Note that somebody is there, at most once in SEEN_STEP_SECONDS."""
    now = time.time()
    if now - session[SEEN_AT] > SEEN_STEP_SECONDS:
        session[SEEN_AT] = now


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
