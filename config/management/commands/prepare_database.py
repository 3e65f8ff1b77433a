from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import bootstrap, env


class Command(BaseCommand):
    """Roles, database, tables. The administrator's password is in the environment of this step and of no other."""

    help = "Maak rollen, database en tabellen (opnieuw te draaien; verandert alleen wat anders is)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then migrate as the owner of the tables. Raises CommandError with what to do."""
        if settings.DATABASE_ROLE != "owner":
            raise CommandError("Zet DATABASE_ROLE=owner: alleen de eigenaar van de tabellen mag dit.")
        try:
            bootstrap.prepare(
                env.required("DATABASE_URL"),
                secret_key=settings.SECRET_KEY,
                admin_password=env.optional_secret("DATABASE_PASSWORD"),
                signer_password=env.optional_secret("SIGNER_PASSWORD"),
            )
        except (psycopg.Error, bootstrap.UnsafeRole) as error:
            raise CommandError(f"De database is niet voor te bereiden: {error}") from error
        call_command("migrate", interactive=False, verbosity=options["verbosity"], skip_checks=True)
        call_command("createcachetable", verbosity=options["verbosity"])
