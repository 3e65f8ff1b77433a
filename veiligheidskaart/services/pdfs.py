"""The PDF of an edition: made once by the worker, kept beside the edition, asked again when it failed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts import audit, outbox, press
from accounts.choices import PdfState
from accounts.models import User
from veiligheidskaart.choices import KaartEvent
from veiligheidskaart.models import KaartEdition, KaartPdf
from veiligheidskaart.services import codes, issuing
from veiligheidskaart.services.finalising import RENDER
from veiligheidskaart.signing import SignerAway


def make(edition_uuid: UUID | str) -> None:
    """Make the PDF of this edition, unless it is there. Twice, or by two workers at once, gives one row.

    Raises outbox.NotNow when nobody signs: there is no PDF without a seal.
    """
    edition = KaartEdition.objects.select_related("household", "version__card").get(uuid=edition_uuid)
    if KaartPdf.objects.filter(edition=edition).exists():
        return
    try:
        printed = codes.new_print(edition)
        data = issuing.issue(edition, printed)
    except SignerAway as away:
        raise outbox.NotNow("the signer is away") from away
    mine = KaartPdf(
        household=edition.household,
        edition=edition,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        codes=codes.own_digests(printed),
    )
    with transaction.atomic():
        KaartPdf.objects.bulk_create([mine], ignore_conflicts=True)
        if KaartPdf.objects.filter(edition=edition, sha256=mine.sha256).exists():
            codes.keep(printed)


def states_of(editions: Iterable[KaartEdition]) -> dict[int, PdfState]:
    """Return how far the PDF of each edition is, by id: two queries."""
    every = list(editions)
    ready = set(KaartPdf.objects.filter(edition__in=every).values_list("edition_id", flat=True))
    jobs = outbox.states_of(RENDER, (edition.uuid for edition in every))
    return {edition.pk: press.state_of(jobs.get(str(edition.uuid)), is_ready=edition.pk in ready) for edition in every}


@transaction.atomic
def ask_again(edition: KaartEdition, *, by: User) -> None:
    """Ask the worker for this PDF once more, when it is not there and nobody is making it."""
    if states_of([edition])[edition.pk] in (PdfState.READY, PdfState.WAITING):
        return
    outbox.enqueue_again(RENDER, unique_key=str(edition.uuid), by=by, edition=edition.uuid)
    audit.record(KaartEvent.PDF_ASKED, target=edition, by=by)
