"""Yes or no: in the application, and by the link in the mail."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import AuditEvent, Notification
from config.log_filter import WithoutLinks
from rvt.choices import GuestAnswer
from rvt.models import Guest, Meeting
from rvt.services import invitations, meetings
from rvt.services.invitations import TooLate
from tests.rvt.agendas import ask, meeting_of, pool_of, put, send
from tests.rvt.factories import Office, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_of()


@pytest.fixture
def guest(office: Office) -> Guest:
    """An expert who was asked and got the mail."""
    meeting = meeting_of(office)
    item, expert = put(meeting, office.chair, sentence="Hoe praten we met deze vader?"), pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    outbox.sweep()
    return Guest.objects.get(user=expert.user)


def link_of(guest: Guest) -> str:
    """Return the path of the link in the newest mail to this guest."""
    body = next(one.body for one in reversed(mail.outbox) if one.to == [guest.user.email])
    found = re.search(r"https?://[^/\s]+(/rvt/uitnodiging/\S+)", body)
    assert found
    return found[1]


def test_opening_the_link_answers_nothing(client: Client, guest: Guest):
    response = client.get(link_of(guest))

    guest.refresh_from_db()
    assert (response.status_code, guest.answer) == (200, GuestAnswer.WAITING)


def test_the_page_tells_day_place_and_times_and_nothing_of_the_question(client: Client, guest: Guest, office: Office):
    html = client.get(link_of(guest)).content.decode()

    assert "Zaal De Linde" in html
    assert "Jij bent nodig van" in html
    for name in (guest.user.name, office.chair.name, "vader"):
        assert name not in html


def test_a_button_says_yes(client: Client, guest: Guest):
    response = client.post(link_of(guest), {"antwoord": "ja"})

    guest.refresh_from_db()
    assert (response.status_code, guest.answer) == (303, GuestAnswer.YES)


def test_the_same_answer_twice_is_one_answer(client: Client, guest: Guest):
    client.post(link_of(guest), {"antwoord": "ja"})
    client.post(link_of(guest), {"antwoord": "ja"})

    assert AuditEvent.objects.filter(event="meeting.guest_answered").count() == 1


def test_somebody_may_change_their_mind(client: Client, guest: Guest):
    client.post(link_of(guest), {"antwoord": "ja"})
    client.post(link_of(guest), {"antwoord": "nee"})

    guest.refresh_from_db()
    assert guest.answer == GuestAnswer.NO


def test_a_no_is_told_to_who_runs_the_table(client: Client, guest: Guest, office: Office):
    client.post(link_of(guest), {"antwoord": "nee"})

    told = Notification.objects.filter(kind="meeting_no").values_list("recipient", flat=True)
    assert sorted(told) == sorted([office.chair.pk, office.secretary.pk])


def test_after_the_meeting_an_answer_is_refused_in_words(client: Client, guest: Guest):
    link = link_of(guest)
    Meeting.objects.update(starts_at=timezone.now() - timedelta(hours=1))

    response = client.post(link, {"antwoord": "ja"})

    guest.refresh_from_db()
    assert (response.status_code, guest.answer) == (422, GuestAnswer.WAITING)
    assert "Je hoeft niets meer te doen." in response.content.decode()


def test_a_cancelled_meeting_says_so(client: Client, guest: Guest, office: Office):
    link = link_of(guest)
    meetings.cancel_meeting(guest.meeting, by=office.chair)

    assert "Dit overleg gaat niet door." in client.get(link).content.decode()


def test_an_invented_link_opens_nothing(client: Client, db: None):
    assert client.get(reverse("rvt:invitation", args=["verzonnen"])).status_code == 404


def test_who_keeps_trying_links_is_stopped(client: Client, db: None):
    answers = {client.get(reverse("rvt:invitation", args=[f"verzonnen{n}"])).status_code for n in range(22)}

    assert answers == {404, 429}


def test_whoever_left_the_table_finds_the_link_closed(client: Client, guest: Guest):
    link = link_of(guest)
    guest.user.memberships.all().delete()

    assert client.get(link).status_code == 404


def test_only_a_digest_of_the_token_is_kept(guest: Guest):
    token = link_of(guest).rstrip("/").rsplit("/", 1)[1]

    guest.refresh_from_db()
    assert len(token) >= 43
    assert guest.token_digest
    assert token not in guest.token_digest


def test_the_address_goes_to_no_other_site_and_no_cache(client: Client, guest: Guest):
    response = client.get(link_of(guest))

    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("strict-origin", "no-store")


def test_a_guest_answers_in_the_application_too(client: Client, guest: Guest):
    sign_in(client, guest.user)

    client.post(reverse("rvt:meeting-answer", args=[guest.meeting.uuid]), {"antwoord": "ja"})

    guest.refresh_from_db()
    assert guest.answer == GuestAnswer.YES


def test_somebody_who_is_no_guest_has_nothing_to_answer(client: Client, guest: Guest, office: Office):
    sign_in(client, office.chair)

    response = client.post(reverse("rvt:meeting-answer", args=[guest.meeting.uuid]), {"antwoord": "ja"})

    assert response.status_code == 404


def test_an_answer_after_the_start_is_refused_by_the_service(guest: Guest):
    Meeting.objects.update(starts_at=timezone.now() - timedelta(hours=1))

    with pytest.raises(TooLate):
        invitations.answer(guest, yes=True, by=guest.user)


def test_who_did_not_answer_is_asked_once_more_two_working_days_before(guest: Guest):
    mail.outbox.clear()
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=1))

    first, again = invitations.remind(), invitations.remind()
    outbox.sweep()

    assert (first, again) == (2, 0)
    assert guest.user.email in {one.to[0] for one in mail.outbox}
    assert "je antwoord ontbreekt nog" in mail.outbox[0].subject


def test_who_answered_is_left_alone(guest: Guest):
    Guest.objects.update(answer=GuestAnswer.YES)
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=1))

    assert invitations.remind() == 0


@pytest.mark.parametrize(
    ("today", "last"),
    [
        ("2026-11-23", "2026-11-25"),
        ("2026-11-26", "2026-11-30"),
        ("2026-11-27", "2026-12-01"),
        ("2026-12-23", "2026-12-28"),
    ],
)
def test_two_working_days_skip_weekends_and_christmas(today: str, last: str):
    day = datetime.fromisoformat(today).date()

    assert str(invitations.last_day_to_remind(day)) == last


def test_the_token_of_a_link_stands_in_no_line_of_the_log():
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("500", f"/a/{'x' * 43}/"), None)

    WithoutLinks().filter(record)

    assert record.getMessage() == "500: /a/…/"
