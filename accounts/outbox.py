"""Work outside the request: a row in the transaction, an effect once.

Celery over Redis is only the wake-up. When the broker is away the row waits; the sweeper, which beat calls every
5 seconds, finds it later (`docs/adr/0012`).
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from accounts.actor import acting_as
from accounts.choices import OutboxState
from accounts.clock import StatementTimestamp, now
from accounts.models import OutboxEntry, User

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claimed row is left alone. Longer than a task may live (CELERY_TASK_TIME_LIMIT, in seconds)."""

TURN = timedelta(seconds=10)
"""How long one task keeps starting jobs. What is left waits for the next wake-up, so that no task lives too long."""

MAX_ATTEMPTS = 8
MOST_WAITING = 60
"""Seconds between two tries when something that is needed is away."""

Handler = Callable[[OutboxEntry], None]

_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does the work of `kind`. It runs in a transaction and may run twice."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def enqueue(kind: str, *, unique_key: str, by: User, **args: UUID | str | int) -> None:
    """Promise that `kind` happens once for `unique_key`. `args` are ids only; the job acts as `by`.

    Raises RuntimeError outside a transaction and KeyError for a kind that nobody handles.
    """
    _promise(kind, unique_key, by, args, again=False)


def enqueue_again(kind: str, *, unique_key: str, by: User, **args: UUID | str | int) -> None:
    """Promise `kind` anew after it failed for good, or was never promised; work that still waits is left alone."""
    _promise(kind, unique_key, by, args, again=True)


def states_of(kind: str, unique_keys: Iterable[UUID | str]) -> dict[str, OutboxState]:
    """Return how promised work stands, by unique key, whoever promised it. What was never promised is left out."""
    keys = {f"{kind}:{key}": str(key) for key in unique_keys}
    with connection.cursor() as cursor:
        cursor.execute("SELECT unique_key, state FROM outbox_states(%s)", [list(keys)])
        return {keys[key]: OutboxState(state) for key, state in cursor.fetchall()}


def is_stuck(patience: timedelta) -> bool:
    """Whether work waits longer than `patience` while nothing got done in that time: then nobody works."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outbox_is_stuck(make_interval(secs => %s))", [patience.total_seconds()])
        return bool(cursor.fetchone()[0])


def _promise(kind: str, unique_key: str, by: User, args: dict[str, UUID | str | int], *, again: bool) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind}: work is promised in the transaction that makes it necessary.")
    if kind not in _handlers:
        raise KeyError(f"Nobody handles {kind!r}.")
    ids = {key: str(value) if isinstance(value, UUID) else value for key, value in args.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outbox_promise(%s, %s, %s, %s::jsonb, %s)",
            [kind, f"{kind}:{unique_key}", by.pk, json.dumps(ids), again],
        )
    _wake_up_once()


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
    """Take the row that is due longest. A worker is nobody until it has one; then it acts as who promised it."""
    with transaction.atomic():
        rows = OutboxEntry.objects.raw("SELECT * FROM outbox_claim(%s)", [LEASE])
        return next(iter(rows), None)


def _work_on(entry: OutboxEntry) -> bool:
    with acting_as(entry.by):
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
        except NotNow as away:
            logger.warning("outbox: %s %s waits: %s.", entry.kind, entry.pk, away)
            _come_back_later(entry, type(away).__name__, wait=True)
            return False
        except Exception as error:
            # Whatever went wrong in one job, the others go on: the row keeps the kind of error and comes back later.
            logger.exception("outbox: %s %s failed.", entry.kind, entry.pk)
            _come_back_later(entry, type(error).__name__)
            return False
    return True


@transaction.atomic
def _come_back_later(entry: OutboxEntry, error: str, *, wait: bool = False) -> None:
    """Put the row back for later. `wait`: something it needs is away, so it is not given up, however long it takes."""
    dead = entry.attempts >= MAX_ATTEMPTS and not wait
    OutboxEntry.objects.filter(pk=entry.pk, fence=entry.fence).update(
        state=OutboxState.DEAD if dead else OutboxState.WAITING,
        due_at=now() + timedelta(seconds=min(2 ** min(entry.attempts, 10), MOST_WAITING if wait else 600)),
        last_error=error,
    )


class NotNow(Exception):
    """A program that this work needs is away. Raised by a handler: the work waits, and is never given up for it."""


class LostLease(Exception):
    """This worker was slow; another one holds the row now. Everything it did is rolled back."""
