from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import sealing


class Command(BaseCommand):
    """Recomputes every seal of the access log. Exit code 1 and the place when something is not as it was."""

    help = "Controleer het logboek van inzage: is er een regel veranderd, weg of afgeknipt?"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another anchor: one that was carried away from this machine."""
        parser.add_argument("--anchor", type=Path, metavar="BESTAND", help="een anker dat elders bewaard is")

    def handle(self, *args: Any, anchor: Path | None, **options: Any) -> None:
        """Verify and say what was found. Raises CommandError."""
        if settings.DATABASE_ROLE != "owner":
            raise CommandError("Zet DATABASE_ROLE=owner: de toepassing zelf mag het logboek niet lezen.")
        report = sealing.verify(anchor)
        if report.problems:
            raise CommandError("\n".join(report.problems))
        self.stdout.write(f"Het logboek is heel: {report.lines} regels onder {report.seals} zegels.")
