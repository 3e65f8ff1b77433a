"""`bin/manage figures --year 2024 --json`: the half-year figures as the page shows them, small numbers hidden."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Region
from rvt.figures.document import as_csv, document
from rvt.figures.half_years import half_years


class Command(BaseCommand):
    """Prints one line a number, or JSON."""

    help = "Laat de halfjaarcijfers van een jaar zien, zoals ze op de pagina staan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--year`, `--region` and `--json`."""
        parser.add_argument("--year", type=int, default=timezone.localdate().year, help="het jaar, bijvoorbeeld 2024")
        parser.add_argument("--region", help="de naam van één regio; anders alle regio's")
        parser.add_argument("--json", action="store_true", help="als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print. Raises CommandError for a region that is not there."""
        regions = Region.objects.order_by("name")
        if options["region"]:
            regions = regions.filter(name=options["region"])
            if not regions:
                raise CommandError("Deze regio is er niet.")
        contents = [document(half_years(region, options["year"])) for region in regions]
        if options["json"]:
            told = {"year": options["year"], "regions": contents}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(as_csv(content) for content in contents))
