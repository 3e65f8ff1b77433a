"""What a card is for a computer: `kaart.json`, and how its signature is written. Pure: no database, no clock.

One way to write it down (sorted keys, no spaces, UTF-8; RFC 8785 for the kinds of values that occur), so that the same
card gives the same bytes, and so that what was signed can be compared byte for byte. It names no household: `household`
is an id of its own that travels, and `previous` is of what this reader had before, never of what others may read.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from veiligheidskaart.content import PROFESSIONALS
from veiligheidskaart.keylist import Signed, canonical

KIND, SCHEMA = "rondom.veiligheidskaart", 1
FILE_NAME, SIGNATURE_NAME = "kaart.json", "kaart.handtekening.json"
FAMILY = "family"
"""Reader profile of somebody of the family; the other one is PROFESSIONALS."""


class BadDocument(ValueError):
    """This is no card: a field too many, one missing, of another kind, or written in another way."""


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


def profile_of(reader_key: str) -> str:
    """Return for whom an edition is: somebody of the family, or professionals."""
    return PROFESSIONALS if reader_key == PROFESSIONALS else FAMILY


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical form of a text, in hexadecimal: the one that is kept beside an edition."""
    return hashlib.sha256(canonical(content)).hexdigest()


def write(document: Document) -> bytes:
    """Return `kaart.json`."""
    return canonical(asdict(document))


def read(data: bytes) -> Document:
    """Read `kaart.json`. Raises BadDocument."""
    try:
        told = json.loads(data)
        if told.keys() != {each.name for each in fields(Document)}:
            raise BadDocument("fields")
        days = {name: date.fromisoformat(told[name]) for name in ("issued_on", "valid_until")}
        document = Document(**{**told, **days})
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise BadDocument("no card") from error
    texts = (document.key, document.household, document.reader, document.previous)
    if not all(isinstance(text, str) for text in texts) or not isinstance(document.content, dict):
        raise BadDocument("kind of a value")
    if type(document.number) is not int or (document.kind, document.schema) != (KIND, SCHEMA):
        raise BadDocument("kind")
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
