from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import outbox
from accounts.clock import StatementTimestamp
from accounts.models import AuditEvent, OutboxEntry
from accounts.versions import VersionConflict
from cases.services.agreements import end_agreement
from tests.application import as_application
from tests.cases.factories import face_of
from tests.veiligheidskaart import factories
from veiligheidskaart import content
from veiligheidskaart.content import DraftChoice, DraftSteps, DraftVoice, DraftVoices
from veiligheidskaart.models import KaartPdf, KaartVersion
from veiligheidskaart.services.drafts import save_draft, stand_of
from veiligheidskaart.services.finalising import CardNotReady, OtherView, finalise_veiligheidskaart
from veiligheidskaart.services.languages import save_translations

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


def voice(household, text: str) -> DraftVoices:  # type: ignore[no-untyped-def]
    return DraftVoices(voices=(DraftVoice((str(factories.person(household, "Noor").uuid),), text),))


# --- What comes out --------------------------------------------------------------------------------
def test_a_final_card_has_an_edition_for_each_reader_and_asks_for_their_pdfs() -> None:
    household = factories.with_draft()

    version = finalise(household)

    assert [edition.reader_name for edition in version.editions.all()] == ["Noor", "Daan", "Sem", "professionals"]
    assert set(OutboxEntry.objects.values_list("unique_key", flat=True)) == {
        f"render_card_pdf:{edition.uuid}" for edition in version.editions.all()
    }


def test_the_digest_is_over_the_text_that_is_kept() -> None:
    version = factories.finalised()

    kept = content.load_card(KaartVersion.objects.get().content)

    assert version.sha256 == content.digest(kept)
    assert kept.family == ("Noor", "Daan", "Sem", "Lina")


def test_the_next_card_is_number_two_and_the_household_keeps_the_new_look_back() -> None:
    first = factories.finalised()
    later = timezone.localdate() + timedelta(days=60)

    second = finalise(factories.with_draft(first.household), look_back_on=later)

    assert (first.number, second.number) == (1, 2)
    first.household.refresh_from_db()
    assert first.household.look_back_on == later


def test_finalising_records_who_and_which_number() -> None:
    version = factories.finalised()

    event = AuditEvent.objects.get(event="card.finalised")

    assert (event.actor, event.target, event.root, event.details) == (
        version.finalised_by.uuid,
        version.uuid,
        version.household.uuid,
        {"number": 1},
    )


def test_a_block_that_a_reader_may_not_read_is_gone_from_that_edition() -> None:
    household = factories.household()
    noor = str(factories.person(household, "Noor").uuid)
    secret = DraftVoices(voices=(DraftVoice((noor,), "Dit leest Daan niet."),), readers=(noor, content.PROFESSIONALS))

    version = factories.finalised(household, unsafe=secret)

    texts = {edition.reader_name: str(edition.content) for edition in version.editions.all()}
    assert [name for name, text in texts.items() if "Dit leest Daan niet." in text] == ["Noor", "professionals"]


def test_another_view_is_printed_for_every_reader() -> None:
    household = factories.with_draft()

    version = finalise(household, views=[OtherView(factories.person(household, "Daan"), "Ik vind dat het meevalt.")])

    assert not version.all_agree
    assert all("Ik vind dat het meevalt." in str(edition.content) for edition in version.editions.all())


def test_an_agreement_that_ended_since_is_not_on_the_card() -> None:
    household = factories.with_draft()
    gone = household.agreements.first()
    end_agreement(gone, by=face_of(household))

    version = finalise(household)

    assert gone.what not in str(version.content)


# --- What stops it ---------------------------------------------------------------------------------
def test_without_a_draft_there_is_nothing_to_finalise() -> None:
    assert stops(factories.household()) == ["Maak eerst de kaart."]


def test_a_face_without_a_mobile_number_stops() -> None:
    household = factories.with_draft(factories.household(by=factories.face(phone="0882223344")))

    assert stops(household) == ["Sanne heeft nog geen mobiel nummer. Vul het in bij Mijn gegevens van Sanne."]


def test_no_agreement_stops() -> None:
    assert stops(factories.with_draft(agreements=DraftChoice())) == ["Kies minstens één afspraak."]


@pytest.mark.parametrize("days", [-1, 0, 93])
def test_a_look_back_outside_three_months_stops(days: int) -> None:
    household = factories.with_draft()

    assert stops(household, look_back_on=timezone.localdate() + timedelta(days=days)) == [
        "Kies een dag na vandaag, binnen drie maanden."
    ]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Bel mij op 06 98 76 54 32.", "een telefoonnummer"),
        ("Wij wonen op Kerkstraat 12.", "een adres"),
        ("Mail noor@voorbeeld.example.", "een e-mailadres"),
        ("Het is 1234 AB.", "een postcode"),
    ],
)
def test_what_has_its_own_place_stops(text: str, thing: str) -> None:
    household = factories.household()

    assert stops(factories.with_draft(household, good=voice(household, text))) == [
        f"Bij ‘Dit gaat goed’ staat {thing}. Haal dat weg."
    ]


def test_too_much_text_stops_with_the_number_of_lines() -> None:
    household = factories.household()
    much = DraftVoices(
        voices=tuple(DraftVoice((str(factories.person(household, "Noor").uuid),), "woord " * 40) for _ in range(4))
    )

    assert stops(factories.with_draft(household, good=much))[0].startswith(
        "‘Dit gaat goed’ en ‘Dit is nog niet veilig’. Past niet: "
    )


def test_a_sign_that_the_font_does_not_have_stops() -> None:
    household = factories.household()

    assert stops(factories.with_draft(household, steps=DraftSteps(calm="Wij lachen 😀"))) == [
        "Bij ‘Als het spannend wordt’ staat iets wat niet op de kaart kan: 😀"
    ]


def test_a_sign_in_a_name_that_the_font_does_not_have_stops() -> None:
    household = factories.household()
    household.people.filter(name="Sem").update(name="Sem 😀")

    assert stops(factories.with_draft(household)) == ["In een naam staat iets wat niet op de kaart kan: 😀"]


def test_a_sign_in_a_translation_that_the_font_does_not_have_stops() -> None:
    household = factories.household()
    dutch = "Wij drinken thee."
    save_translations(household, "ar", of={dutch: "نشرب الشاي 😀"}, checked_by="", by=face_of(household))

    assert stops(factories.with_draft(household)) == [
        "In een vertaling in het Arabisch staat iets wat niet op de kaart kan: 😀"
    ]


def test_words_without_anybody_who_says_them_stop() -> None:
    household = factories.household()

    assert stops(factories.with_draft(household, good=DraftVoices(voices=(DraftVoice((), "Wie zei dit?"),)))) == [
        "Kies bij ‘Dit gaat goed’ wie dit vertelt."
    ]


def test_a_refused_card_leaves_no_trace() -> None:
    stops(factories.with_draft(agreements=DraftChoice()))

    assert not KaartVersion.objects.exists()
    assert not OutboxEntry.objects.exists()
    assert not AuditEvent.objects.filter(event="card.finalised").exists()


def test_a_draft_that_a_colleague_changed_meanwhile_is_not_finalised_unseen() -> None:
    household = factories.with_draft()
    seen = stand_of(household).version
    save_draft(
        household, draft=factories.draft(household, steps=DraftSteps("Nieuw")), version=seen, by=face_of(household)
    )

    with pytest.raises(VersionConflict):
        finalise(household, draft_version=seen)


# --- Never changed ---------------------------------------------------------------------------------
@pytest.mark.parametrize("table", ["kaartversion", "kaartedition", "kaartpdf", "handout"])
@pytest.mark.parametrize(
    "statement", ["UPDATE veiligheidskaart_{} SET household_id = household_id", "DELETE FROM veiligheidskaart_{}"]
)
def test_the_application_cannot_change_what_is_final(table: str, statement: str) -> None:
    with pytest.raises(DatabaseError), as_application(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement", ["UPDATE veiligheidskaart_kaartversion SET number = 9", "DELETE FROM veiligheidskaart_kaartversion"]
)
def test_nor_can_the_owner_of_the_tables(administrator, statement: str) -> None:  # type: ignore[no-untyped-def]
    factories.finalised()

    with pytest.raises(psycopg.Error, match="append-only") as refusal:
        administrator.execute(statement)

    assert "kaartversion" in str(refusal.value)


# --- The PDF ---------------------------------------------------------------------------------------
def test_the_worker_makes_one_pdf_for_each_edition_and_a_second_run_makes_none() -> None:
    version = factories.finalised()

    assert outbox.sweep() == 4
    OutboxEntry.objects.update(state="waiting", due_at=StatementTimestamp())
    assert outbox.sweep() == 4
    assert KaartPdf.objects.filter(edition__version=version).count() == 4
