"""Is this PDF a card that somebody we trust issued, whole and for us? One word for each way of failing. Pure.

Runs in the reader process only (`veiligheidskaart.reading`): a file from elsewhere is taken apart nowhere else.
`valid` and `trusted` of a library are not enough: a file to which something was added keeps both (security 5.1). So a
seal counts only when it covers the whole file and nothing was changed after it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from veiligheidskaart import content, document
from veiligheidskaart.document import Document
from veiligheidskaart.keylist import KeyList, PublicKey, Purpose, verify

MOST_BYTES = 5_000_000
MOST_PAGES = 30
MOST_ATTACHED = 1_000_000
"""Bytes of a file inside the PDF, after unpacking. A card is a hundredth of it."""


class Code(StrEnum):
    """What was found. Everything but GENUINE is a refusal; the words are for logs and tests, screens have their own."""

    GENUINE = "genuine"
    TOO_BIG = "too_big"
    UNREADABLE = "unreadable"
    TOO_MANY_PAGES = "too_many_pages"
    NO_CARD = "no_card"
    UNSEALED = "unsealed"
    UNKNOWN_KEY = "unknown_key"
    TEXT_SWAPPED = "text_swapped"
    SIGNATURE_FALSE = "signature_false"
    OTHER_SEAL = "other_seal"
    SAVED_AGAIN = "saved_again"
    DAMAGED = "damaged"
    PAGES_SWAPPED = "pages_swapped"
    ADDED_TO = "added_to"
    KEY_COMPROMISED = "key_compromised"
    OTHER_READER = "other_reader"
    OLDER = "older"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Verdict:
    """`document` is what the file says. `issuer` is the name that our trust list gives.

    It is there when it can be believed, and with UNKNOWN_KEY: then somebody may read it, and nothing is made of it.
    """

    code: Code
    document: Document | None = None
    issuer: str = ""

    @property
    def is_genuine(self) -> bool:
        return self.code == Code.GENUINE


@dataclass(frozen=True)
class Question:
    """What is asked of a file.

    `trust`: the key lists of the installations that we trust, by the name that we give them. `readers`: the reader
    profiles that we accept. `newest`: by travelling household id, the number of the newest card that we know.
    """

    today: date
    trust: Mapping[str, KeyList]
    readers: frozenset[str] = frozenset({document.FAMILY, content.PROFESSIONALS})
    newest: Mapping[str, int] = field(default_factory=dict)


class _No(Exception):
    def __init__(self, code: Code, told: Document | None = None) -> None:
        super().__init__(code)
        self.code, self.told = code, told


def judge(data: bytes, asked: Question) -> Verdict:
    """Return the verdict about the bytes of a file. Never raises because of what is in them."""
    try:
        return _judge(data, asked)
    except _No as refusal:
        return Verdict(refusal.code, refusal.told)
    except (MemoryError, RecursionError):
        return Verdict(Code.UNREADABLE)
    except Exception:  # whatever a library makes of bytes that are no card, the answer is the same
        logging.getLogger(__name__).info("a file could not be read.")
        return Verdict(Code.UNREADABLE)


def _judge(data: bytes, asked: Question) -> Verdict:
    if len(data) > MOST_BYTES:
        raise _No(Code.TOO_BIG)
    reader = _open(data)
    texts = _attached(reader)
    told, issuer, key = _signed_document(texts, asked)
    _refuse_seal(reader, key, told)
    if not key.may_have_signed(told.issued_on):
        raise _No(Code.KEY_COMPROMISED)
    if told.reader not in asked.readers:
        raise _No(Code.OTHER_READER)
    if told.number < asked.newest.get(told.household, 0):
        raise _No(Code.OLDER)
    if told.valid_until < asked.today:
        return Verdict(Code.EXPIRED, told, issuer)
    return Verdict(Code.GENUINE, told, issuer)


# --- The text -------------------------------------------------------------------------------------
def _signed_document(texts: dict[str, bytes], asked: Question) -> tuple[Document, str, PublicKey]:
    """Return what the file says, who issued it and with which key. Raises _No unless a trusted key signed it."""
    try:
        data = texts[document.FILE_NAME]
        told = document.read(data)
        signed, of = document.read_signature(texts[document.SIGNATURE_NAME])
        card = content.load_card(told.content)
    except (KeyError, document.BadDocument, content.BadContent) as error:
        raise _No(Code.NO_CARD) from error
    if card.reader is None:  # the whole text of a card never travels
        raise _No(Code.NO_CARD)
    found = next(((name, keys) for name, keys in asked.trust.items() if keys.key(signed.key_id)), None)
    if hashlib.sha256(data).hexdigest() != of:
        raise _No(Code.TEXT_SWAPPED)
    if found is None:
        raise _No(Code.UNKNOWN_KEY, told)
    name, keys = found
    if signed.key_id != told.key or not verify(Purpose.CARD, data, signed, keys):
        raise _No(Code.SIGNATURE_FALSE)
    key = keys.key(signed.key_id)
    assert key is not None  # noqa: S101 - it was found above
    return told, name, key


def _open(data: bytes) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(data), strict=True)
    if reader.encrypted:
        raise _No(Code.UNREADABLE)
    if sum(1 for _ in zip(_pages(reader.root), range(MOST_PAGES + 1), strict=False)) > MOST_PAGES:
        raise _No(Code.TOO_MANY_PAGES)
    if not reader.embedded_signatures:
        raise _No(Code.UNSEALED)
    return reader


def _attached(reader: Any) -> dict[str, bytes]:
    """Return the files inside by name. Raises _No when a name occurs twice: two readers could see another one."""
    found: dict[str, bytes] = {}
    names = reader.root.get("/Names", {}).get("/EmbeddedFiles", {})
    for name, told in _leaves(names):
        stream = told["/EF"]["/F"]
        if name in found:
            raise _No(Code.NO_CARD)
        if name in {document.FILE_NAME, document.SIGNATURE_NAME}:
            found[name] = _unpacked(stream)
    return found


def _unpacked(stream: Any) -> bytes:
    data: bytes = stream.data
    if len(data) > MOST_ATTACHED:
        raise _No(Code.TOO_BIG)
    return data


def _leaves(node: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield name and value of a name tree (ISO 32000-1, 7.9.6)."""
    if depth > MOST_DEPTH:
        raise _No(Code.UNREADABLE)
    node = _solid(node)
    pairs = node.get("/Names", [])
    for place in range(0, len(pairs) - 1, 2):
        yield str(_solid(pairs[place])), _solid(pairs[place + 1])
    for kid in node.get("/Kids", []):
        yield from _leaves(kid, depth + 1)


MOST_DEPTH = 10


def _solid(told: Any) -> Any:
    """Return what a reference leads to."""
    return told.get_object()


def _pages(root: Any) -> Iterator[Any]:
    """Yield the pages of a file, as they are reached from the root."""
    todo = [(root["/Pages"], 0)]
    while todo:
        node, depth = _solid(todo[0][0]), todo.pop(0)[1]
        if depth > MOST_DEPTH:
            raise _No(Code.UNREADABLE)
        if "/Kids" in node:
            todo = [(kid, depth + 1) for kid in node["/Kids"]] + todo
        else:
            yield node


# --- The seal -------------------------------------------------------------------------------------
def _refuse_seal(reader: Any, key: PublicKey, told: Document) -> None:
    """Raise _No unless the one seal is of this key, covers the whole file, and nothing was changed after it."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature

    seals = reader.embedded_signatures
    if len(seals) != 1:
        raise _No(Code.ADDED_TO)
    (found,) = seals
    if found.signer_cert.dump() != base64.b64decode(key.certificate):
        raise _No(Code.OTHER_SEAL)
    coverage = found.evaluate_signature_coverage()
    if coverage == SignatureCoverageLevel.UNCLEAR:
        raise _No(Code.SAVED_AGAIN)
    status = validate_pdf_signature(found, _context(key, told))
    if not status.intact or not status.valid:
        raise _No(Code.DAMAGED if coverage == SignatureCoverageLevel.ENTIRE_FILE else Code.SAVED_AGAIN)
    if not status.trusted:
        raise _No(Code.OTHER_SEAL)
    nothing_after = status.modification_level == ModificationLevel.NONE
    if coverage != SignatureCoverageLevel.ENTIRE_FILE or not nothing_after:
        raise _No(Code.PAGES_SWAPPED if _has_other_pages(reader, found) else Code.ADDED_TO)
    if not status.bottom_line:
        raise _No(Code.DAMAGED)


def _context(key: PublicKey, told: Document) -> Any:
    """Return whom we trust and when: the root beside this key, on the day that the card was issued; nothing fetched."""
    from asn1crypto.x509 import Certificate
    from pyhanko_certvalidator import ValidationContext

    root = Certificate.load(base64.b64decode(key.root))
    noon = datetime.combine(told.issued_on, time(12), UTC)
    return ValidationContext(
        trust_roots=[root],
        allow_fetching=False,
        moment=noon,
        best_signature_time=noon,
        time_tolerance=timedelta(days=1),
    )


def _has_other_pages(reader: Any, found: Any) -> bool:
    """Whether the pages that are shown are others than those that were sealed."""
    sealed = reader.get_historical_root(found.signed_revision)
    return _prints(_pages(sealed)) != _prints(_pages(reader.root))


def _prints(pages: Iterator[Any]) -> list[bytes]:
    """Return what is drawn on each page: the bytes of its contents."""
    return [b"\n".join(_contents(page.get("/Contents"))) for page in pages]


def _contents(node: Any) -> Iterator[bytes]:
    if node is None:
        return
    for stream in node if isinstance(node, list) else [node]:
        yield _solid(stream).data
