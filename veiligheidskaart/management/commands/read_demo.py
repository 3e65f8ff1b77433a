"""Prints demo households as text, to read aloud."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from veiligheidskaart.demo import aloud


class Command(BaseCommand):
    """`manage.py read_demo --households 10 --seed 3`: needs no database."""

    requires_system_checks = []
    help = "Leest verzonnen huishoudens voor, zoals ze er vandaag zouden staan."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--households`: how many; `--seed`: which."""
        parser.add_argument("--households", type=int, default=10)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        with translation.override("nl"):
            for text in aloud.some(options["households"], today=timezone.localdate(), seed=options["seed"]):
                self.stdout.write(text)
