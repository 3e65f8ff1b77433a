"""The calendar file of one guest (RFC 5545, sent as RFC 5546 and 6047 say): own times, place and link, no question.

One UID for each guest of a meeting, for good; SEQUENCE counts what was sent since. Replies by calendar are not read.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from rvt.models import Guest, Meeting
from rvt.plan import Visit

FILE_NAME = "rvt-overleg.ics"
ZONE = ZoneInfo("Europe/Amsterdam")
SUMMARY = "RVT-overleg"

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def calendar_file(guest: Guest, visit: Visit, *, method: str, at: datetime) -> bytes:
    """Return the file. `method`: REQUEST to invite or change, CANCEL to take back, PUBLISH to keep oneself.

    `at` is when it is made (aware).
    """
    meeting = guest.meeting
    event = Event()
    event.add("uid", f"{guest.uuid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", at.astimezone(ZoneInfo("UTC")))
    event.add("sequence", meeting.sequence)
    event.add("summary", SUMMARY)
    event.add("dtstart", visit.starts_at.astimezone(ZONE))
    event.add("dtend", visit.ends_at.astimezone(ZONE))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("class", "PRIVATE")
    if place := place_of(meeting):
        event.add("location", place)
    if meeting.link and method != CANCEL:
        event.add("url", meeting.link)
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["cn"] = vText(settings.PRODUCT_NAME)
    event["organizer"] = organizer
    if method != PUBLISH:  # RFC 5546, 3.2.1: what is published has no attendee.
        attendee = vCalAddress(f"mailto:{guest.user.email}")
        attendee.params["rsvp"] = vText("FALSE")
        attendee.params["role"] = vText("REQ-PARTICIPANT")
        event.add("attendee", attendee, encode=0)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PRODUCT_NAME}//RVT//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    day = visit.starts_at.astimezone(ZONE).date()
    calendar.add_missing_timezones(first_date=day - timedelta(days=366), last_date=day + timedelta(days=366))
    return calendar.to_ical()  # type: ignore[no-any-return]


def place_of(meeting: Meeting) -> str:
    """Return where it is, in one line."""
    if meeting.place and meeting.link:
        return f"{meeting.place} en online"
    return meeting.place or ("Online" if meeting.link else "")
