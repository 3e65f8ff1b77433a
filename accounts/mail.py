"""Mails. They say that something waits, and where; never what or about whom (design 7)."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import outbox
from accounts.choices import InvitationKind
from accounts.models import OutboxEntry, User

WAITING = "waiting"
"""The mail of every other room: "Er staat iets voor je klaar in Rondom.\""""

PAGES = {
    InvitationKind.INVITATION: "accounts:invitation",
    InvitationKind.PASSWORD_RESET: "accounts:password-new",
    InvitationKind.LOST_PHONE: "accounts:second-step-again",
}

SUBJECTS = {
    InvitationKind.INVITATION: "Je bent uitgenodigd voor {product}",
    InvitationKind.PASSWORD_RESET: "Een nieuw wachtwoord voor {product}",
    InvitationKind.LOST_PHONE: "Je tweede stap opnieuw instellen",
    WAITING: "Er staat iets voor je klaar in {product}",
}


def link_address(token: str, kind: InvitationKind) -> str:
    """Return the whole address of a one-time link."""
    return settings.SITE_URL + reverse(PAGES[kind], args=[token])


@outbox.handles("send_mail")
def send(entry: OutboxEntry) -> None:
    """Send one mail; none to somebody who was blocked meanwhile. A link is made here: it never waits in a table."""
    from accounts.services.links import make_link

    user = User.objects.active().filter(uuid=entry.args["user"]).first()
    if user is None:
        return
    kind = entry.args["mail"]
    address = settings.SITE_URL + "/"
    if kind != WAITING:
        kind = InvitationKind(kind)
        address = link_address(make_link(user, kind, by=entry.by), kind)
    context = {
        "address": address,
        "product_name": settings.PRODUCT_NAME,
        "help_phone": settings.HELP_PHONE,
        "is_demo": settings.DEMO_MODE,
    }
    body = render_to_string(f"accounts/mail/{kind}.txt", context)
    send_mail(SUBJECTS[kind].format(product=settings.PRODUCT_NAME), body, settings.DEFAULT_FROM_EMAIL, [user.email])
