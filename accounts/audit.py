"""History of changes, written in one breath with the change."""

from __future__ import annotations

import re
from typing import Protocol
from uuid import UUID

from django.db import connection

from accounts.models import AuditEvent, User

_CODE = re.compile(r"[a-z0-9_.,:+-]*")
"""No space and no capital: a name or a sentence does not fit."""


class Recorded(Protocol):
    """Anything with a UUID can have a history. `audit_root`, when it exists, names the thing it belongs to."""

    uuid: UUID


def record(event: str, *, target: Recorded, by: User | None, **details: UUID | str | int | bool | None) -> AuditEvent:
    """Write one event in the transaction that is open now.

    `event` is a member of a room's event list, `details` are ids and codes: never a name or a story.
    Raises RuntimeError outside a transaction: then the change could exist without its history. Raises ValueError for
    a detail that is no code.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event}: an event is written in the transaction of the change itself.")
    for name, value in details.items():
        if isinstance(value, str) and not _CODE.fullmatch(value):
            raise ValueError(f"{event}: {name} is not an id or a code.")
    return AuditEvent.objects.create(
        event=str(event),
        actor=by.uuid if by else None,
        target_kind=type(target).__name__.lower(),
        target=target.uuid,
        root=getattr(target, "audit_root", target.uuid),
        details={key: str(value) if isinstance(value, UUID) else value for key, value in details.items()},
    )
