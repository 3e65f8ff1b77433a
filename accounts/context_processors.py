"""What every page shows around its own content: menu, bell, person. The contract stands in templates/base.html."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import second_step, slots, turned
from accounts.choices import Role
from accounts.models import Membership, Notification, User
from accounts.slots import Stopbar
from accounts.templatetags.ui import tel


@dataclass(frozen=True)
class Desk:
    """Whose screen this is. `roles` are those of this moment, over all organisations.

    `role`, `organisation` and `team_name` are of the first membership that runs, None and "" without one.
    """

    name: str
    initials: str
    role: str | None
    organisation: UUID | None
    team_name: str
    roles: frozenset[Role]
    shortcuts_off: bool
    large_text: bool


def desk(request: HttpRequest) -> Desk | None:
    """Return whose screen this is, or None before the second step. One query a request; the menu asks it for roles."""
    if not hasattr(request, "_desk"):
        request._desk = _read_desk(request) if second_step.is_taken(request) else None  # type: ignore[attr-defined]
    return request._desk  # type: ignore[attr-defined,no-any-return]


def _read_desk(request: HttpRequest) -> Desk:
    user: User = request.user  # type: ignore[assignment]
    # Not one query with the unread notifications: joined together they take twice as long to write down.
    rows = Membership.objects.current().filter(user=user).order_by("period", "pk")
    memberships = list(rows.values_list("role", "organisation__uuid", "organisation__name"))
    role, organisation, team_name = memberships[0] if memberships else (None, None, "")
    return Desk(
        name=user.name,
        initials=user.initials,
        role=role,
        organisation=organisation,
        team_name=team_name,
        roles=frozenset(Role(each) for each, _, _ in memberships),
        shortcuts_off=not user.shortcuts_enabled,
        large_text=user.large_text,
    )


def _unread(request: HttpRequest) -> int:
    user: User = request.user  # type: ignore[assignment]
    return Notification.objects.visible_to(user).unread().count()


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of templates/base.html; who asks is looked up when a template shows it.

    A screen that is turned has no menu, no search and nobody's name: only the bar with the way back.
    """
    person = SimpleLazyObject(lambda: _desk_of(request))

    def if_person(value: Callable[[], Any], otherwise: Any = None) -> Any:
        return SimpleLazyObject(lambda: value() if person else otherwise)

    return {
        "product_name": settings.PRODUCT_NAME,
        "help_phone": settings.HELP_PHONE,
        "help_phone_href": tel(settings.HELP_PHONE),
        "is_demo": settings.DEMO_MODE,
        "person": person,
        "menu": if_person(lambda: _menu(request), []),
        "search_url": if_person(lambda: next(slots.fill("search_url", request), None)),
        "stopbar": SimpleLazyObject(lambda: _stopbar(request)),
        "unread_notifications": if_person(lambda: _unread(request), 0),
        "person_menu": if_person(_person_menu, []),
    }


def _desk_of(request: HttpRequest) -> Desk | None:
    if not hasattr(request, "user") or not hasattr(request, "session") or turned.turned(request):
        return None
    return desk(request)


def _stopbar(request: HttpRequest) -> Stopbar | None:
    if turned.turned(request):
        return Stopbar("Samen kijken", "Stop samen kijken", reverse("accounts:turn-back"), is_calm=True)
    return next(slots.fill("stopbar", request), None) if _desk_of(request) else None


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "label": item.label,
            "url": item.url,
            "key": item.key,
            "is_current": request.path.startswith(f"/{item.section}/"),
        }
        for item in slots.fill("menu", request)
    ]


def _person_menu() -> list[dict[str, str]]:
    profile = reverse("accounts:profile")
    return [
        {"label": "Mijn gegevens", "url": profile},
        {"label": "Waarneming", "url": f"{profile}#waarneming"},
        {"label": "Sneltoetsen", "url": reverse("keys")},
    ]
