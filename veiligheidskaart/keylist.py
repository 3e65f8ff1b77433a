"""The public keys of an installation, as a signed and dated list. Pure: no database, no clock, no settings.

A key of a card is two keys: Ed25519 for the text (`kaart.json`) and the codes, and one with a certificate for the seal
of the PDF. They are made, used and replaced together, under one id (docs/adr/0058).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SCHEMA = 1
KEY_FIELDS = {"id", "public", "certificate", "root", "made_on", "used_from", "compromised_since"}


class BadList(ValueError):
    """This is no list of keys, or nobody whose key is on it signed it."""


class Purpose(StrEnum):
    """What a signature is for. It is part of what is signed: a signature for one purpose is none for another."""

    CARD = "card"
    CODE = "code"
    LIST = "list"


@dataclass(frozen=True)
class PublicKey:
    """One key as everybody may know it. Certificates are DER in base64.

    `used_from` None: it is ready to be the next one, and known before it is needed. `compromised_since`: what is dated
    on that day or later and signed by it is not to be believed.
    """

    id: str
    public: str
    certificate: str
    root: str
    made_on: date
    used_from: date | None = None
    compromised_since: date | None = None

    def may_have_signed(self, day: date) -> bool:
        """Whether what says that it was signed on `day` (UTC) can be believed."""
        return self.compromised_since is None or day < self.compromised_since


@dataclass(frozen=True)
class Signed:
    """A signature, and by which key."""

    key_id: str
    signature: bytes


@dataclass(frozen=True)
class KeyList:
    """The keys of one installation, oldest first, as they were on a day."""

    made_on: date
    keys: tuple[PublicKey, ...]

    def key(self, key_id: str) -> PublicKey | None:
        """Return the key of that id."""
        return next((key for key in self.keys if key.id == key_id), None)

    @property
    def current(self) -> PublicKey | None:
        """The key that signs at this moment."""
        used = [key for key in self.keys if key.used_from and not key.compromised_since]
        return used[-1] if used else None


def id_of(public: bytes) -> str:
    """Return the id of a key: it follows from the key, so that no list can give one key the name of another."""
    return hashlib.sha256(public).hexdigest()[:16]


def message(purpose: Purpose, payload: bytes) -> bytes:
    """Return the bytes that are signed."""
    return f"rondom {purpose} 1\n".encode() + payload


def verify(purpose: Purpose, payload: bytes, signed: Signed, keys: KeyList) -> bool:
    """Whether a key of this list signed `payload`. Says nothing of compromised keys: that depends on a day."""
    key = keys.key(signed.key_id)
    if key is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public)).verify(
            signed.signature, message(purpose, payload)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical(data: Any) -> bytes:
    """Return the one way in which JSON data is written down: sorted keys, no spaces, UTF-8."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat)
    return text.encode()


def payload_of(keys: KeyList) -> bytes:
    """Return what is signed of a list."""
    return canonical({"schema": SCHEMA, **asdict(keys)})


def dump(keys: KeyList, signed: Signed) -> bytes:
    """Return the list as it is published."""
    signature = base64.b64encode(signed.signature).decode()
    return canonical({"list": json.loads(payload_of(keys)), "signed": {"key": signed.key_id, "signature": signature}})


def load(data: bytes) -> KeyList:
    """Read a published list. Raises BadList when it is none, or when no trustworthy key on it signed it."""
    try:
        whole = json.loads(data)
        told, signed = whole["list"], whole["signed"]
        signature = Signed(signed["key"], base64.b64decode(signed["signature"], validate=True))
        keys = KeyList(date.fromisoformat(told["made_on"]), tuple(_key(each) for each in told["keys"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadList("no list of keys") from error
    signer = keys.key(signature.key_id)
    if signer is None or signer.compromised_since or not verify(Purpose.LIST, canonical(told), signature, keys):
        raise BadList("not signed by one of its keys")
    return keys


def _key(told: dict[str, Any]) -> PublicKey:
    if told.keys() != KEY_FIELDS or told["id"] != id_of(base64.b64decode(told["public"], validate=True)):
        raise ValueError("no key")
    days = {name: _day(told[name]) for name in ("used_from", "compromised_since")}
    return PublicKey(**{**told, **days, "made_on": date.fromisoformat(told["made_on"])})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
