from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from accounts import outbox
from accounts.clock import StatementTimestamp
from accounts.models import AuditEvent, OutboxEntry
from tests.cases.factories import face_of
from tests.veiligheidskaart import factories
from veiligheidskaart import content
from veiligheidskaart.content import DraftChoice, DraftSteps, DraftVoice, DraftVoices
from veiligheidskaart.models import KaartPdf, KaartVersion
from veiligheidskaart.services.finalising import CardNotReady, OtherView, finalise_veiligheidskaart

pytestmark = pytest.mark.django_db


def finalise(household, **fields):  # type: ignore[no-untyped-def]
    return finalise_veiligheidskaart(
        household,
        **{
            "present": ["Noor"],
            "not_discussed_with": [],
            "views": [],
            "look_back_on": factories.soon(),
            "by": face_of(household),
            **fields,
        },
    )


def stops(household, **fields) -> list[str]:  # type: ignore[no-untyped-def]
    with pytest.raises(CardNotReady) as refusal:
        finalise(household, **fields)
    return [stop.sentence for stop in refusal.value.stops]


def test_a_final_card_has_an_edition_for_each_reader_and_asks_for_their_pdfs() -> None:
    household = factories.with_draft()

    version = finalise(household)

    assert [edition.reader_name for edition in version.editions.all()] == ["Noor", "Daan", "Sem", "professionals"]
    assert set(OutboxEntry.objects.values_list("unique_key", flat=True)) == {
        f"render_card_pdf:{edition.uuid}" for edition in version.editions.all()
    }


def test_the_worker_makes_one_pdf_for_each_edition_and_a_second_run_makes_none() -> None:
    version = factories.finalised()

    assert outbox.sweep() == 4
    OutboxEntry.objects.update(state="waiting", due_at=StatementTimestamp())
    assert outbox.sweep() == 4
    assert KaartPdf.objects.filter(edition__version=version).count() == 4
