"""Is this card final? Asked of the database by a role that can ask nothing else (`rondom_signer`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

ROLE = "rondom_signer"
QUERY = "SELECT sha256, number, household, valid_until, reader_key, previous, moves FROM edition_to_sign(%s)"


@dataclass(frozen=True)
class Final:
    """What the database knows of a final edition: enough to recognise a text, and none of it.

    `household` is the id that travels; `previous` the SHA-256 of the edition that the same reader had before, or "".
    `moves` are the nonces of the moves for which a file of this edition is being made.
    """

    sha256: str
    number: int
    household: str
    valid_until: date
    reader_key: str
    previous: str
    moves: list[str]


class Finals:
    """One line to the database, opened when it is needed and again after trouble."""

    def __init__(self, url: str, password: Path) -> None:
        self._url, self._password = url, password
        self._line: psycopg.Connection[Any] | None = None

    def find(self, edition: UUID) -> Final | None:
        """Return what is known of this edition; None when it is not final. Raises psycopg.Error."""
        try:
            return self._ask(edition)
        except psycopg.OperationalError:
            self._line = None  # the server was started again: once more, on a new line
            return self._ask(edition)

    def close(self) -> None:
        """Give the line back."""
        if self._line is not None:
            self._line.close()

    def _ask(self, edition: UUID) -> Final | None:
        if self._line is None or self._line.closed:
            self._line = psycopg.connect(
                self._url,
                user=ROLE,
                password=self._password.read_text(encoding="utf-8").strip(),
                connect_timeout=3,
                options="-c statement_timeout=3000 -c default_transaction_read_only=on",
                autocommit=True,
            )
        row = self._line.execute(QUERY, [edition]).fetchone()
        return Final(*row) if row else None
