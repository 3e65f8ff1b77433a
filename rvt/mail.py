"""The mails of a meeting: day, place and own times, and a link with two buttons. No question and no name (design 7)."""

from __future__ import annotations

from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import outbox
from accounts.clock import now
from accounts.models import OutboxEntry
from accounts.templatetags.ui import day_date
from rvt import plan
from rvt.calendar_file import CANCEL, FILE_NAME, REQUEST, calendar_file
from rvt.models import Guest
from rvt.services import invitations, telling

SUBJECTS = {
    plan.ASKED: "RVT-overleg op {day}: kom je?",
    plan.CHANGED: "RVT-overleg op {day}: er is iets veranderd",
    plan.REMINDED: "RVT-overleg op {day}: je antwoord ontbreekt nog",
    plan.CANCELLED: "RVT-overleg op {day}: je hoeft niet te komen",
}


@outbox.handles(telling.MAIL)
def send(entry: OutboxEntry) -> None:
    """Send one mail, unless a newer one follows or the guest left. The link is made here: it waits nowhere."""
    rows = Guest.objects.in_force().filter(uuid=entry.args["guest"])
    guest = rows.select_related("user", "meeting").first()
    if guest is None or guest.meeting.sequence != entry.args["sequence"]:
        return
    meeting, news = guest.meeting, entry.args["news"]
    releases = list(meeting.releases.order_by("-number")[:2])
    visit = plan.visit_of(releases[0].content, guest.uuid)
    if visit is None and len(releases) > 1:
        visit = plan.visit_of(releases[1].content, guest.uuid)  # Was needed until the newest one.
    if visit is None:
        return
    context = {
        "news": news,
        "meeting": meeting,
        "visit": visit,
        "is_off": meeting.state == "cancelled",
        "address": "",
        "product_name": settings.PRODUCT_NAME,
        "help_phone": settings.HELP_PHONE,
        "is_demo": settings.DEMO_MODE,
    }
    if news != plan.CANCELLED:
        context["address"] = link_address(invitations.make_token(guest))
    body = render_to_string("rvt/mail/meeting.txt", context)
    subject = SUBJECTS[news].format(day=day_date(visit.starts_at).lower())
    message = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [guest.user.email])
    message.attach(_calendar_part(guest, visit, CANCEL if news == plan.CANCELLED else REQUEST))
    message.send()


def _calendar_part(guest: Guest, visit: plan.Visit, method: str) -> MIMEText:
    """Return the calendar file as a mail carries it (RFC 6047, 2.4): its method stands in the header too."""
    part = MIMEText(calendar_file(guest, visit, method=method, at=now()).decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=FILE_NAME)
    return part


def link_address(token: str) -> str:
    """Return the whole address of the page with two buttons."""
    return settings.SITE_URL + reverse("rvt:invitation", args=[token])
