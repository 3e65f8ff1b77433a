"""What is counted, before anything of it is hidden: only `half_years` reads this, and it publishes nothing as it is.

A question counts on the day it was discussed; a consultation on the local day it began. Questions that a table
discussed before it worked here (`models.CountedQuestion`) count by the same definitions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Region
from rvt.choices import AdviceState, AskedAbout, FollowUp, QuestionState
from rvt.choices_register import Counted
from rvt.figures.disclosure import Row
from rvt.figures.waiting import Pair
from rvt.models import Advice, Consultation, CountedQuestion, Question

NOT_FILLED_IN = "Niet ingevuld"

FOLLOW_UPS = {
    Counted.NETWORK_MEETINGS: FollowUp.NETWORK_MEETING,
    Counted.COUNCIL_TALKS: FollowUp.COUNCIL_TALK,
    Counted.GUIDANCE: FollowUp.GUIDANCE,
    Counted.DUOS: FollowUp.DUO,
}

_CHOSEN = {each.value: Q(follow_ups__contains=[kind]) for each, kind in FOLLOW_UPS.items()}
_BEFORE = "before"
"""The questions of the year before."""


@dataclass(frozen=True)
class AtTheTable:
    """What the table discussed in a year, by row of the figures, and in the year before it."""

    rows: dict[Counted, Row]
    year_before: Row


def at_the_table(region: Region, year: int) -> AtTheTable:
    """Count the questions of one year, what followed on them, and the questions of the year before."""
    both = {"region": region, "discussed_on__year__in": (year - 1, year)}
    now = Q(discussed_on__year=year)
    questions = {
        Counted.DISCUSSED.value: now,
        Counted.HOUSEHOLDS.value: now & Q(about=AskedAbout.HOUSEHOLD),
        _BEFORE: ~now,
    }
    taken_over = questions | {name: now & chosen for name, chosen in _CHOSEN.items()}
    advice = Advice.objects.filter(question__region=region, decided_on__year=year).exclude(state=AdviceState.WRITING)
    found = [
        *_in_halves(Question.objects.filter(**both), "discussed_on", questions),
        *_in_halves(CountedQuestion.objects.filter(**both), "discussed_on", taken_over),
        *_in_halves(advice, "decided_on", _CHOSEN),
    ]

    def row(name: str, label: str) -> Row:
        return Row(label, *(sum(row[half] for row in found if row[0] == name) for half in (1, 2)))

    counted = [each for each in Counted if each != Counted.CONSULTATIONS]
    return AtTheTable({each: row(each.value, each.label) for each in counted}, row(_BEFORE, _BEFORE))


def _in_halves(rows: QuerySet[Any], day: str, wanted: dict[str, Q]) -> list[tuple[str, int, int]]:
    """Return by name how many rows of each half there are."""
    first = Q(**{f"{day}__month__lte": 6})
    halves = (("first", first), ("second", ~first))
    counts = {
        f"{name}_{half}": Count("pk", filter=which & within)
        for name, which in wanted.items()
        for half, within in halves
    }
    counted = rows.order_by().aggregate(**counts)
    return [(name, counted[f"{name}_first"], counted[f"{name}_second"]) for name in wanted]


# --- The register -----------------------------------------------------------------------------------------------------


def _begins(year: int, month: int = 1) -> datetime:
    """Return the local midnight with which that month begins."""
    return timezone.make_aware(datetime.combine(date(year, month, 1), time.min))


def consultations(region: Region, year: int) -> QuerySet[Consultation]:
    """Return the consultations of one year."""
    rows: QuerySet[Consultation] = Consultation.objects.filter(organisation__region=region).order_by()
    return rows.filter(began_at__gte=_begins(year), began_at__lt=_begins(year + 1))


def _halves(year: int, *, once: bool = False) -> dict[str, Count]:
    """How many consultations in each half. `once`: one with two natures counts once, which takes a sort."""
    first = Q(began_at__lt=_begins(year, 7))
    return {"first": Count("pk", filter=first, distinct=once), "second": Count("pk", filter=~first, distinct=once)}


def all_of_them(rows: QuerySet[Consultation], year: int) -> Row:
    """Count them."""
    counted = rows.aggregate(**_halves(year))
    return Row(Counted.CONSULTATIONS.label, counted["first"], counted["second"])


def by_code(rows: QuerySet[Consultation], field: str, year: int) -> list[Row]:
    """Count them by the code in one field, by name; without one they stand apart."""
    label = Case(When(**{f"{field}__isnull": True}, then=Value(NOT_FILLED_IN)), default=F(f"{field}__label"))
    return grouped(rows, label, year)


def by_nature(rows: QuerySet[Consultation], year: int) -> list[Row]:
    """Count them by what they were about. One consultation may stand in more rows."""
    return grouped(rows.filter(natures__isnull=False), F("natures__label"), year, once=True)


def grouped(rows: QuerySet[Consultation], label: Case | F, year: int, *, once: bool = False) -> list[Row]:
    """Count them by a label, in the order of the labels: that tells nothing about a hidden number."""
    counted = rows.values(name=label).annotate(**_halves(year, once=once)).values_list("name", "first", "second")
    return sorted((Row(*each) for each in counted), key=lambda row: row.label)


# --- Waiting ----------------------------------------------------------------------------------------------------------


def pairs(region: Region, year: int) -> Iterable[Pair]:
    """Return when the questions of a year were sent and discussed, and how many had both days."""
    rows = Question.objects.filter(region=region, discussed_on__year=year, submitted_on__isnull=False).order_by()
    return rows.values_list("submitted_on", "discussed_on").annotate(number=Count("pk"))


def waited(region: Region, days: list[date]) -> list[int]:
    """Count for each day what had been sent before it and not been discussed.

    What was taken back or referred since is not counted: when that was, is kept nowhere.
    """
    still = Q(discussed_on=None, state__in=(*QuestionState.QUEUED, QuestionState.RETURNED, QuestionState.SCHEDULED))
    counts = {
        f"until_{n}": Count("pk", filter=Q(submitted_on__lt=day) & (Q(discussed_on__gte=day) | still))
        for n, day in enumerate(days)
    }
    counted = Question.objects.filter(region=region).order_by().aggregate(**counts) if counts else {}
    return [counted[f"until_{n}"] for n in range(len(days))]
