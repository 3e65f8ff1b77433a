"""Work outside the request: a row in the transaction, an effect once.

Celery over Redis is only the wake-up. When the broker is away the row waits; the sweeper, which beat calls every
5 seconds, finds it later (`docs/adr/0012`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from celery import current_app
from django.db import connection, transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from accounts.choices import OutboxState
from accounts.clock import StatementTimestamp, now
from accounts.models import OutboxEntry, User

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claimed row is left alone. Longer than a task may live (CELERY_TASK_TIME_LIMIT, in seconds)."""

TURN = timedelta(seconds=10)
"""How long one task keeps starting jobs. What is left waits for the next wake-up, so that no task lives too long."""

MAX_ATTEMPTS = 8

Handler = Callable[[OutboxEntry], None]

_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does the work of `kind`. It runs in a transaction and may run twice."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def enqueue(kind: str, *, unique_key: str, by: User, **args: UUID | str | int) -> OutboxEntry:
    """Promise that `kind` happens once for `unique_key`. `args` are ids only; the job acts as `by`.

    Raises RuntimeError outside a transaction and KeyError for a kind that nobody handles.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind}: work is promised in the transaction that makes it necessary.")
    if kind not in _handlers:
        raise KeyError(f"Nobody handles {kind!r}.")
    entry, _ = OutboxEntry.objects.get_or_create(
        unique_key=f"{kind}:{unique_key}",
        defaults={
            "kind": kind,
            "by": by,
            "args": {key: str(value) if isinstance(value, UUID) else value for key, value in args.items()},
        },
    )
    _wake_up_once()
    return entry


def enqueue_again(kind: str, *, unique_key: str, by: User, **args: UUID | str | int) -> OutboxEntry:
    """Promise `kind` anew after it failed for good, or was never promised; work that still waits is left alone."""
    OutboxEntry.objects.filter(unique_key=f"{kind}:{unique_key}").exclude(state=OutboxState.WAITING).update(
        state=OutboxState.WAITING, attempts=0, due_at=StatementTimestamp(), fence=F("fence") + 1, by=by, done_at=None
    )
    return enqueue(kind, unique_key=unique_key, by=by, **args)


def _wake_up_once() -> None:
    """One wake-up for a transaction, however much work it promised: the sweeper does everything that is due."""
    if not any(wake_up in promised for promised in connection.run_on_commit):
        transaction.on_commit(wake_up, robust=True)


def wake_up() -> None:
    """Tell a worker that there is work. Says so in the log when the broker is away; the sweeper comes anyway."""
    try:
        current_app.send_task("accounts.tasks.sweep_outbox", retry=False, expires=30)
    except OperationalError:
        logger.warning("outbox: the broker did not answer; the sweeper will find the work.")


def sweep(*, during: timedelta | None = None) -> int:
    """Do everything that is due, one row at a time, and return how many rows were finished.

    With `during` no job begins after that time; a worker is woken again for what is left.
    """
    deadline = time.monotonic() + during.total_seconds() if during else None
    finished = 0
    while (entry := _claim()) is not None:
        finished += _work_on(entry)
        if deadline is not None and time.monotonic() > deadline:
            wake_up()
            break
    return finished


def _claim() -> OutboxEntry | None:
    with transaction.atomic():
        waiting = OutboxEntry.objects.due().order_by("due_at").select_for_update(skip_locked=True)
        entry: OutboxEntry | None = waiting.first()
        if entry is None:
            return None
        OutboxEntry.objects.filter(pk=entry.pk).update(
            due_at=StatementTimestamp() + LEASE, attempts=F("attempts") + 1, fence=F("fence") + 1
        )
        entry.refresh_from_db()
        return entry


def _work_on(entry: OutboxEntry) -> bool:
    try:
        with transaction.atomic():
            _handlers[entry.kind](entry)
            done = OutboxEntry.objects.filter(pk=entry.pk, fence=entry.fence, state=OutboxState.WAITING).update(
                state=OutboxState.DONE, done_at=StatementTimestamp(), last_error=""
            )
            if not done:
                raise LostLease
    except LostLease:
        logger.warning("outbox: %s %s was taken over by another worker.", entry.kind, entry.pk)
        return False
    except Exception as error:
        # Whatever went wrong in one job, the others go on: the row keeps the kind of error and comes back later.
        logger.exception("outbox: %s %s failed.", entry.kind, entry.pk)
        _come_back_later(entry, type(error).__name__)
        return False
    return True


def _come_back_later(entry: OutboxEntry, error: str) -> None:
    dead = entry.attempts >= MAX_ATTEMPTS
    OutboxEntry.objects.filter(pk=entry.pk, fence=entry.fence).update(
        state=OutboxState.DEAD if dead else OutboxState.WAITING,
        due_at=now() + timedelta(seconds=min(2**entry.attempts, 600)),
        last_error=error,
    )


class LostLease(Exception):
    """This worker was slow; another one holds the row now. Everything it did is rolled back."""
