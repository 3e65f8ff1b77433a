"""What a card is for a computer: `kaart.json`, and how its signature is written. Pure: no database, no clock.

One way to write it down (sorted keys, no spaces, UTF-8; RFC 8785 for the kinds of values that occur), so that the same
card gives the same bytes, and so that what was signed can be compared byte for byte. It names no household: `household`
is an id of its own that travels, and `previous` is of what this reader had before, never of what others may read.

A file made for a move says so (`move`) and is of schema 2; every other card stays schema 1, byte for byte. Who knows
schema 1 only refuses a file of a move: it could not say the reception code (docs/adr/0064).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from veiligheidskaart.content import PROFESSIONALS
from veiligheidskaart.keylist import Signed, canonical

KIND = "rondom.veiligheidskaart"
SCHEMA, SCHEMA_OF_MOVE = 1, 2
FILE_NAME, SIGNATURE_NAME = "kaart.json", "kaart.handtekening.json"
NONCE = re.compile(r"[0-9a-f]{32}")
FAMILY = "family"
"""Reader profile of somebody of the family; the other one is PROFESSIONALS."""
HIGHEST = 9999
"""No family has a card of a higher number."""


class BadDocument(ValueError):
    """This is no card: a field too many, one missing, of another kind, or written in another way."""


@dataclass(frozen=True)
class Move:
    """The move for which a file was made: its nonce, of which the reception code is made (`moving`)."""

    nonce: str


@dataclass(frozen=True)
class Document:
    """One edition as it travels.

    `key` is the id of the key that signs it, `issued_on` the day of signing (UTC), `valid_until` the day on which the
    family looks back (local calendar), `previous` the SHA-256 of this reader's edition before this one, or "".
    """

    kind: str
    schema: int
    key: str
    household: str
    number: int
    reader: str
    issued_on: date
    valid_until: date
    previous: str
    content: dict[str, Any]
    move: Move | None = None


def profile_of(reader_key: str) -> str:
    """Return for whom an edition is: somebody of the family, or professionals."""
    return PROFESSIONALS if reader_key == PROFESSIONALS else FAMILY


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical form of a text, in hexadecimal: the one that is kept beside an edition."""
    return hashlib.sha256(canonical(content)).hexdigest()


def write(document: Document) -> bytes:
    """Return `kaart.json`."""
    return canonical(plain(document))


def plain(document: Document) -> dict[str, Any]:
    """Return what stands in `kaart.json`, without a word about a move when there is none."""
    told = asdict(document)
    if document.move is None:
        del told["move"]
    return told


def read(data: bytes) -> Document:
    """Read `kaart.json`. Raises BadDocument."""
    try:
        told = json.loads(data)
        known = {each.name for each in fields(Document)}
        if told.keys() != (known if told["schema"] == SCHEMA_OF_MOVE else known - {"move"}):
            raise BadDocument("fields")
        days = {name: date.fromisoformat(told[name]) for name in ("issued_on", "valid_until")}
        move = Move(**told["move"]) if "move" in told else None
        document = Document(**{**told, **days, "move": move})
        UUID(document.household)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise BadDocument("no card") from error
    texts = (document.key, document.household, document.reader, document.previous)
    if not all(isinstance(text, str) for text in texts) or not isinstance(document.content, dict):
        raise BadDocument("kind of a value")
    if document.kind != KIND or {type(document.number), type(document.schema)} != {int}:
        raise BadDocument("kind")
    if not 1 <= document.number <= HIGHEST or b"\\u0000" in data:
        raise BadDocument("a value that nothing here can hold")
    if document.schema not in {SCHEMA, SCHEMA_OF_MOVE}:
        raise BadDocument("schema")
    if document.move is not None and not (
        isinstance(document.move.nonce, str) and NONCE.fullmatch(document.move.nonce)
    ):
        raise BadDocument("move")
    if document.reader not in {FAMILY, PROFESSIONALS} or write(document) != data:
        raise BadDocument("not canonical")
    return document


def write_signature(signed: Signed, data: bytes) -> bytes:
    """Return the file with the signature beside `kaart.json`, whose bytes are `data`."""
    signature = base64.b64encode(signed.signature).decode()
    return canonical({"key": signed.key_id, "sha256": hashlib.sha256(data).hexdigest(), "signature": signature})


def read_signature(data: bytes) -> tuple[Signed, str]:
    """Return the signature, and the SHA-256 of what it says to be of. Raises BadDocument."""
    try:
        told = json.loads(data)
        if told.keys() != {"key", "sha256", "signature"} or not all(isinstance(each, str) for each in told.values()):
            raise BadDocument("fields")
        return Signed(told["key"], base64.b64decode(told["signature"], validate=True)), told["sha256"]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadDocument("no signature") from error
