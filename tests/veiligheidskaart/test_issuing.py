"""The file of an edition: signed inside, sealed as a whole, the same twice before the seal, and never without it."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import timezone

from accounts import outbox
from accounts.choices import OutboxState, PdfState
from accounts.models import OutboxEntry
from tests.application import as_application
from tests.cases.factories import face_of
from tests.pdf_standards import broken_rules
from tests.veiligheidskaart import factories
from veiligheidskaart import content, document, pdf, reading, signing
from veiligheidskaart.document import Document
from veiligheidskaart.models import KaartEdition, KaartPdf
from veiligheidskaart.services import issuing, pdfs
from veiligheidskaart.verify import Code

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> KaartEdition:
    found: KaartEdition = factories.finalised().editions.get(reader_name="Noor")
    return found


def inside(file: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(file)) as opened:
        return {name: told.get_file().read_bytes() for name, told in opened.attachments.items()}


def read(file: bytes) -> Document:
    return document.read(inside(file)[document.FILE_NAME])


def test_what_is_kept_is_sealed_signed_and_genuine(edition: KaartEdition) -> None:
    pdfs.make(edition.uuid)

    kept = KaartPdf.objects.get(edition=edition)
    found = reading.ask(bytes(kept.data), trust={"Wij": signing.published()}, today=timezone.localdate())
    assert found.code == Code.GENUINE
    assert found.document is not None
    assert found.document.content == edition.content
    assert kept.sha256 == hashlib.sha256(kept.data).hexdigest()


def test_with_its_seal_and_its_files_it_breaks_no_rule_of_the_standards(edition: KaartEdition) -> None:
    assert broken_rules(issuing.issue(edition)) == []


def test_the_same_edition_on_the_same_day_is_the_same_file_before_the_seal(edition: KaartEdition) -> None:
    files = issuing.files_of(edition, signing.current_key())

    made = {pdf.render(content.load_card(edition.content), None, files) for _ in range(3)}

    assert len(made) == 1


def test_both_files_come_out_of_it_as_they_went_in(edition: KaartEdition) -> None:
    files = issuing.files_of(edition, signing.current_key())

    assert inside(issuing.issue(edition)) == {file.name: file.data for file in files}


def test_the_file_names_no_household_and_nobody_in_what_is_around_the_text(edition: KaartEdition) -> None:
    told = read(issuing.issue(edition))

    assert told.household == str(edition.version.card.travel_id)
    assert told.household not in {str(edition.household.uuid), str(edition.uuid), str(edition.version.card.uuid)}
    assert (told.reader, told.number, told.previous) == (document.FAMILY, 1, "")
    assert told.valid_until == edition.version.look_back_on


def test_a_card_says_which_card_this_reader_had_before_it(edition: KaartEdition) -> None:
    second = factories.finalised(edition.household).editions.get(reader_name="Noor")

    assert read(issuing.issue(second)).previous == edition.sha256


def test_while_nobody_signs_a_card_waits_and_there_is_no_pdf_without_a_seal(
    edition: KaartEdition, settings: Any, tmp_path: Path
) -> None:
    there = settings.SIGNER
    settings.SIGNER = str(tmp_path / "nobody")
    OutboxEntry.objects.update(attempts=outbox.MAX_ATTEMPTS + 3)  # it has been away for a long time

    with as_application(face_of(edition.household)):
        outbox.sweep()
        states = set(pdfs.states_of(edition.version.editions.all()).values())

    assert not KaartPdf.objects.exists()
    assert states == {PdfState.WAITING}
    assert set(OutboxEntry.objects.values_list("last_error", flat=True)) == {"NotNow"}
    settings.SIGNER = there
    OutboxEntry.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    outbox.sweep()
    assert not OutboxEntry.objects.exclude(state=OutboxState.DONE).exists()
    assert KaartPdf.objects.count() == edition.version.editions.count()


def test_what_was_made_is_never_made_again(edition: KaartEdition) -> None:
    pdfs.make(edition.uuid)
    before = bytes(KaartPdf.objects.get(edition=edition).data)

    pdfs.make(edition.uuid)

    assert bytes(KaartPdf.objects.get(edition=edition).data) == before
