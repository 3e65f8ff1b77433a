"""Loads the demo region into an empty demonstration installation."""

from __future__ import annotations

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veiligheidskaart.demo.loading import NotADemonstration, load


class Command(BaseCommand):
    """`manage.py load_demo`: once; a second time it says that everything is there."""

    requires_system_checks = []
    help = "Laadt de verzonnen regio met professionals en huishoudens, voor een demonstratie."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, with one line that keeps saying how far it is."""
        started = time.monotonic()
        try:
            number = load(self._progress, processes=os.cpu_count() or 1)
        except NotADemonstration as error:
            raise CommandError(str(error)) from error
        if number == 0:
            self.stdout.write("De demonstratie staat er al.")
            return
        self.stdout.write(f"\r{number} huishoudens geladen in {time.monotonic() - started:.0f} s.   ")

    def _progress(self, what: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\rDemonstratie: {what}    ", ending="")
            self.stdout.flush()
