"""Issuing: from a final edition to the file that is kept. Signed and sealed, or not made."""

from __future__ import annotations

from datetime import UTC, datetime

from veiligheidskaart import document
from veiligheidskaart.document import Document
from veiligheidskaart.keylist import PublicKey
from veiligheidskaart.models import KaartEdition


def document_of(edition: KaartEdition, key: PublicKey) -> Document:
    """Return this edition as it travels, to be signed by `key` today (UTC)."""
    version = edition.version
    earlier = KaartEdition.objects.filter(
        version__card=version.card_id, version__number__lt=version.number, reader_key=edition.reader_key
    ).order_by("-version__number")
    return Document(
        kind=document.KIND,
        schema=document.SCHEMA,
        key=key.id,
        household=str(version.card.travel_id),
        number=version.number,
        reader=document.profile_of(edition.reader_key),
        issued_on=datetime.now(UTC).date(),
        valid_until=version.look_back_on,
        previous=earlier.values_list("sha256", flat=True).first() or "",
        content=edition.content,
    )
