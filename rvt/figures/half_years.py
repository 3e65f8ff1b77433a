"""The half-year figures of one region and year: counted, and made fit to be published (domain dossier, 1.6).

A question counts on the day it was discussed; a consultation on the local day it began. Nothing here leaves the room
uncovered: what is returned is `Published`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import ExtractMonth, TruncDate

from accounts.models import Region
from rvt.choices import AdviceState, AskedAbout, FollowUp
from rvt.choices_register import CodeList
from rvt.figures.disclosure import Published, Row, by_municipality, parted, row_alone
from rvt.models import Advice, Consultation, CountedQuestion, Question

NOT_FILLED_IN = "Niet ingevuld"
OTHER_MUNICIPALITIES = "Andere gemeenten"


@dataclass(frozen=True)
class Line:
    """One row of the table: what is counted, and how that is meant."""

    part: str
    row: Published
    definition: str


@dataclass(frozen=True)
class Parts:
    """The consultations of the year, parted by something; no `rows` where that would give a small number away."""

    title: str
    rows: list[Published] | None
    adds_up: bool
    """A consultation stands in one row only, so that the rows make the whole."""


@dataclass(frozen=True)
class HalfYears:
    region: Region
    year: int
    lines: list[Line]
    parts: list[Parts]


AT_THE_TABLE, FOLLOWED, APART = "Aan tafel", "Wat erop volgde", "Apart geteld"

FOLLOW_UPS = (
    (FollowUp.NETWORK_MEETING, "Netwerkberaden met partners", "De tafel koos een netwerkberaad als vervolg."),
    (FollowUp.COUNCIL_TALK, "Gesprekken met de Raad", "De tafel koos een gesprek met de Raad als vervolg."),
    (FollowUp.GUIDANCE, "Begeleiding samen met lokaal team", "De tafel koos begeleiding als vervolg."),
    (FollowUp.DUO, "Duo’s", "De tafel koos een duo als vervolg."),
)  # fmt: skip


def half_years(region: Region, year: int) -> HalfYears:
    """Return the figures of one calendar year."""
    counted = _Counted.before(region, year)
    whole = row_alone(_row("Consultatie en advies", _consultations(region, year)))
    lines = [
        Line(
            AT_THE_TABLE,
            row_alone(_row("Besproken vragen", _discussed(region, year)) + counted.row()),
            "Vragen die in dat halfjaar aan tafel zijn besproken. Een vraag die terugkomt, telt opnieuw.",
        ),
        Line(AT_THE_TABLE, whole, "Adviezen in het register, ook die aan de RVT-tafel."),
    ]
    follow_ups = _follow_ups(region, year)
    lines += [
        Line(FOLLOWED, row_alone(Row(label, *follow_ups[kind]) + counted.row(kind)), definition)
        for kind, label, definition in FOLLOW_UPS
    ]
    without = _discussed(region, year).filter(about=AskedAbout.HOUSEHOLD)
    lines.append(
        Line(
            APART,
            row_alone(_row("Huishoudens zonder kinderen", without) + counted.row(AskedAbout.HOUSEHOLD)),
            "Besproken vragen over een huishouden zonder kinderen. Ze staan ook bij Besproken vragen.",
        )
    )
    return HalfYears(region, year, lines, _parts(region, year, whole))


def _consultations(region: Region, year: int) -> QuerySet[Consultation]:
    """Consultations with the local day they began as `day`."""
    rows = Consultation.objects.filter(organisation__region=region).annotate(day=TruncDate("began_at"))
    return rows.filter(day__year=year)


def _discussed(region: Region, year: int) -> QuerySet[Question]:
    rows: QuerySet[Question] = Question.objects.filter(region=region, discussed_on__year=year)
    return rows.annotate(day=F("discussed_on"))


@dataclass(frozen=True)
class _Counted:
    """Questions that were taken over from before (`models.CountedQuestion`), counted by the same definitions."""

    numbers: dict[str, int]

    @classmethod
    def before(cls, region: Region, year: int) -> _Counted:
        first = Q(discussed_on__month__lte=6)
        wanted = {"": Q(), AskedAbout.HOUSEHOLD: Q(about=AskedAbout.HOUSEHOLD)}
        wanted |= {kind: Q(follow_ups__contains=[kind]) for kind, _, _ in FOLLOW_UPS}
        counts = {
            f"{name}_{half}": Count("pk", filter=which & within)
            for name, which in wanted.items()
            for half, within in (("first", first), ("second", ~first))
        }
        rows = CountedQuestion.objects.filter(region=region, discussed_on__year=year)
        return cls(rows.aggregate(**counts))

    def row(self, name: str = "") -> Row:
        """Return the two halves of a follow-up or a kind of household; of all of them without a name."""
        return Row("", self.numbers[f"{name}_first"], self.numbers[f"{name}_second"])


def _halves() -> dict[str, Count]:
    """How many rows in each half, by the month of `day`; a row that is joined more than once counts once."""
    first = Q(month__lte=6)
    return {
        "first": Count("pk", filter=first, distinct=True),
        "second": Count("pk", filter=~first, distinct=True),
    }


def _row(label: str, rows: QuerySet[Consultation] | QuerySet[Question]) -> Row:
    counted = rows.annotate(month=ExtractMonth("day")).aggregate(**_halves())
    return Row(label, counted["first"], counted["second"])


def _follow_ups(region: Region, year: int) -> dict[FollowUp, tuple[int, int]]:
    rows = Advice.objects.filter(question__region=region, decided_on__year=year).exclude(state=AdviceState.WRITING)
    first = Q(decided_on__month__lte=6)
    counts = {
        f"{kind}_{half}": Count("pk", filter=Q(follow_ups__contains=[kind]) & within)
        for kind, _, _ in FOLLOW_UPS
        for half, within in (("first", first), ("second", ~first))
    }
    counted = rows.aggregate(**counts)
    return {kind: (counted[f"{kind}_first"], counted[f"{kind}_second"]) for kind, _, _ in FOLLOW_UPS}


def _parts(region: Region, year: int, whole: Published) -> list[Parts]:
    rows = _consultations(region, year).annotate(month=ExtractMonth("day"))
    one_of = (("setting", CodeList.SETTING), ("seeker_organisation", CodeList.SEEKER_ORGANISATION))
    parts = [_one_each(rows, field, name.label, whole) for field, name in one_of]
    parts.append(_one_each(rows, "duration", CodeList.DURATION.label, whole))
    towns = _grouped(rows, F("municipality__name"))
    parts.append(Parts("Gemeente", parted(whole, by_municipality(towns, rest=OTHER_MUNICIPALITIES)), adds_up=True))
    natures = _grouped(rows.filter(natures__isnull=False), F("natures__label"))
    shown = [row_alone(row) for row in natures] if whole.is_whole else None
    parts.append(Parts(CodeList.NATURE.label, shown, adds_up=False))
    return parts


def _one_each(rows: QuerySet[Consultation], field: str, title: str, whole: Published) -> Parts:
    label = Case(When(**{f"{field}__isnull": True}, then=Value(NOT_FILLED_IN)), default=F(f"{field}__label"))
    return Parts(title, parted(whole, _grouped(rows, label)), adds_up=True)


def _grouped(rows: QuerySet[Consultation], label: Case | F) -> list[Row]:
    counted = rows.order_by().values(name=label).annotate(**_halves()).values_list("name", "first", "second")
    return _by_name(Row(*each) for each in counted)


def _by_name(rows: Iterable[Row]) -> list[Row]:
    """By name, so that the order tells nothing about a hidden number."""
    return sorted(rows, key=lambda row: row.label)
