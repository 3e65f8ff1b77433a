"""This room's line in the main menu."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.slots import MenuItem


def my_day(request: HttpRequest) -> MenuItem:
    """Everybody has a day."""
    return MenuItem(label="Mijn dag", url=reverse("accounts:my-day"), section="mijn-dag")
