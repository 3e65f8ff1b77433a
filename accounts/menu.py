"""This room's lines in the main menu."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.choices import Role
from accounts.context_processors import desk
from accounts.slots import MenuItem

WITHOUT_A_DAY = {Role.RVT_EXPERT, Role.POLICY}
"""Who has these roles only, comes for one thing (ux 1)."""


def my_day(request: HttpRequest) -> MenuItem | None:
    """Everybody has a day, but for who comes for one thing."""
    person = desk(request)
    if person is not None and person.roles and person.roles <= WITHOUT_A_DAY:
        return None
    return MenuItem(label="Mijn dag", url=reverse("accounts:my-day"), section="mijn-dag", key="d")


def administration(request: HttpRequest) -> MenuItem | None:
    """For beheerders."""
    person = desk(request)
    if person is None or Role.ADMINISTRATOR not in person.roles:
        return None
    return MenuItem(label="Beheer", url=reverse("accounts:organisation-list"), section="beheer")


def log_book(request: HttpRequest) -> MenuItem | None:
    """For the privacy officer."""
    person = desk(request)
    if person is None or Role.PRIVACY_OFFICER not in person.roles:
        return None
    return MenuItem(label="Logboek", url=reverse("accounts:log-book"), section="logboek")
