"""What the statistics bureau gets of a consultation, and how it is written. Change the layout here and nowhere else.

The items are those of the information protocol of Veilig Thuis (domain dossier, 5.5). The official layout and its codes
are not public in full: a region puts the codes in (Beheer, Codelijsten) and lays these columns as the bureau asks. The
file is ASCII, as the bureau takes it: one line for each consultation, a column for each item below.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

DELIMITER, LINE_END = ";", "\r\n"
WITH_HEAD = True
BETWEEN_CODES = ","
DAY = "%Y%m%d"


@dataclass(frozen=True)
class Column:
    """One item: its number in the protocol, the name in the head, and what is written of a consultation.

    `missing`: what a person calls it when it is not filled in; "" where nothing has to be.
    """

    item: str
    name: str
    value: Callable[[Any], str]
    missing: str = ""


def day(moment: Any) -> str:
    """Return the local day."""
    found: date = timezone.localdate(moment)
    return found.strftime(DAY)


def code(row: Any) -> str:
    """Return the code of the bureau; nothing where it was not filled in, or has no code yet."""
    return row.bureau_code if row is not None else ""


def codes(rows: Any) -> str:
    """Return the codes of several answers."""
    return BETWEEN_CODES.join(filter(None, (row.bureau_code for row in rows.all())))


COLUMNS = (
    Column("2.2", "STARTDATUM", lambda row: day(row.began_at)),
    Column("2.2", "EINDDATUM", lambda row: day(row.ended_at)),
    Column("2.3", "GEMEENTE", lambda row: row.municipality.name, "gemeente"),
    Column("2.4", "AARD", lambda row: codes(row.natures), "aard"),
    Column("2.5", "AANVULLEND", lambda row: codes(row.extras)),
    Column("2.6", "DUUR", lambda row: code(row.duration), "duur"),
    Column("2.7", "ROL", lambda row: code(row.seeker_role), "rol"),
    Column("2.8", "ORGANISATIE", lambda row: code(row.seeker_organisation), "organisatie"),
)
"""The eight items, in the order of the file."""


def head() -> str:
    """Return the first line."""
    return DELIMITER.join(f'"{column.name}"' for column in COLUMNS) + LINE_END


def line(row: Any) -> str:
    """Return one consultation as it is delivered."""
    return DELIMITER.join(f'"{_plain(column.value(row))}"' for column in COLUMNS) + LINE_END


def _plain(text: str) -> str:
    """Return `text` in ASCII, without what ends a cell, and so that no spreadsheet takes it for a formula."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    kept = "".join(sign for sign in ascii_only if sign.isprintable() and sign != '"')
    return kept.lstrip("=+-@ ")
