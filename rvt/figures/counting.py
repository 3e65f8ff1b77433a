"""What is counted, before anything of it is hidden: only `half_years` reads this, and it publishes nothing as it is.

A question counts on the day it was discussed; a consultation on the local day it began. Questions that a table
discussed before it worked here (`models.CountedQuestion`) count by the same definitions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Region
from rvt.choices import AdviceState, AskedAbout, FollowUp, QuestionState
from rvt.choices_register import Counted
from rvt.figures.disclosure import Row
from rvt.figures.waiting import Pair
from rvt.models import Consultation, Question

NOT_FILLED_IN = "Niet ingevuld"

FOLLOW_UPS = {
    Counted.NETWORK_MEETINGS: FollowUp.NETWORK_MEETING,
    Counted.COUNCIL_TALKS: FollowUp.COUNCIL_TALK,
    Counted.GUIDANCE: FollowUp.GUIDANCE,
    Counted.DUOS: FollowUp.DUO,
}


class SomeOfADay(NamedTuple):
    """So many questions that are alike. `follow_ups` are codes of `FollowUp`."""

    day: date
    number: int
    about: str = ""
    follow_ups: Sequence[str] = ()


@dataclass(frozen=True)
class AtTheTable:
    """What the table discussed in a year, by row of the figures, and in the year before it."""

    rows: dict[Counted, Row]
    year_before: Row


_AT_THE_TABLE = """
    SELECT 'discussed' AS what, discussed_on AS day, about, '{}'::varchar[] AS follow_ups, count(*) AS number
    FROM rvt_question WHERE region_id = %(region)s AND discussed_on >= %(before)s AND discussed_on < %(until)s
    GROUP BY discussed_on, about
    UNION ALL
    SELECT 'taken over', discussed_on, about, follow_ups, count(*)
    FROM rvt_countedquestion WHERE region_id = %(region)s AND discussed_on >= %(before)s AND discussed_on < %(until)s
    GROUP BY discussed_on, about, follow_ups
    UNION ALL
    SELECT 'followed', decided_on, '', follow_ups, count(*)
    FROM rvt_advice JOIN rvt_question ON rvt_question.id = question_id
    WHERE region_id = %(region)s AND discussed_on >= %(before)s
        AND decided_on >= %(begin)s AND decided_on < %(until)s AND rvt_advice.state <> %(writing)s
    GROUP BY decided_on, follow_ups
"""
"""In one statement, written down once: a page that is asked again and again spends more on wording than on counting.

What is decided about a question, is decided within a year after its day at the table; that spares a look at the
questions of all years.
"""


def at_the_table(region: Region, year: int) -> AtTheTable:
    """Count the questions of one year, what followed on them, and the questions of the year before."""
    days = {"before": date(year - 1, 1, 1), "begin": date(year, 1, 1), "until": date(year + 1, 1, 1)}
    some: dict[str, list[SomeOfADay]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_AT_THE_TABLE, days | {"region": region.pk, "writing": AdviceState.WRITING})
        for what, day, about, follow_ups, number in cursor:
            some[what].append(SomeOfADay(day, number, about, follow_ups))
    discussed, followed = some["discussed"] + some["taken over"], some["followed"] + some["taken over"]
    households = [each for each in discussed if each.about == AskedAbout.HOUSEHOLD]
    rows = {Counted.DISCUSSED: discussed, Counted.HOUSEHOLDS: households} | {
        each: [one for one in followed if kind in one.follow_ups] for each, kind in FOLLOW_UPS.items()
    }
    return AtTheTable(
        {each: _in_halves(each.label, rows[each], year) for each in rows},
        _in_halves("before", discussed, year - 1),
    )


def _in_halves(label: str, some: Iterable[SomeOfADay], year: int) -> Row:
    halves = {1: 0, 2: 0}
    for each in some:
        if each.day.year == year:
            halves[1 if each.day.month <= 6 else 2] += each.number
    return Row(label, halves[1], halves[2])


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
    what = "pk" if once else "began_at"  # the index knows when, so that the rows are not read
    return {half: Count(what, filter=within, distinct=once) for half, within in (("first", first), ("second", ~first))}


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
