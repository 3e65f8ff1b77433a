"""The agenda and the chair's book on paper: who may have which, and what stands on it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pikepdf
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from rvt.choices import PaperKind
from rvt.models import Guest, Meeting, MeetingPaper
from rvt.services import agenda, papers
from tests.accounts.steps import with_app
from tests.application import as_application
from tests.pdf_standards import broken_rules
from tests.rvt.agendas import ask, meeting_of, pool_of, put, send
from tests.rvt.factories import WRITTEN, Office, office_of
from tests.signing_in import make_second_step_old, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_of()


@pytest.fixture
def guest(office: Office) -> Guest:
    """An expert who is asked for one of two questions."""
    meeting = meeting_of(office)
    item, expert = put(meeting, office.chair, sentence="Wat helpt dit kind?"), pool_of(office, name="Joris Maas")
    put(meeting, office.chair, sentence="Wanneer is wachten te lang?")
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    return Guest.objects.select_related("meeting", "user").get(user=expert.user)


def made(meeting: Meeting, kind: PaperKind, by: object) -> bytes:
    """Let the worker make a paper."""
    paper = papers.ask_paper(Meeting.objects.get(pk=meeting.pk), kind, by=by)  # type: ignore[arg-type]
    with as_application():
        outbox.sweep()
    paper.refresh_from_db()
    assert paper.data is not None
    return bytes(paper.data)


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())


def test_the_office_gets_the_whole_agenda(guest: Guest, office: Office):
    text = text_of(made(guest.meeting, PaperKind.AGENDA, office.chair))

    for words in ("Wat helpt dit kind?", "Wanneer is wachten te lang?", "Zaal De Linde", "Joris Maas"):
        assert words in text
    assert "Alleen voor deelnemers. Gooi weg na het overleg." in text


def test_the_agenda_holds_no_details_and_nobody_who_asks(guest: Guest, office: Office):
    text = text_of(made(guest.meeting, PaperKind.AGENDA, office.chair))

    asker = Guest.objects.filter(part="asker").first()
    assert asker is not None
    assert asker.user.name not in text
    assert WRITTEN["unsafe"][:30] not in text


def test_a_guest_gets_the_own_questions_only(guest: Guest):
    text = text_of(made(guest.meeting, PaperKind.AGENDA, guest.user))

    assert "Wat helpt dit kind?" in text
    assert "Wanneer is wachten te lang?" not in text
    assert "Een andere vraag" in text


def test_a_guest_reads_on_paper_nothing_that_was_taken_back(guest: Guest, office: Office):
    meeting = Meeting.objects.get()
    item = meeting.items.filter(question__sentence="Wat helpt dit kind?").get()
    other = meeting.items.filter(question__sentence="Wanneer is wachten te lang?").get()
    ask(meeting, guest.user.expertise.get(), other, by=office.chair)
    agenda.choose_guests(meeting.uuid, item.uuid, [], version=Meeting.objects.get().version, by=office.chair)

    rows = papers.agenda_for(Meeting.objects.get(), guest=guest, runs=False)["rows"]

    assert [row["question"] for row in rows] == [None] * len(rows)


def test_the_book_holds_the_whole_questions(guest: Guest, office: Office):
    text = text_of(made(guest.meeting, PaperKind.BOOK, office.chair))

    for name in ("unsafe", "goes_well", "tried", "dilemma"):
        assert WRITTEN[name] in text


def test_the_book_is_not_for_a_guest(client: Client, guest: Guest):
    response = sign_in(client, guest.user).post(reverse("rvt:papers", args=[guest.meeting.uuid]), {"kind": "book"})

    assert (response.status_code, MeetingPaper.objects.exists()) == (422, False)


def test_the_pdf_is_tagged_and_says_its_language_and_title(guest: Guest, office: Office):
    with pikepdf.open(BytesIO(made(guest.meeting, PaperKind.BOOK, office.chair))) as pdf:
        root = pdf.Root

        assert (bool(root.MarkInfo.Marked), str(root.Lang)) == (True, "nl")
        assert "/StructTreeRoot" in root
        with pdf.open_metadata() as data:
            assert data["pdfuaid:part"] == "1"


@pytest.mark.parametrize("kind", [PaperKind.AGENDA, PaperKind.BOOK])
def test_a_paper_breaks_no_rule_of_the_standards(guest: Guest, office: Office, kind: PaperKind):
    assert broken_rules(made(guest.meeting, kind, office.chair)) == []


def test_a_paper_is_asked_waited_for_and_taken(client: Client, guest: Guest, office: Office):
    page = reverse("rvt:papers", args=[guest.meeting.uuid])
    sign_in(client, office.chair)
    client.post(page, {"kind": "agenda"})
    waiting = client.get(page).content.decode()
    with as_application():
        outbox.sweep()
    paper = MeetingPaper.objects.get()

    answer = client.get(reverse("rvt:paper-pdf", args=[guest.meeting.uuid, paper.uuid]))

    assert "De pdf wordt gemaakt" in waiting
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_pdf_goes_out_with_a_fresh_second_step_only(client: Client, guest: Guest, office: Office):
    made(guest.meeting, PaperKind.AGENDA, office.chair)
    with_app(office.chair)
    sign_in(client, office.chair)
    make_second_step_old(client)

    answer = client.get(reverse("rvt:paper-pdf", args=[guest.meeting.uuid, MeetingPaper.objects.get().uuid]))

    assert answer.status_code == 302


def test_a_paper_of_somebody_else_is_not_there(client: Client, guest: Guest, office: Office):
    made(guest.meeting, PaperKind.AGENDA, office.chair)
    sign_in(client, office.secretary)

    answer = client.get(reverse("rvt:paper-pdf", args=[guest.meeting.uuid, MeetingPaper.objects.get().uuid]))

    assert answer.status_code == 404


def test_papers_go_after_a_week(guest: Guest, office: Office):
    made(guest.meeting, PaperKind.AGENDA, office.chair)
    MeetingPaper.objects.update(asked_at=timezone.now() - timedelta(days=8))

    assert (papers.forget(), MeetingPaper.objects.exists()) == (1, False)
