"""Every mail of the table as it arrives: through Django's SMTP backend, as in production, at a server on this machine.

Each says that something waits and when somebody is needed; never a question, never the name of a family.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail
from django.utils import timezone
from icalendar import Calendar

from accounts import outbox
from accounts.models import User
from accounts.services import digests
from accounts.templatetags.ui import day_date
from cases.models import Household, QuestionLink
from config import mail as production
from config.settings import base
from rvt.models import Guest, Meeting
from rvt.services import deciding, invitations, live, meetings
from rvt.tasks import promise_look_backs
from tests import smtp
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of
from tests.rvt.agendas import ask, meeting_of, pool_of, put, send
from tests.rvt.factories import Office, office_of
from tests.rvt.tables import advice_of, write
from tests.smtp import Letter, Mailbox

pytestmark = pytest.mark.django_db

SENTENCE = "Hoe praten we met deze vader over het slaan?"
FAMILY = "Brouwer – Öz"
LINK = "https://zaal.example/linde"


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    """A mail server with TLS and a password."""
    with smtp.running(tmp_path_factory.mktemp("post")) as mailbox:
        yield mailbox


@pytest.fixture(autouse=True)
def as_in_production(post: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Mail leaves as an installation sends it: the settings of production, read from an environment."""
    password = tmp_path / "email_password"
    password.write_text(smtp.PASSWORD)
    told = {
        "EMAIL_HOST": smtp.HOST,
        "EMAIL_PORT": str(post.port),
        "EMAIL_USER": smtp.USER,
        "EMAIL_PASSWORD_FILE": str(password),
        "EMAIL_FROM": "rondom@regio.example",
        "SSL_CERT_FILE": str(post.certificate),
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    server = production.from_environment()
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = base.EMAIL_BACKEND, base.EMAIL_TIMEOUT
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = base.EMAIL_USE_TLS, base.EMAIL_USE_SSL
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = server.user, server.password
    settings.DEFAULT_FROM_EMAIL = server.sender
    post.letters.clear()
    post.refused.clear()


@pytest.fixture
def office() -> Office:
    return office_of()


@pytest.fixture
def household() -> Household:
    return HouseholdFactory(call_name=FAMILY)


@pytest.fixture
def guest(office: Office, household: Household) -> Guest:
    """An expert who is asked for a question about a family; the agenda was sent and the mails are on their way."""
    asker = face_of(household)
    meeting = meeting_of(office, link=LINK)
    team = asker.memberships.get().organisation
    item = put(meeting, office.chair, sentence=SENTENCE, by=asker, organisation=team)
    assert item.question is not None
    QuestionLink.objects.create(household=household, question=item.question.uuid, asker=asker)
    expert = pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    outbox.sweep()
    return Guest.objects.select_related("meeting", "user").get(user=expert.user)


def only(post: Mailbox, user: User) -> Letter:
    """Return the one letter that this person got, and empty the box."""
    found = [letter for letter in post.letters if letter.to == [user.email]]
    post.letters.clear()
    assert len(found) == 1
    return found[0]


def checked(letter: Letter, *people: User) -> Letter:
    """Check what holds for every mail: who sent it, and that it tells nothing of the question, the family or people."""
    told = letter.everything
    assert (letter.sender, letter.mail["From"]) == ("rondom@regio.example", "rondom@regio.example")
    words = [SENTENCE, "vader", "slaan", FAMILY, "Brouwer", *(person.name for person in people)]
    assert [word for word in words if word in told] == []
    return letter


def calendar_of(letter: Letter) -> Any:
    """Return the calendar of a letter, parsed."""
    part = next(part for part in letter.mail.walk() if part.get_content_type() == "text/calendar")
    found = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == found["METHOD"]
    assert found.walk("VEVENT")[0].errors == []
    return found


def said(letter: Letter) -> tuple[str, int, str]:
    """Return method, sequence and summary of the calendar of a letter."""
    calendar = calendar_of(letter)
    event = calendar.walk("VEVENT")[0]
    return str(calendar["METHOD"]), int(event["SEQUENCE"]), str(event["SUMMARY"])


def test_the_agenda_invites_an_expert(post: Mailbox, guest: Guest, office: Office) -> None:
    letter = checked(only(post, guest.user), guest.user, office.chair, office.secretary)

    assert letter.mail["Subject"] == f"RVT-overleg op {day_date(guest.meeting.starts_at).lower()}: kom je?"
    assert said(letter) == ("REQUEST", 0, "RVT-overleg")
    assert "/rvt/uitnodiging/" in letter.everything
    assert post.refused == []


def test_the_agenda_invites_who_asks(post: Mailbox, guest: Guest, household: Household) -> None:
    asker = face_of(household)

    letter = checked(only(post, asker), asker)

    assert said(letter) == ("REQUEST", 0, "RVT-overleg")


def test_a_change_is_an_update_of_the_same_event(post: Mailbox, guest: Guest, office: Office) -> None:
    invited = calendar_of(only(post, guest.user)).walk("VEVENT")[0]
    meeting = Meeting.objects.get(pk=guest.meeting_id)
    setting = meetings.Setting(180, "Zaal De Eik", LINK, office.chair, office.secretary)
    later = meeting.starts_at + timedelta(minutes=30)
    meetings.change_meeting(meeting, version=meeting.version, starts_at=later, setting=setting, by=office.chair)
    send(meeting, office.chair)
    outbox.sweep()

    letter = checked(only(post, guest.user), guest.user)

    event = calendar_of(letter).walk("VEVENT")[0]
    assert letter.mail["Subject"].endswith("er is iets veranderd")
    assert said(letter) == ("REQUEST", 1, "RVT-overleg")
    assert event["UID"] == invited["UID"]
    assert event.decoded("DTSTART") - invited.decoded("DTSTART") == timedelta(minutes=30)
    assert "Zaal De Eik" in event["LOCATION"]


def test_a_meeting_that_is_called_off_takes_the_event_back(post: Mailbox, guest: Guest, office: Office) -> None:
    invited = calendar_of(only(post, guest.user)).walk("VEVENT")[0]
    meetings.cancel_meeting(guest.meeting, by=office.chair)
    outbox.sweep()

    letter = checked(only(post, guest.user), guest.user)

    assert letter.mail["Subject"].endswith("je hoeft niet te komen")
    assert said(letter) == ("CANCEL", 1, "RVT-overleg")
    assert calendar_of(letter).walk("VEVENT")[0]["UID"] == invited["UID"]
    assert LINK not in letter.everything


def test_a_reminder_asks_once_more(post: Mailbox, guest: Guest) -> None:
    only(post, guest.user)
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=1))
    invitations.remind()
    outbox.sweep()

    letter = checked(only(post, guest.user), guest.user)

    assert letter.mail["Subject"].endswith("je antwoord ontbreekt nog")
    assert said(letter) == ("REQUEST", 0, "RVT-overleg")


def test_looking_back_is_asked_with_a_link_and_nothing_else(post: Mailbox, guest: Guest, office: Office) -> None:
    live.start_meeting(guest.meeting, by=office.chair)
    item = live.open_item(guest.meeting.items.get(question__isnull=False), by=office.chair)
    write(item, office.chair)
    deciding.decide(advice_of(item), by=office.chair)
    live.note_attendance(guest.meeting, there=[guest.pk], by=office.chair)
    live.end_meeting(guest.meeting, by=office.chair)
    Meeting.objects.update(starts_at=timezone.now() - timedelta(weeks=6, hours=2))
    post.letters.clear()
    with as_application():
        promise_look_backs()
        outbox.sweep()

    letter = checked(only(post, guest.user), guest.user)

    assert letter.mail["Subject"] == "Kijk je even terug op de tafel? (Rondom)"
    assert "/rvt/terugkijken/" in letter.everything
    assert not [part for part in letter.mail.walk() if part.get_content_type() == "text/calendar"]


def test_the_mail_of_eight_says_only_that_something_waits(post: Mailbox, guest: Guest) -> None:
    only(post, guest.user)
    with as_application():
        digests.promise()
        outbox.sweep()

    letter = checked(only(post, guest.user), guest.user)

    assert letter.mail["Subject"] == "Er staat iets voor je klaar in Rondom"
    assert "overleg" not in letter.everything.lower()


def test_a_line_that_begins_with_a_dot_and_a_sign_of_another_alphabet_arrive_whole(post: Mailbox) -> None:
    send_mail("Één onderwerp", ".begin\nSamira – Öz\n", None, ["iemand@regio.example"])

    letter = post.letters[0]
    assert letter.mail["Subject"] == "Één onderwerp"
    assert letter.mail.get_content().splitlines() == [".begin", "Samira – Öz"]
