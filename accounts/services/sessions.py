"""Ending sessions: one of one's own from another device, all others, or everything of somebody."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from accounts import audit
from accounts.choices import AccountEvent
from accounts.models import Session, User


@transaction.atomic
def end_session(session: Session, *, by: User) -> None:
    """End one session; its next request meets the sign-in page."""
    session.delete()
    audit.record(AccountEvent.SESSION_ENDED, target=by, by=by, session=session.uuid)


@transaction.atomic
def end_other_sessions(request: HttpRequest, *, by: User) -> None:
    """End every session of `by` except the one of this request."""
    keep_only_this_one(request, by)
    audit.record(AccountEvent.OTHER_SESSIONS_ENDED, target=by, by=by)


@transaction.atomic
def keep_only_this_one(request: HttpRequest, user: User) -> None:
    """End every session of `user` except the one of this request, which gets another key."""
    end_sessions(user)
    update_session_auth_hash(request, user)


@transaction.atomic
def end_sessions(user: User) -> None:
    """End every session of `user` at its next request.

    The rows go; a request that runs at this moment and writes a new one does not get past the counter.
    """
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    Session.objects.filter(user=user).delete()
