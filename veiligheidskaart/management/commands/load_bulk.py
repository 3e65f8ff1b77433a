"""Adds plain households to a demonstration, to measure with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from veiligheidskaart.demo.bulk import load
from veiligheidskaart.demo.loading import NotADemonstration


class Command(BaseCommand):
    """`manage.py load_bulk --times 50`: the demonstration becomes that many times as large."""

    help = "Maakt een demonstratie zoveel keer zo groot, om mee te meten."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--times`: how large it becomes, beside the demo region itself."""
        parser.add_argument("--times", type=int, default=50)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many there are."""
        try:
            number = load(options["times"] - 1)
        except NotADemonstration as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{number} huishoudens om mee te meten.")
