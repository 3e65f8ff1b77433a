"""Files that are not what they say: each of the forgeries of security 2.1 (g), made the way a forger would."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from accounts.press import Attached
from tests.veiligheidskaart.cards import card
from veiligheidskaart import content, document, pdf, seals
from veiligheidskaart.content import Card
from veiligheidskaart.document import Document
from veiligheidskaart.keylist import PublicKey, Purpose, Signed
from veiligheidskaart.signer.keys import Keys

ISSUED = datetime.now(UTC).date()
"""The certificates of a test are made today, so its cards are issued today."""
VALID_UNTIL = ISSUED + timedelta(days=28)
HOUSEHOLD = "5e1c0f3e-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Issuer:
    """An installation: its keys, without a database."""

    keys: Keys

    @classmethod
    def at(cls, folder: Path) -> Issuer:
        keys = Keys(folder / "keys", folder / "list.json")
        keys.prepare()
        return cls(keys)

    def document(self, text: Card, **changed: object) -> Document:
        """Return a card of this installation as it travels."""
        whole = Document(
            kind=document.KIND,
            schema=document.SCHEMA,
            key=self.keys.current().id,
            household=HOUSEHOLD,
            number=text.number,
            reader=document.FAMILY,
            issued_on=ISSUED,
            valid_until=VALID_UNTIL,
            previous="",
            content=content.dump(text),
        )
        return replace(whole, **changed)  # type: ignore[arg-type]

    def sign(self, data: bytes) -> Signed:
        return self.keys.sign(self.keys.current(), Purpose.CARD, data)

    def seal(self, pages: bytes, key: PublicKey | None = None) -> bytes:
        key = key or self.keys.current()
        return seals.seal(pages, key, lambda asked: self.keys.seal(key, asked).signature)

    def issue(self, text: Card | None = None, **changed: object) -> bytes:
        """Return a genuine file."""
        text = text or card()
        data = document.write(self.document(text, **changed))
        return self.seal(pages(text, data, document.write_signature(self.sign(data), data)))


def pages(text: Card, data: bytes, signature: bytes) -> bytes:
    """Return a file that is not sealed yet, with these two files in it."""
    files = [(document.FILE_NAME, data), (document.SIGNATURE_NAME, signature)]
    return pdf.render(text, None, [Attached(name, each, "x", ISSUED) for name, each in files])


def inside(file: bytes, name: str) -> bytes:
    """Return a file from inside a PDF."""
    with pikepdf.open(io.BytesIO(file)) as opened:
        return opened.attachments[name].get_file().read_bytes()


OTHER = replace(card(), contacts=replace(card().contacts, face=replace(card().contacts.face, phone="06 66 66 66 66")))


# --- After the seal -------------------------------------------------------------------------------
def flipped_byte(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """One bit in what is drawn on the first page."""
    start = genuine.index(b"stream") + 60
    return genuine[:start] + bytes([genuine[start] ^ 1]) + genuine[start + 1 :]


def swapped_page(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """The first page draws something else, in an update behind the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(genuine))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)
    return _written(writer)


def added_update(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """Something behind the file: a library calls its seal intact, valid and trusted."""
    writer = IncrementalPdfFileWriter(io.BytesIO(genuine))
    writer.root["/PageLayout"] = generic.NameObject("/TwoColumnLeft")
    writer.update_root()
    return _written(writer)


def swapped_json(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """Another phone number in `kaart.json`."""
    data = document.write(ours.document(OTHER))
    return _replaced(genuine, document.FILE_NAME, data)


def signature_of_another(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """A true signature, of another card, under this text."""
    other = ours.sign(document.write(ours.document(OTHER)))
    data = inside(genuine, document.FILE_NAME)
    return _replaced(genuine, document.SIGNATURE_NAME, document.write_signature(other, data))


def saved_again(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """Opened and saved by another program."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(genuine)) as opened:
        opened.save(out)
    return out.getvalue()


# --- Before the seal ------------------------------------------------------------------------------
def other_key(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """Our text with our signature, on pages that somebody else made and sealed."""
    return theirs.seal(pages(OTHER, inside(genuine, document.FILE_NAME), inside(genuine, document.SIGNATURE_NAME)))


def unknown_key(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """Whole and in order, by an installation that nobody here knows."""
    return theirs.issue()


def unsigned(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """The pages and the files, without a seal."""
    return pages(card(), inside(genuine, document.FILE_NAME), inside(genuine, document.SIGNATURE_NAME))


def old_version(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """A genuine card that was followed by another one."""
    return ours.issue(replace(card(), number=2))


def expired(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """A genuine card whose day has passed."""
    return ours.issue(valid_until=ISSUED + timedelta(days=10))


def wrong_audience(genuine: bytes, ours: Issuer, theirs: Issuer) -> bytes:
    """A genuine card for professionals, where one of the family is asked for."""
    return ours.issue(reader=content.PROFESSIONALS)


Forge = Callable[[bytes, Issuer, Issuer], bytes]


def _replaced(file: bytes, name: str, data: bytes) -> bytes:
    """Put `data` in the place of a file inside, in an update behind the PDF."""
    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    for place in range(0, len(names), 2):
        if names[place] == name:
            told = names[place + 1]
            told["/EF"]["/F"] = writer.add_object(generic.StreamObject(stream_data=data))
            writer.update_container(told["/EF"])
    return _written(writer)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
