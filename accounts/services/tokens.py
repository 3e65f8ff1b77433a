"""Tokens of integrations: made and withdrawn by a beheerder. Only a hash is kept (design 7)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from accounts import audit, outbox, rules
from accounts.actor import acting_as
from accounts.choices import AccountEvent, ApiScope
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import ApiToken, Organisation, OutboxEntry, User
from accounts.notifications import notify

PREFIX = "rondom_"
"""So that a token that leaked is recognised for what it is."""


class TokenTooLong(DomainError):
    """Nothing opens for ever."""


@transaction.atomic
def make_token(
    organisation: Organisation, *, name: str, scopes: Iterable[ApiScope], days: int, by: User
) -> tuple[ApiToken, str]:
    """Make a token that works for `days`; return its row, and the token itself, once. Raises TokenTooLong."""
    if not timedelta(0) < timedelta(days=days) <= rules.TOKEN_LIFETIME:
        raise TokenTooLong("Een koppeling werkt hoogstens 90 dagen.", field="days")
    secret = PREFIX + secrets.token_urlsafe(32)
    moment = now()
    token: ApiToken = ApiToken.objects.create(
        organisation=organisation,
        name=name,
        scopes=sorted(str(scope) for scope in scopes),
        token_hash=digest(secret),
        hint=secret[-4:],
        made_by=by,
        made_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    audit.record(
        AccountEvent.TOKEN_MADE,
        target=token,
        by=by,
        organisation=organisation.uuid,
        scopes=",".join(token.scopes),
        days=days,
    )
    return token, secret


@transaction.atomic
def withdraw_token(token: ApiToken, *, by: User) -> None:
    """Let it stop at once."""
    ApiToken.objects.filter(pk=token.pk, withdrawn_at=None).update(withdrawn_by=by, withdrawn_at=now())
    audit.record(AccountEvent.TOKEN_WITHDRAWN, target=token, by=by, organisation=token.organisation.uuid)


def find_token(secret: str) -> ApiToken | None:
    """Return the token when it opens something now."""
    rows = ApiToken.objects.in_force().select_related("organisation", "made_by")
    found: ApiToken | None = rows.filter(token_hash=digest(secret)).first()
    return found


def promise_news() -> int:
    """Promise to tell who made them about tokens that end within a week; each once. Return how many there are."""
    ending = list(ApiToken.objects.ending_within(rules.TOKEN_END_TOLD_BEFORE).select_related("made_by"))
    for token in ending:
        with acting_as(token.made_by), transaction.atomic():
            outbox.enqueue("tell_token_ends", unique_key=str(token.uuid), by=token.made_by, token=token.uuid)
    return len(ending)


@outbox.handles("tell_token_ends")
def tell_token_ends(entry: OutboxEntry) -> None:
    """Say that a token stops soon, unless it was withdrawn meanwhile."""
    token = ApiToken.objects.in_force().filter(uuid=entry.args["token"]).select_related("made_by").first()
    if token is not None:
        audit.record(AccountEvent.TOKEN_END_TOLD, target=token, by=entry.by, scheduled=True)
        notify(token.made_by, "token_ends", about=token.uuid, by=None)


def digest(secret: str) -> str:
    """Return what is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
