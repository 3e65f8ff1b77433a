"""Issuing: from a final edition to the file that is kept. Signed and sealed, or not made."""

from __future__ import annotations

from datetime import UTC, datetime

from accounts.press import Attached
from veiligheidskaart import content, document, signing
from veiligheidskaart.codes import PrintCodes
from veiligheidskaart.document import Document, Move
from veiligheidskaart.keylist import PublicKey
from veiligheidskaart.models import KaartEdition
from veiligheidskaart.signing import Purpose


def issue(edition: KaartEdition, printed: PrintCodes | None = None, move: Move | None = None) -> bytes:
    """Return the PDF of this edition: the text signed beside the pages, and all of it sealed. With `move`: for a move.

    Raises signing.SignerAway, signing.NotSigned, pdf.DoesNotFit.
    """
    from veiligheidskaart import pdf, seals

    key = signing.current_key()
    pages = pdf.render(content.load_card(edition.content), printed, files_of(edition, key, move))
    return seals.seal(pages, key, lambda asked: signing.seal(asked, key_id=key.id, edition=edition.uuid))


def files_of(edition: KaartEdition, key: PublicKey, move: Move | None = None) -> list[Attached]:
    """Return the two files inside the PDF of this edition: its text for a computer, and the signature of that text."""
    whole = document_of(edition, key, move)
    data = document.write(whole)
    signed = signing.sign(data, purpose=Purpose.CARD, edition=edition.uuid)
    return [
        Attached(document.FILE_NAME, data, "Dezelfde kaart, voor een computer", whole.issued_on),
        Attached(
            document.SIGNATURE_NAME,
            document.write_signature(signed, data),
            "Handtekening onder de kaart voor een computer",
            whole.issued_on,
        ),
    ]


def document_of(edition: KaartEdition, key: PublicKey, move: Move | None = None) -> Document:
    """Return this edition as it travels, to be signed by `key` today (UTC)."""
    version = edition.version
    earlier = KaartEdition.objects.filter(
        version__card=version.card_id, version__number__lt=version.number, reader_key=edition.reader_key
    ).order_by("-version__number")
    return Document(
        kind=document.KIND,
        schema=document.SCHEMA_OF_MOVE if move else document.SCHEMA,
        key=key.id,
        household=str(version.card.travel_id),
        number=version.number,
        reader=document.profile_of(edition.reader_key),
        issued_on=datetime.now(UTC).date(),
        valid_until=version.look_back_on,
        previous=earlier.values_list("sha256", flat=True).first() or "",
        content=edition.content,
        move=move,
    )
