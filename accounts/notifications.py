"""Telling a person that something waits. Inside the application only; mail says no more than that (design, 7).

How a notification reads is filled in by the room that sent it: it registers a provider in the slot
`notification:<kind>`. The list asks once per kind: `provider(user, notifications)` returns a dict from the primary key
of a notification to its `slots.NotificationText`, and leaves out what this person may not know any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import connection

from accounts import outbox, slots
from accounts.clock import StatementTimestamp
from accounts.mail import WAITING
from accounts.models import Notification, User
from accounts.slots import NotificationText


def notify(recipient: User, kind: str, *, about: UUID, by: User | None) -> None:
    """Put a line in the recipient's list. Some room fills the slot `notification:<kind>`.

    Written without reading it back: only the recipient may read it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_notification (uuid, recipient_id, kind, about, actor, at)"
            " VALUES (%s, %s, %s, %s, %s, statement_timestamp())",
            [uuid4(), recipient.pk, kind, about, by.uuid if by else None],
        )


def notify_at_once(recipient: User, kind: str, *, about: UUID, by: User) -> None:
    """The same for what cannot wait for the mail of 8.00: also a mail now, that says only that something waits."""
    notify(recipient, kind, about=about, by=by)
    outbox.enqueue_again(
        "send_mail", unique_key=f"{kind}:{about}:{recipient.uuid}", by=by, mail=WAITING, user=recipient.uuid
    )


def texts_of(user: User, notifications: Iterable[Notification]) -> dict[int, NotificationText]:
    """Return how these notifications of `user` read, by primary key."""
    by_kind: dict[str, list[Notification]] = {}
    for notification in notifications:
        by_kind.setdefault(notification.kind, []).append(notification)
    texts: dict[int, NotificationText] = {}
    for kind, rows in by_kind.items():
        for answer in slots.fill(f"notification:{kind}", user, rows):
            texts.update(answer)
    return texts


def mark_read(user: User) -> None:
    """Everything in the list of `user` has been seen."""
    Notification.objects.visible_to(user).unread().update(read_at=StatementTimestamp())
