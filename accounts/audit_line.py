"""The line on which the access log is written: a session of its own, as a role that can only add (`docs/adr/0041`).

Each line stands by itself, in autocommit: what a request did may be taken back, that somebody looked may not. One
session a thread, opened when it is first needed and opened again once when the server has closed it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

logger = logging.getLogger(__name__)


class AccessLogAway(Exception):
    """The line could not be written, so nothing may be shown."""


class _Line:
    """The session of one thread; closed with it."""

    def __init__(self) -> None:
        self.connection: psycopg.Connection[Any] | None = None

    def close(self) -> None:
        """Close; the next line opens it again."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def __del__(self) -> None:
        self.close()


class _Session(threading.local):
    def __init__(self) -> None:
        self.line = _Line()


_session = _Session()


def insert(rows: Sequence[Mapping[str, Any]]) -> None:
    """Add these lines of `accounts_accessline`, all of them or none. Raises AccessLogAway."""
    columns = tuple(rows[0])
    _run(_statement(columns, len(rows)), [row[column] for row in rows for column in columns])


def check() -> None:
    """Ask whether lines can be added now. Raises AccessLogAway."""
    allowed = _run(b"SELECT has_column_privilege('accounts_accessline', 'event_code', 'INSERT')", [])
    if allowed != (True,):
        raise AccessLogAway


@cache
def _statement(columns: tuple[str, ...], rows: int) -> bytes:
    """Return one INSERT for so many rows. Made once: it is a line of every page."""
    places = sql.SQL("({})").format(sql.SQL(", ").join(sql.Placeholder() * len(columns)))
    names, values = sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(", ").join([places] * rows)
    return sql.SQL("INSERT INTO accounts_accessline ({}) VALUES {}").format(names, values).as_bytes(None)


def _run(statement: bytes, parameters: Sequence[Any]) -> Any:
    try:
        try:
            return _execute(statement, parameters)
        except psycopg.OperationalError:
            # The server was restarted since. A line that was written just before that is written twice: no harm.
            _session.line.close()
            return _execute(statement, parameters)
    except psycopg.Error as error:
        logger.error("access log: %s", type(error).__name__)
        _session.line.close()
        raise AccessLogAway from error


def _execute(statement: bytes, parameters: Sequence[Any]) -> Any:
    line = _session.line
    if line.connection is None or line.connection.closed:
        database = connections["default"].settings_dict["NAME"]
        line.connection = psycopg.connect(**settings.ACCESS_LOG_LINE, dbname=database, autocommit=True)
    cursor = line.connection.execute(statement, parameters)
    return cursor.fetchone() if cursor.description else None
