"""How this room's own notifications read (`accounts.notifications`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.urls import reverse

from accounts.models import Absence, ApiToken, Notification, RoleRequest, User
from accounts.slots import NotificationText
from accounts.templatetags.ui import list_date, moment

Texts = dict[int, NotificationText]


def absence_asked(user: User, notifications: Sequence[Notification]) -> Texts:
    """Fatima vraagt: neem jij waar van ma 30 november tot en met vr 4 december?"""
    return {
        pk: NotificationText(
            f"{absence.user.first_name} vraagt: neem jij waar {days_in_words(absence)}?",
            reverse("accounts:absence-answer", args=[absence.uuid]),
            "Geef antwoord",
        )
        for pk, absence in _absences(user, notifications)
    }


def absence_yes(user: User, notifications: Sequence[Notification]) -> Texts:
    """Fatima zei ja."""
    return _own(user, notifications, "{name} zei ja en neemt waar {days}.")


def absence_no(user: User, notifications: Sequence[Notification]) -> Texts:
    """Fatima zei nee."""
    return _own(user, notifications, "{name} zei nee. Vraag een andere collega waar te nemen {days}.")


def absence_withdrawn(user: User, notifications: Sequence[Notification]) -> Texts:
    """Waarnemen is niet meer nodig."""
    return {
        pk: NotificationText(
            f"Je hoeft niet waar te nemen voor {absence.user.first_name} {days_in_words(absence)}.",
            reverse("accounts:absence-answer", args=[absence.uuid]),
        )
        for pk, absence in _absences(user, notifications)
    }


def re_identified(user: User, notifications: Sequence[Notification]) -> Texts:
    """Somebody who did not ask for it has to be able to ring."""
    names = _names(notifications)
    return {
        row.pk: NotificationText(
            f"{names.get(row.actor, 'Een collega')} zei dat jij het was, zonder telefoon. Was jij dat niet? Bel ons.",
            reverse("mfa_index"),
        )
        for row in notifications
    }


def role_asked(user: User, notifications: Sequence[Notification]) -> Texts:
    """Another beheerder asks for a role; what is asked stands there for who looks after that organisation only."""
    names = _names(notifications)
    return {
        row.pk: NotificationText(
            f"{names.get(row.actor, 'Een beheerder')} vraagt: {request.sentence}", request.get_absolute_url(), "Beslis"
        )
        for row, request in _role_requests(user, notifications)
    }


def role_yes(user: User, notifications: Sequence[Notification]) -> Texts:
    """The other beheerder said yes."""
    return _role_answered(user, notifications, "ja")


def role_no(user: User, notifications: Sequence[Notification]) -> Texts:
    """The other beheerder said no."""
    return _role_answered(user, notifications, "nee")


def role_changed(user: User, notifications: Sequence[Notification]) -> Texts:
    """Two beheerders changed what I may do."""
    requests = RoleRequest.objects.filter(user=user, uuid__in={row.about for row in notifications})
    found = {request.uuid: request for request in requests.select_related("user", "organisation")}
    return {row.pk: NotificationText(_own_role(found[row.about]), "") for row in notifications if row.about in found}


def role_alone(user: User, notifications: Sequence[Notification]) -> Texts:
    """A role was changed by one person, because there is no second beheerder: for the privacy officer."""
    requests = RoleRequest.objects.watched_by(user).filter(uuid__in={row.about for row in notifications})
    found = {request.uuid: request for request in requests.select_related("user", "organisation")}
    names = _names(notifications)
    return {
        row.pk: NotificationText(
            f"{names.get(row.actor, 'Een beheerder')} besliste alleen: {found[row.about].sentence}"
            " Er is geen tweede beheerder.",
            "",
        )
        for row in notifications
        if row.about in found
    }


def token_ends(user: User, notifications: Sequence[Notification]) -> Texts:
    """A token of an integration stops within a week: make a new one in time."""
    tokens = ApiToken.objects.visible_to(user).filter(uuid__in={row.about for row in notifications})
    found = {token.uuid: token for token in tokens.select_related("organisation")}
    return {
        row.pk: NotificationText(
            f"De koppeling {found[row.about].name} van {found[row.about].organisation.name} werkt"
            f" tot {moment(found[row.about].expires_at)}. Maak op tijd een nieuwe.",
            found[row.about].organisation.get_absolute_url(),
        )
        for row in notifications
        if row.about in found
    }


PROVIDERS: dict[str, Callable[[User, Sequence[Notification]], Texts]] = {
    "absence_asked": absence_asked,
    "absence_yes": absence_yes,
    "absence_no": absence_no,
    "absence_withdrawn": absence_withdrawn,
    "re_identified": re_identified,
    "role_asked": role_asked,
    "role_yes": role_yes,
    "role_no": role_no,
    "role_changed": role_changed,
    "role_alone": role_alone,
    "token_ends": token_ends,
}


def days_in_words(absence: Absence) -> str:
    """Return "op do 26 november" or "van … tot en met …"; the range itself is half-open."""
    first, last = absence.first_day, absence.last_day
    if first == last:
        return f"op {list_date(first)}"
    return f"van {list_date(first)} tot en met {list_date(last)}"


def _own(user: User, notifications: Sequence[Notification], sentence: str) -> Texts:
    address = f"{reverse('accounts:profile')}#waarneming"
    return {
        pk: NotificationText(sentence.format(name=absence.stand_in.first_name, days=days_in_words(absence)), address)
        for pk, absence in _absences(user, notifications)
    }


def _own_role(request: RoleRequest) -> str:
    if not request.role:
        return f"Je bent geen {request.get_before_display().lower()} meer bij {request.organisation.name}."
    return f"Je rol bij {request.organisation.name} is nu {request.get_role_display()}."


def _role_answered(user: User, notifications: Sequence[Notification], said: str) -> Texts:
    names = _names(notifications)
    return {
        row.pk: NotificationText(
            f"{names.get(row.actor, 'Een beheerder')} zei {said}. Je vroeg: {request.sentence}",
            request.get_absolute_url(),
        )
        for row, request in _role_requests(user, notifications)
    }


def _role_requests(user: User, notifications: Sequence[Notification]) -> list[tuple[Notification, RoleRequest]]:
    rows = RoleRequest.objects.visible_to(user).filter(uuid__in={row.about for row in notifications})
    found = {request.uuid: request for request in rows.select_related("user", "organisation")}
    return [(row, found[row.about]) for row in notifications if row.about in found]


def _names(notifications: Sequence[Notification]) -> dict[UUID | None, str]:
    return dict(User.objects.filter(uuid__in={row.actor for row in notifications}).values_list("uuid", "name"))


def _absences(user: User, notifications: Sequence[Notification]) -> list[tuple[int, Absence]]:
    rows = Absence.objects.visible_to(user).select_related("user", "stand_in")
    found = {absence.uuid: absence for absence in rows.filter(uuid__in={row.about for row in notifications})}
    return [(row.pk, found[row.about]) for row in notifications if row.about in found]
