"""The line on which the access log is written: a session of its own, as a role that can only add (`docs/adr/0041`).

Each line stands by itself, in autocommit: what a request did may be taken back, that somebody looked may not. A page is
made while the database writes: `send` does not wait for the disk, `Sending.wait` does. One session a thread, with one
statement on its way at a time; opened when it is first needed and opened again once when the server has closed it.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import generators, sql
from psycopg.pq import ExecStatus

logger = logging.getLogger(__name__)

DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


class AccessLogAway(Exception):
    """The line could not be written, so nothing may be shown."""


class Sending:
    """A statement on its way to the database, which works on it meanwhile."""

    def __init__(self, statement: bytes, *parameters: bytes) -> None:
        self.statement, self.parameters = statement, parameters
        self.answer: bytes | None = None
        self.is_done = False
        try:
            _session.line.send(self)
        except psycopg.Error:
            _session.line.close()  # The server was restarted since: `wait` sends it again.

    def wait(self) -> bytes | None:
        """Return when the database has done it, with the first value of the answer. Raises AccessLogAway."""
        try:
            try:
                _session.line.settle(self)
            except psycopg.Error:
                # On a new session, once. A line that was written just before that is written twice: no harm.
                _session.line.close()
                _session.line.send(self)
                _session.line.settle(self)
        except psycopg.Error as error:
            logger.error("access log: %s", type(error).__name__)
            _session.line.close()
            raise AccessLogAway from error
        return self.answer


class _Line:
    """The session of one thread; closed with it."""

    def __init__(self) -> None:
        self.connection: psycopg.Connection[Any] | None = None
        self.sending: Sending | None = None

    def send(self, sending: Sending) -> None:
        """Begin, after what this thread sent before: nobody may have waited for that. Raises psycopg.Error."""
        if self.sending is not None:
            self.settle(self.sending)
        if self.connection is None or self.connection.closed:
            database = connections["default"].settings_dict["NAME"]
            self.connection = psycopg.connect(**settings.ACCESS_LOG_LINE, dbname=database, autocommit=True)
        self.connection.pgconn.send_query_params(sending.statement, sending.parameters)
        self.sending = sending

    def settle(self, sending: Sending) -> None:
        """Wait until the database has done it. Raises psycopg.Error when it has not."""
        if sending.is_done:
            return
        if sending is not self.sending or self.connection is None:
            raise psycopg.OperationalError("not on its way on this session")
        self.sending = None
        result = self.connection.wait(generators.execute(self.connection.pgconn))[-1]
        if result.status not in DONE:
            raise psycopg.errors.error_from_result(result)
        sending.is_done = True
        sending.answer = result.get_value(0, 0) if result.ntuples else None

    def close(self) -> None:
        """Close; the next line opens it again."""
        self.sending = None
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def __del__(self) -> None:
        self.close()


class _Session(threading.local):
    def __init__(self) -> None:
        self.line = _Line()


_session = _Session()


def send(rows: Sequence[Mapping[str, Any]]) -> Sending:
    """Let the database add these lines of `accounts_accessline`, all of them or none, and do not wait for it."""
    return Sending(_statement(tuple(rows[0])), json.dumps(rows, default=str).encode())


def insert(rows: Sequence[Mapping[str, Any]]) -> None:
    """Add these lines, all of them or none. Raises AccessLogAway."""
    send(rows).wait()


def check() -> None:
    """Ask whether lines can be added now. Raises AccessLogAway."""
    if Sending(b"SELECT has_column_privilege('accounts_accessline', 'event_code', 'INSERT')").wait() != b"t":
        raise AccessLogAway


@cache
def _statement(columns: tuple[str, ...]) -> bytes:
    """Return one INSERT for any number of rows, which come as one JSON array. Made once: it is a line of every page."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return (
        sql.SQL(
            "INSERT INTO accounts_accessline ({0})"
            " SELECT {0} FROM jsonb_populate_recordset(NULL::accounts_accessline, $1::jsonb)"
        )
        .format(names)
        .as_bytes(None)
    )
