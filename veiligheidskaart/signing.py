"""Asking the signer process for a signature (docs/adr/0058). Verifying needs only public keys: `keylist.verify`."""

from __future__ import annotations

import base64
import json
import socket
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from veiligheidskaart.keylist import BadList, KeyList, PublicKey, Purpose, Signed, id_of, load, verify

__all__ = [
    "BadList",
    "KeyList",
    "NotSigned",
    "PublicKey",
    "Purpose",
    "Signed",
    "SignerAway",
    "current_key",
    "id_of",
    "load",
    "own_keys",
    "published",
    "seal",
    "sign",
    "verify",
]

PATIENCE = 5.0
"""Seconds to wait for the signer: it needs a hundredth of one."""


class SignerAway(Exception):
    """Nobody signs at this moment. What asks for it waits, and asks again."""


class NotSigned(Exception):
    """The signer looked in the database and refused. The message is a word for the log."""


def sign(payload: bytes, *, purpose: Purpose, edition: UUID) -> Signed:
    """Return the signature of `payload`, which belongs to this final edition: its `kaart.json` or a code on a print.

    Raises SignerAway, NotSigned.
    """
    return _signed(act=str(purpose), payload=_text(payload), edition=str(edition))


def seal(attributes: bytes, *, key_id: str, edition: UUID) -> bytes:
    """Return the signature under the seal of the PDF of this edition. Raises SignerAway, NotSigned."""
    return _signed(act="seal", payload=_text(attributes), edition=str(edition), key=key_id).signature


def current_key() -> PublicKey:
    """Return the key that signs at this moment, with its certificates. Raises SignerAway."""
    told = _ask(act="current").get("key", {})
    days = ("made_on", "used_from", "compromised_since")
    try:
        return PublicKey(**{**told, **{name: told[name] and date.fromisoformat(told[name]) for name in days}})
    except (KeyError, TypeError) as error:
        raise SignerAway("odd answer") from error


def own_keys() -> KeyList:
    """Return the published list of this installation. Raises SignerAway when the signer never ran."""
    return load(published())


def published() -> bytes:
    """Return the list as it is published, byte for byte. Raises SignerAway when the signer never ran."""
    try:
        return Path(settings.KEY_LIST).read_bytes()
    except OSError as error:
        raise SignerAway("no list of keys") from error


def _signed(**asked: str) -> Signed:
    told = _ask(**asked)
    if told.get("state") == "refused":
        raise NotSigned(told["why"])
    if told.get("state") != "signed":
        raise SignerAway(str(told.get("state")))
    return Signed(told["key"], base64.b64decode(told["signature"]))


def _ask(**asked: str) -> dict[str, Any]:
    """Ask once over the socket. Raises SignerAway."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE)
            line.connect(settings.SIGNER)
            line.sendall(json.dumps(asked).encode() + b"\n")
            with line.makefile("rb") as answer:
                told: dict[str, Any] = json.loads(answer.readline())
    except (OSError, ValueError) as error:
        raise SignerAway(type(error).__name__) from error
    return told


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
