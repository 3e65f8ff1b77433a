"""How many families kept their fixed face: counted at night, for the years that are over.

A year that runs is not counted: two counts of one family's year would say together what each hides. A year that was
counted is not counted again, so that nobody learns from a difference.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import Region
from cases import doors
from cases.models import FaceCount

YEARS_BACK = 5


@transaction.atomic
def count() -> int:
    """Count the years before this one that nobody counted yet; return how many counts were added. May run twice."""
    this_year, added = timezone.localdate().year, 0
    regions = set(Region.objects.values_list("pk", flat=True))
    for year in range(this_year - YEARS_BACK, this_year):
        waiting = regions - set(FaceCount.objects.filter(year=year).values_list("region", flat=True))
        if not waiting:
            continue
        found = {
            region: (kept, changed) for region, kept, changed in doors.faces_kept(_begins(year), _begins(year + 1))
        }
        rows = [
            FaceCount(region_id=region, year=year, kept=kept, changed=changed)
            for region in sorted(waiting)
            for kept, changed in [found.get(region, (0, 0))]
        ]
        added += len(FaceCount.objects.bulk_create(rows, ignore_conflicts=True))
    return added


def _begins(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time.min))
