"""Who acts. The database asks it of every statement: row security shows what this person may see, nobody sees nothing.

The answer lives in the transaction (`set_config(..., is_local => true)`): the database backend tells it at the start of
each one (`config.postgresql`), `acting_as` tells it inside an open one. Never set it anywhere else (design 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connection
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from accounts.models import User

SETTING = "rondom.actor"
"""Holds the primary key of the person, or nothing. After a transaction PostgreSQL leaves '' behind, not NULL."""

_actor: ContextVar[int | None] = ContextVar("actor", default=None)


@contextmanager
def acting_as(user: User | None) -> Iterator[None]:
    """Do what is inside in the name of `user`: a request, a job, a step of a command. None: in nobody's name."""
    before = _actor.set(user.pk if user else None)
    try:
        _tell_open_transaction()
        yield
    finally:
        _actor.reset(before)
        _tell_open_transaction()


def tell(line: Any) -> None:
    """Tell the transaction that just began on `line`, a Django connection, who acts."""
    with line.wrap_database_errors, line.connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(_actor.get() or "")])


def _tell_open_transaction() -> None:
    """A transaction that has failed can only be rolled back, and that forgets the actor too."""
    if connection.in_atomic_block and connection.connection.info.transaction_status != TransactionStatus.INERROR:
        tell(connection)
