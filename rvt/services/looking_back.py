"""Looking back on the table, six weeks later: a one-time link by mail, an answer without a person (ux, S26).

Beat asks every day whose meeting was six weeks ago, and promises the mails in the name of the chair of that meeting.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts import audit, outbox
from accounts.actor import acting_as
from accounts.errors import DomainError
from accounts.models import OutboxEntry, User
from rvt import totals
from rvt.choices import MeetingState, TableEvent
from rvt.models import Guest, LookBackAnswer, LookBackLink, Meeting, Question

JOB = "ask_to_look_back"
AFTER = timedelta(weeks=6)
CATCH_UP = timedelta(days=7)
"""How many days a meeting is still asked about when the job did not run on the day itself."""
OPENS_FOR = timedelta(days=28)


class LinkUsedUp(DomainError):
    """This link was used, is too old, or never was one."""


def promise_questions(today: date | None = None) -> int:
    """Promise everybody who was at a table six weeks ago one mail; return how many. May run twice.

    Links that opened long enough go.
    """
    today = today or timezone.localdate()
    LookBackLink.objects.over().delete()
    promised = 0
    for meeting in Meeting.objects.sat_between(today - AFTER - CATCH_UP, today - AFTER).select_related("chair"):
        with acting_as(meeting.chair), transaction.atomic():
            for user in people_of(meeting):
                key = f"{meeting.uuid}:{user.uuid}"
                outbox.enqueue(JOB, unique_key=key, by=meeting.chair, meeting=meeting.uuid, user=user.uuid)
                promised += 1
    return promised


def people_of(meeting: Meeting) -> list[User]:
    """Return the experts who were there, and who asked what was discussed."""
    there = Guest.objects.filter(meeting=meeting, was_there=True).values("user")
    discussed = Question.objects.filter(items__meeting=meeting, items__is_done=True).values("asker")
    return list(User.objects.active().filter(pk__in=there.union(discussed)).order_by("pk"))


def ask(entry: OutboxEntry) -> None:
    """Send one mail with a link that is made here: the token waits in no table. One open link a person at a time."""
    user = User.objects.active().filter(uuid=entry.args["user"]).first()
    meeting = Meeting.objects.filter(uuid=entry.args["meeting"], state=MeetingState.ENDED).first()
    if user is None or meeting is None or LookBackLink.objects.usable().filter(user=user).exists():
        return
    token = secrets.token_urlsafe(24)
    LookBackLink.objects.create(
        user=user, region=meeting.region, token_digest=digest(token), expires_on=timezone.localdate() + OPENS_FOR
    )
    audit.record(TableEvent.LOOK_BACK_ASKED, target=meeting, by=entry.by, scheduled=True)
    context = {
        "address": settings.SITE_URL + reverse("rvt:look-back", args=[token]),
        "product_name": settings.PRODUCT_NAME,
        "help_phone": settings.HELP_PHONE,
        "is_demo": settings.DEMO_MODE,
    }
    body = render_to_string("rvt/mail/look_back.txt", context)
    subject = f"Kijk je even terug op de tafel? ({settings.PRODUCT_NAME})"
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])


def find_link(token: str) -> LookBackLink | None:
    """Return the link of this token while it opens."""
    return LookBackLink.objects.usable().filter(token_digest=digest(token)).first()


@transaction.atomic
def answer(token: str, *, by_choice: dict[str, Any]) -> None:
    """Keep what somebody thought of the table, apart from who that was. The link goes. Nothing filled in: nothing kept.

    Raises LinkUsedUp.
    """
    usable = LookBackLink.objects.usable().select_for_update(of=("self",))
    link = usable.filter(token_digest=digest(token)).first()
    if link is None:
        raise LinkUsedUp("Deze link is al gebruikt.")
    filled = {name: value for name, value in by_choice.items() if value}
    if filled:
        LookBackAnswer.objects.create(
            id=uuid4(), region_id=link.region_id, half_year=totals.half_year(timezone.localdate()), **filled
        )
    link.delete()


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
