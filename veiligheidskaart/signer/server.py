"""Answers over a unix socket: one line of JSON in, one line out. What is signed, is decided here."""

from __future__ import annotations

import base64
import json
import os
import socketserver
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

import psycopg
from asn1crypto import cms

from veiligheidskaart.document import BadDocument, Document, digest, profile_of, read
from veiligheidskaart.keylist import PublicKey, Purpose, Signed, canonical
from veiligheidskaart.signer.finals import Final
from veiligheidskaart.signer.keys import Keys

MOST_BYTES = 4_000_000
"""Of one question: many times what a card holds."""

PATIENCE = 5.0
"""Seconds that a caller may take to say and to hear everything."""

CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
"""Attributes of a seal, by number: only who makes seals gives the last one a name (RFC 5652, 11; RFC 5035, 4)."""
CODE_BYTES = range(16, 33)
"""The code in a QR: 128 random bits, and what `veiligheidskaart.codes` puts beside them."""

Find = Callable[[UUID], Final | None]


class Refused(Exception):
    """This is not signed. The message is a word for the log: it holds nothing of the card."""


class Signer:
    """Decides and signs. `find` says what the database knows of an edition."""

    def __init__(self, keys: Keys, find: Find) -> None:
        self._keys, self._find = keys, find
        self._one_at_a_time = threading.Lock()

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer one question: `{"act": "current" | "card" | "seal" | "code", ...}`."""
        with self._one_at_a_time:
            current = self._keys.current()
            if asked["act"] == "current":
                return {"state": "ready", "key": json.loads(canonical(asdict(current)))}
            try:
                signed = self._sign(asked, current)
            except Refused as refusal:
                _say(f"refused: {refusal}", sys.stderr)
                return {"state": "refused", "why": str(refusal)}
        signature = base64.b64encode(signed.signature).decode()
        return {"state": "signed", "key": signed.key_id, "signature": signature}

    def _sign(self, asked: dict[str, Any], current: PublicKey) -> Signed:
        payload, edition = base64.b64decode(asked["payload"]), UUID(asked["edition"])
        final = self._find(edition)
        if final is None:
            raise Refused("not final")
        match asked["act"]:
            case "card":
                _refuse_other_card(payload, final, current)
                return self._keys.sign(current, Purpose.CARD, payload)
            case "code":
                if len(payload) not in CODE_BYTES:
                    raise Refused("no code")
                return self._keys.sign(current, Purpose.CODE, payload)
            case "seal":
                _refuse_no_seal(payload)
                if asked["key"] != current.id:
                    raise Refused("another key")
                return self._keys.seal(current, payload)
        raise Refused("unknown act")


def _refuse_other_card(payload: bytes, final: Final, current: PublicKey) -> None:
    """Compare everything that a file says with what the database knows. Raises Refused."""
    try:
        document = read(payload)
    except BadDocument as error:
        raise Refused("no card") from error
    told: dict[str, Any] = {
        "key": current.id,
        "household": final.household,
        "number": final.number,
        "reader": profile_of(final.reader_key),
        "valid_until": final.valid_until,
        "previous": final.previous,
    }
    other = [name for name, value in told.items() if getattr(document, name) != value]
    if other:
        raise Refused(f"other {other[0]}")
    if digest(document.content) != final.sha256:
        raise Refused("other text")
    if document.move is not None and document.move.nonce not in final.moves:
        raise Refused("no such move")
    _refuse_other_day(document)


def _refuse_other_day(document: Document) -> None:
    if abs(document.issued_on - _today()) > timedelta(days=1):
        raise Refused("other day")


def _refuse_no_seal(payload: bytes) -> None:
    """Sign only the attributes of a seal over a file (RFC 5652, 5.3): never something else that looks like it."""
    try:
        attributes = {each["type"].dotted: each["values"] for each in cms.CMSAttributes.load(payload, strict=True)}
    except (ValueError, TypeError) as error:
        raise Refused("no seal") from error
    digests = attributes.get(MESSAGE_DIGEST)
    kinds = attributes.get(CONTENT_TYPE)
    if digests is None or kinds is None or kinds[0].native != "data" or len(digests[0].native) != 32:
        raise Refused("no seal")
    if SIGNING_CERTIFICATE not in attributes:
        raise Refused("no seal")


class Answer(socketserver.StreamRequestHandler):
    """One question, one answer. Who says nothing that can be understood gets none."""

    timeout = PATIENCE
    server: Server

    def handle(self) -> None:
        """Answer once."""
        line = self.rfile.readline(MOST_BYTES)
        try:
            answer = self.server.signer.answer(json.loads(line))
        except (ValueError, KeyError, TypeError):
            return
        except psycopg.Error:
            answer = {"state": "away"}
        self.wfile.write(json.dumps(answer).encode() + b"\n")


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Listens at `socket`; who may connect is the owner's account, or with `group` also its group."""

    daemon_threads = True
    request_queue_size = 16

    def __init__(self, socket: Path, signer: Signer, *, group: bool = False) -> None:
        self.signer = signer
        socket.unlink(missing_ok=True)
        mask = os.umask(0o117 if group else 0o177)
        try:
            super().__init__(str(socket), Answer)
        finally:
            os.umask(mask)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what kind of trouble it was, and nothing of the card."""
        _say(type(sys.exc_info()[1]).__name__, sys.stderr)


def _say(words: str, where: TextIO) -> None:
    """What the log of this process holds."""
    where.write(f"signer: {words}\n")
    where.flush()


def _today() -> date:
    return datetime.now(UTC).date()
