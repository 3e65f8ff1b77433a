"""History of changes, written in one breath with the change."""

from __future__ import annotations

import json
import re
from typing import Protocol
from uuid import UUID, uuid4

from django.db import connection

from accounts.models import User

_CODE = re.compile(r"[a-z0-9_.,:+-]*")
"""No space and no capital: a name or a sentence does not fit."""


class Recorded(Protocol):
    """Anything with a UUID can have a history. `audit_root`, when it exists, names the thing it belongs to."""

    uuid: UUID


def record(event: str, *, target: Recorded, by: User | None, **details: UUID | str | int | bool | None) -> None:
    """Write one event in the transaction that is open now, without reading it back: it is for later.

    `event` is a member of a room's event list, `details` are ids and codes: never a name or a story.
    Raises RuntimeError outside a transaction: then the change could exist without its history. Raises ValueError for
    a detail that is no code.
    """
    _write(event, target, by, details, day_only=False)


def record_by_day(event: str, *, target: Recorded, by: User, **details: UUID | str | int | bool | None) -> None:
    """The same with the day (Europe/Amsterdam) and not the time: where an equal time would tell what belongs together
    (`docs/adr/0051`)."""
    _write(event, target, by, details, day_only=True)


def _write(
    event: str, target: Recorded, by: User | None, details: dict[str, UUID | str | int | bool | None], *, day_only: bool
) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event}: an event is written in the transaction of the change itself.")
    for name, value in details.items():
        if isinstance(value, str) and not _CODE.fullmatch(value):
            raise ValueError(f"{event}: {name} is not an id or a code.")
    ids = {key: str(value) if isinstance(value, UUID) else value for key, value in details.items()}
    root = getattr(target, "audit_root", target.uuid)
    who, kind = by.uuid if by else None, type(target).__name__.lower()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_auditevent (uuid, at, event, actor, target_kind, target, root, details)"
            " VALUES (%s, CASE WHEN %s THEN date_trunc('day', statement_timestamp(), 'Europe/Amsterdam')"
            " ELSE statement_timestamp() END, %s, %s, %s, %s, %s, %s::jsonb)",
            [uuid4(), day_only, event, who, kind, target.uuid, root, json.dumps(ids)],
        )
