"""`bin/manage create_beheerder`: the first person of an empty installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.choices import InvitationKind, OrganisationKind, Role
from accounts.errors import DomainError
from accounts.mail import link_address
from accounts.models import Membership, Organisation, Region, User
from accounts.services.links import make_link
from accounts.services.organisations import create_organisation
from accounts.services.people import create_user


class Command(BaseCommand):
    """Makes a beheerder and prints a link with which that person chooses a password and a second step."""

    help = "Maak de eerste beheerder en druk een link af om te beginnen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add who and where."""
        parser.add_argument("--email", required=True, help="e-mailadres om mee in te loggen")
        parser.add_argument("--name", required=True, help="voornaam en achternaam")
        parser.add_argument("--organisation", default="Beheer", help="organisatie; wordt gemaakt als zij er niet is")
        parser.add_argument("--region", default="Onze regio", help="regio; wordt gemaakt als er nog geen is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the person and print the link. Raises CommandError when there is a beheerder already."""
        try:
            validate_email(options["email"])
            with transaction.atomic():
                user = _beheerder(**{name: options[name] for name in ("email", "name", "organisation", "region")})
                token = make_link(user, InvitationKind.INVITATION, by=None)
        except ValidationError as error:
            raise CommandError("Geef een heel e-mailadres.") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{user.name} is beheerder. Deze link werkt één keer, 3 dagen lang:")
        self.stdout.write(link_address(token, InvitationKind.INVITATION))


def _beheerder(*, email: str, name: str, organisation: str, region: str) -> User:
    """Return the new beheerder, or the one that was made before and never began."""
    if settings.DEMO_MODE:
        raise CommandError("Dit is een demonstratie. Begin een lege installatie met bin/run --empty.")
    there = Membership.objects.current().filter(role=Role.ADMINISTRATOR).select_related("user").first()
    if there is not None:
        if there.user.email == email.strip().lower() and not there.user.has_usable_password():
            user: User = there.user
            return user
        raise CommandError("Er is al een beheerder. Die nodigt anderen uit.")
    home = Organisation.objects.filter(name__iexact=organisation).first()
    if home is None:
        area = Region.objects.order_by("pk").first() or Region.objects.create(name=region)
        home = create_organisation(
            name=organisation, kind=OrganisationKind.OTHER, region=area, is_region_office=True, by=None
        )
    if not home.is_region_office:
        home.is_region_office = True
        home.save(update_fields=["is_region_office"])
    return create_user(email=email, name=name, organisation=home, role=Role.ADMINISTRATOR, by=None)
