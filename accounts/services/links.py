"""One-time links. Only a hash is kept; the link itself exists in the mail, or on the screen of who makes it."""

from __future__ import annotations

import hashlib
import secrets

from accounts import outbox
from accounts.choices import InvitationKind
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import OneTimeLink, User
from accounts.rules import LINK_LIFETIME


class LinkUsedUp(DomainError):
    """A link works once, and not for long."""


def make_link(user: User, kind: InvitationKind, *, by: User | None) -> str:
    """Return the secret part of a new link. Older links of the same kind stop working."""
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.usable().filter(user=user, kind=kind).update(expires_at=now())
    OneTimeLink.objects.create(
        user=user, kind=kind, token_hash=_hash(token), made_by=by, expires_at=now() + LINK_LIFETIME[kind]
    )
    return token


def find_link(token: str, kind: InvitationKind) -> OneTimeLink | None:
    """Return the link when it can still be used."""
    return OneTimeLink.objects.usable().select_related("user").filter(token_hash=_hash(token), kind=kind).first()


def use_link(link: OneTimeLink) -> User:
    """Use the link up and return whose it was. Two posts at once: one wins. Raises LinkUsedUp."""
    locked = OneTimeLink.objects.usable().select_for_update(of=("self",)).filter(pk=link.pk).first()
    if locked is None:
        raise LinkUsedUp("Deze link werkt niet meer.")
    locked.used_at = now()
    locked.save(update_fields=["used_at"])
    user: User = User.objects.select_for_update(no_key=True).get(pk=link.user_id)
    return user


def mail_link(user: User, kind: InvitationKind, *, by: User) -> None:
    """Let a mail with a new link go out. The link is made by the job that sends it, so it waits nowhere."""
    outbox.enqueue("send_mail", unique_key=secrets.token_hex(16), by=by, mail=kind.value, user=user.uuid)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
