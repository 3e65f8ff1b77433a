"""What an emergency adds to every page: the bar above the household, and the work of the privacy officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.context_processors import desk
from accounts.day import DayBlock, DayPart, Place
from accounts.models import User
from accounts.slots import Stopbar
from accounts.templatetags.ui import clock
from cases import rules
from cases.models import EmergencyAccess, Household, LookReview

_SESSION = "emergencies"
"""Session key: until when (UTC, ISO 8601) by UUID of the household. For the bar only: rights stand in the database."""


@dataclass(frozen=True)
class LooksWaiting:
    """How many looks wait for this privacy officer, and the last day for the oldest."""

    number: int
    due_on: date


def remember(request: HttpRequest, household: Household, until: datetime) -> None:
    """Show the bar on every page of `household` until then."""
    request.session[_SESSION] = {**request.session.get(_SESSION, {}), str(household.uuid): until.isoformat()}


def forget(request: HttpRequest, household_uuid: object) -> None:
    """It is over."""
    request.session[_SESSION] = {
        key: until for key, until in request.session.get(_SESSION, {}).items() if key != str(household_uuid)
    }


def stopbar(request: HttpRequest) -> Stopbar | None:
    """Noodtoegang tot 14.32 uur, on the pages of a household that was opened in an emergency."""
    match = request.resolver_match
    household = str(match.kwargs.get("uuid", "")) if match else ""
    kept = request.session.get(_SESSION, {}).get(household)
    until = datetime.fromisoformat(kept) if kept else None
    if until is None or until <= timezone.now():
        return None
    return Stopbar(
        f"Noodtoegang tot {clock(until)}. Wat je doet wordt vastgelegd.",
        "Ik ben klaar",
        reverse("cases:emergency-end", args=[household]),
    )


def reviews_today(request: HttpRequest, today: date) -> DayPart | None:
    """Noodtoegang te beoordelen, in the day of the privacy officer."""
    person = desk(request)
    if person is None or Role.PRIVACY_OFFICER not in person.roles:
        return None
    user: User = request.user  # type: ignore[assignment]
    waiting = EmergencyAccess.objects.judgeable_by(user).select_related("user", "organisation").order_by("opened_at")
    return DayPart(
        blocks=[
            DayBlock(Place.WAITING, "cases/partials/day_emergencies.html", list(waiting)),
            DayBlock(Place.WAITING, "cases/partials/day_looks.html", _looks_waiting(user)),
        ]
    )


def _looks_waiting(user: User) -> list[LooksWaiting]:
    found = LookReview.objects.judgeable_by(user).aggregate(number=Count("pk"), oldest=Min("chosen_at"))
    if not found["number"]:
        return []
    oldest = timezone.localdate(found["oldest"])
    due_on = rules.review_due(oldest, within=rules.LOOK_REVIEW_WITHIN_WORKING_DAYS)
    return [LooksWaiting(found["number"], due_on)]
