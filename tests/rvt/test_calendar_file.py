"""The calendar file: read back by the library, and nothing of the question in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts import outbox
from rvt import plan
from rvt.models import Guest, Meeting
from rvt.services import agenda, meetings
from tests.rvt.agendas import ask, meeting_of, pool_of, put, send
from tests.rvt.factories import Office, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

REQUIRED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SEQUENCE", "SUMMARY", "STATUS"}
"""RFC 5545, 3.6.1, and RFC 5546, 3.2.2, for a request that is not a task."""


@pytest.fixture
def office() -> Office:
    return office_of()


@pytest.fixture
def guest(office: Office) -> Guest:
    """An expert, needed for the second question of a meeting on the day after the change to winter time."""
    zone = ZoneInfo("Europe/Amsterdam")
    year = datetime.now(UTC).year + 1
    meeting = meeting_of(office, starts_at=datetime(year, 11, 4, 13, 0, tzinfo=zone), link="https://zaal.example/linde")
    put(meeting, office.chair)
    item, expert = put(meeting, office.chair, sentence="Hoe praten we met deze vader?"), pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    return Guest.objects.get(user=expert.user)


def mailed(guest: Guest) -> Any:
    """Let the worker work; return the calendar of the newest mail to this guest, parsed."""
    outbox.sweep()
    message = next(one for one in reversed(mail.outbox) if one.to == [guest.user.email])
    part = next(part for part in message.message().walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["METHOD"]
    return calendar


def event_of(calendar: Any) -> Any:
    return calendar.walk("VEVENT")[0]


def test_the_invitation_reads_back_with_everything_that_is_required(guest: Guest):
    calendar = mailed(guest)

    assert (calendar["VERSION"], calendar["METHOD"], event_of(calendar)["STATUS"]) == ("2.0", "REQUEST", "CONFIRMED")
    assert set(event_of(calendar)) >= REQUIRED | {"ATTENDEE", "LOCATION"}
    assert event_of(calendar).errors == []


def test_it_holds_the_own_times_in_the_zone_of_amsterdam(guest: Guest):
    calendar = mailed(guest)
    begin, end = event_of(calendar).decoded("DTSTART"), event_of(calendar).decoded("DTEND")

    assert event_of(calendar)["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    assert (begin.strftime("%H.%M"), end.strftime("%H.%M")) == ("13.50", "14.25")
    assert begin.astimezone(UTC).strftime("%H.%M") == "12.50"


def test_it_holds_nothing_of_the_question_and_no_name(guest: Guest, office: Office):
    text = mailed(guest).to_ical().decode()

    for word in ("vader", "praten", office.chair.name, "Lokaal team"):
        assert word not in text


def test_a_change_has_the_same_uid_and_the_next_sequence(guest: Guest, office: Office):
    first = event_of(mailed(guest))
    meeting = Meeting.objects.get()
    item = meeting.items.filter(question__isnull=False).last()
    agenda.set_minutes(meeting.uuid, item.uuid, longer_by=5, version=meeting.version, by=office.chair)
    send(meeting, office.chair)

    second = event_of(mailed(guest))

    assert second["UID"] == first["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)


def test_calling_off_sends_a_cancel_with_a_higher_sequence(guest: Guest, office: Office):
    mailed(guest)
    meetings.cancel_meeting(Meeting.objects.get(), by=office.chair)

    calendar = mailed(guest)

    assert (calendar["METHOD"], event_of(calendar)["STATUS"]) == ("CANCEL", "CANCELLED")
    assert event_of(calendar)["SEQUENCE"] == 1


def test_a_guest_takes_the_own_file_along(client: Client, guest: Guest):
    response = sign_in(client, guest.user).get(reverse("rvt:calendar-file", args=[guest.meeting.uuid]))

    calendar = Calendar.from_ical(response.content)
    assert (calendar["METHOD"], response["Content-Type"]) == ("PUBLISH", "text/calendar; charset=utf-8")
    assert "ATTENDEE" not in event_of(calendar)


def test_who_is_no_guest_has_no_file(client: Client, guest: Guest, office: Office):
    response = sign_in(client, office.secretary).get(reverse("rvt:calendar-file", args=[guest.meeting.uuid]))

    assert response.status_code == 404


def test_an_item_over_the_change_to_winter_time_ends_an_hour_later_by_the_sun(office: Office):
    zone = ZoneInfo("Europe/Amsterdam")
    content = {
        "items": [
            {
                "item": "a",
                "starts_at": datetime(2026, 10, 25, 0, 30, tzinfo=UTC).isoformat(),
                "ends_at": datetime(2026, 10, 25, 1, 30, tzinfo=UTC).isoformat(),
            }
        ]
    }

    slot = plan.slots_in(content)["a"]

    assert [moment.astimezone(zone).strftime("%H.%M %Z") for moment in (slot.starts_at, slot.ends_at)] == [
        "02.30 CEST",
        "02.30 CET",
    ]
