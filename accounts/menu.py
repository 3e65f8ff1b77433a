"""This room's lines in the main menu."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.choices import Role
from accounts.context_processors import desk
from accounts.slots import MenuItem


def my_day(request: HttpRequest) -> MenuItem:
    """Everybody has a day."""
    return MenuItem(label="Mijn dag", url=reverse("accounts:my-day"), section="mijn-dag")


def log_book(request: HttpRequest) -> MenuItem | None:
    """For the privacy officer."""
    person = desk(request)
    if person is None or Role.PRIVACY_OFFICER not in person.roles:
        return None
    return MenuItem(label="Logboek", url=reverse("accounts:log-book"), section="logboek")
