"""One period of a register for the statistics bureau: is it whole, and the file (`bureau_layout`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from rvt import bureau_layout as layout
from rvt.choices_register import RegisterEvent
from rvt.models import Code, Consultation

SHOWN = 50
"""So many lines that miss something are shown; of the others only how many."""

A_PART = 2_000


@dataclass(frozen=True)
class Check:
    """What a delivery of one period would miss."""

    number: int
    incomplete: int
    rows: list[tuple[Consultation, list[str]]]
    """The first of them, each with what is not filled in."""
    without_code: list[Code]
    """Answers that are used and that the bureau knows no code for."""

    @property
    def is_whole(self) -> bool:
        return not (self.incomplete or self.without_code)


def half_year_before(today: date) -> tuple[date, date]:
    """Return the first and last day of the half-year that was over last (local days)."""
    if today.month > 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year - 1, 7, 1), date(today.year - 1, 12, 31)


def check(organisation: Organisation, first_on: date, last_on: date) -> Check:
    """Say what is missing in a period of local days, both included."""
    rows = _of(organisation, first_on, last_on)
    no_nature = ~Exists(Consultation.natures.through.objects.filter(consultation=OuterRef("pk")))
    missing = rows.filter(Q(duration=None) | Q(seeker_organisation=None) | no_nature)
    shown = missing.select_related("duration", "seeker_organisation").prefetch_related("natures")[:SHOWN]
    return Check(
        number=rows.count(),
        incomplete=missing.count(),
        rows=[(row, _missing(row)) for row in shown],
        without_code=_without_code(rows),
    )


@transaction.atomic
def file_of(organisation: Organisation, first_on: date, last_on: date, *, by: User) -> str:
    """Return the file of a period of local days, both included, and note who took it."""
    lines = list(_lines(_of(organisation, first_on, last_on)))
    audit.record(
        RegisterEvent.BUREAU_FILE_MADE, target=organisation, by=by, consultations=len(lines),
        first_on=first_on.isoformat(), last_on=last_on.isoformat(),
    )  # fmt: skip
    return "".join([layout.head() if layout.WITH_HEAD else "", *lines])


def _of(organisation: Organisation, first_on: date, last_on: date) -> QuerySet[Consultation]:
    begins, ends = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (first_on, last_on + timedelta(days=1))
    )
    rows: QuerySet[Consultation] = Consultation.objects.filter(organisation=organisation)
    return rows.filter(began_at__gte=begins, began_at__lt=ends).order_by("began_at", "pk")


def _lines(rows: QuerySet[Consultation]) -> Iterator[str]:
    one = ("municipality", "duration", "seeker_role", "seeker_organisation")
    whole = rows.select_related(*one).prefetch_related("natures", "extras")
    yield from (layout.line(row) for row in whole.iterator(chunk_size=A_PART))


def _missing(row: Any) -> list[str]:
    found = {"duur": row.duration, "organisatie": row.seeker_organisation, "aard": row.natures.all()}
    return [name for name in (column.missing for column in layout.COLUMNS) if name in found and not found[name]]


def _without_code(rows: QuerySet[Consultation]) -> list[Code]:
    used = Q()
    for name in ("seeker_role", "seeker_organisation", "duration"):
        used |= Q(Exists(rows.order_by().filter(**{name: OuterRef("pk")})))
    for relation in (Consultation.natures, Consultation.extras):
        of_code = relation.through.objects.filter(code=OuterRef("pk"), consultation__in=rows.order_by().values("pk"))
        used |= Q(Exists(of_code))
    return list(Code.objects.filter(used, bureau_code=""))
