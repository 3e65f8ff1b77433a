"""How the notifications of a meeting read (`accounts.notifications`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from accounts.models import Notification, User
from accounts.slots import NotificationText
from accounts.templatetags.ui import moment
from rvt.models import Meeting

Texts = dict[int, NotificationText]
Provider = Callable[[User, Sequence[Notification]], Texts]


def meeting_asked(user: User, notifications: Sequence[Notification]) -> Texts:
    """Asked to come."""
    return _about(user, notifications, "Je bent gevraagd voor het RVT-overleg van {when}.", "Geef antwoord")


def meeting_changed(user: User, notifications: Sequence[Notification]) -> Texts:
    """Another time or place, or other items."""
    return _about(user, notifications, "Er is iets veranderd aan het RVT-overleg van {when}.")


def meeting_reminded(user: User, notifications: Sequence[Notification]) -> Texts:
    """No answer yet, two working days before."""
    return _about(user, notifications, "Kom je naar het RVT-overleg van {when}?", "Geef antwoord")


def meeting_cancelled(user: User, notifications: Sequence[Notification]) -> Texts:
    """Not needed any more: the meeting is off, or the item is. Whoever sees the meeting no longer reads less."""
    known = _about(user, notifications, "Je hoeft niet naar het RVT-overleg van {when}.")
    return {row.pk: known.get(row.pk, NotificationText(NOT_NEEDED, "")) for row in notifications}


def meeting_no(user: User, notifications: Sequence[Notification]) -> Texts:
    """Somebody said no: for who runs the table."""
    rows = Meeting.objects.run_by(user).filter(uuid__in={row.about for row in notifications})
    found = {meeting.uuid: meeting for meeting in rows}
    names = dict(User.objects.filter(uuid__in={row.actor for row in notifications}).values_list("uuid", "name"))
    return {
        row.pk: NotificationText(
            f"{names.get(row.actor, 'Iemand')} komt niet naar het overleg van {moment(found[row.about].starts_at)}.",
            found[row.about].get_absolute_url(),
        )
        for row in notifications
        if row.about in found
    }


NOT_NEEDED = "Je hoeft niet meer naar een RVT-overleg waar je voor gevraagd was."

PROVIDERS: dict[str, Provider] = {
    "meeting_asked": meeting_asked,
    "meeting_changed": meeting_changed,
    "meeting_reminded": meeting_reminded,
    "meeting_cancelled": meeting_cancelled,
    "meeting_no": meeting_no,
}


def _about(user: User, notifications: Sequence[Notification], sentence: str, action: str = "Bekijk") -> Texts:
    rows = Meeting.objects.visible_to(user).filter(uuid__in={row.about for row in notifications})
    found = {meeting.uuid: meeting for meeting in rows}
    return {
        row.pk: NotificationText(
            sentence.format(when=moment(found[row.about].starts_at)), found[row.about].get_absolute_url(), action
        )
        for row in notifications
        if row.about in found
    }
