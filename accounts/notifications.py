"""Telling a person that something waits. Inside the application only; mail says no more than that (design, 7)."""

from __future__ import annotations

from uuid import UUID

from accounts.models import Notification, User


def notify(recipient: User, kind: str, *, about: UUID, by: User | None) -> Notification:
    """Put a line in the recipient's list. `kind` is a slot `notification:<kind>` that some room fills."""
    return Notification.objects.create(
        recipient=recipient, kind=kind, about=about, actor=by.uuid if by else None
    )
