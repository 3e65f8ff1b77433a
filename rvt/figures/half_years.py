"""The half-year figures of one region and year: counted, and made fit to be published (domain dossier, 1.6).

Nothing leaves here uncovered: what is returned is `Published`, or what `waiting` makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts import slots
from accounts.models import Region
from rvt.choices_register import CodeList, Counted
from rvt.figures import counting, waiting
from rvt.figures.disclosure import Published, Row, by_municipality, overlapping, parted, row_alone, row_of_more
from rvt.models import Consultation, HalfYearNotes

OTHER_MUNICIPALITIES = "Andere gemeenten"

FACES_KEPT = "faces_kept"
"""Slot: how many families kept their fixed face. Called with a region and a year; returns two numbers, kept and
not kept, or None while nothing was counted."""


@dataclass(frozen=True)
class Line:
    """One row of the table: what is counted, how that is meant, and what the chair says about it."""

    part: str
    row: Published
    definition: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """The consultations of the year, parted by something; no `rows` where that would give a small number away."""

    title: str
    rows: list[Published] | None
    adds_up: bool
    """A consultation stands in one row only, so that the rows make the whole."""


@dataclass(frozen=True)
class Month:
    """What waited for the table at the end of a month, in words."""

    last_day: date
    waited: str


AT_THE_TABLE, FOLLOWED, APART = "Aan tafel", "Wat erop volgde", "Apart geteld"
HALVES = {1: "1e halfjaar", 2: "2e halfjaar"}

DEFINITIONS = {
    Counted.DISCUSSED: "Vragen die in dat halfjaar aan tafel zijn besproken. Een vraag die terugkomt, telt opnieuw.",
    Counted.CONSULTATIONS: "Adviezen in het register, ook die aan de RVT-tafel.",
    Counted.NETWORK_MEETINGS: "De tafel koos een netwerkberaad als vervolg.",
    Counted.COUNCIL_TALKS: "De tafel koos een gesprek met de Raad als vervolg.",
    Counted.GUIDANCE: "De tafel koos begeleiding als vervolg.",
    Counted.DUOS: "De tafel koos een duo als vervolg.",
    Counted.HOUSEHOLDS: "Besproken vragen over een huishouden zonder kinderen. Ze staan ook bij Besproken vragen.",
}


@dataclass(frozen=True)
class HalfYears:
    """The figures of one region in one calendar year. Each part is counted when somebody asks for it, and once."""

    region: Region
    year: int

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The table of the half years."""
        rows = {each: row_alone(row, within=self._discussed) for each, row in self._table.rows.items()}
        rows |= {Counted.DISCUSSED: self._discussed, Counted.CONSULTATIONS: self._whole}
        return tuple(_line(each, rows[each], self._notes) for each in Counted)

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """What the chair says about a half year as a whole: which half, and the text."""
        written = [(HALVES[half], self._notes[half].general) for half in HALVES if half in self._notes]
        return tuple((half, text) for half, text in written if text)

    @cached_property
    def parts(self) -> list[Parts]:
        """The consultations by nature, organisation of the seeker, setting, duration and municipality."""
        return _parts(self._consultations, self.year, self._whole)

    @cached_property
    def leads(self) -> list[waiting.Lead]:
        """Working days from question to table."""
        return waiting.lead_times(self._discussed, counting.pairs(self.region, self.year))

    @cached_property
    def months(self) -> list[Month] | None:
        """What waited at the end of each month; None where that would give a small number away."""
        may_be_said = waiting.months_may_be_said(self._discussed, row_of_more(self._table.year_before))
        return _months(self.region, self.year) if may_be_said else None

    @cached_property
    def faces(self) -> Published | None:
        """Families with a fixed face all year: `first` kept it, `second` got another. None while nobody counted."""
        counted: tuple[int, int] | None = next(slots.fill(FACES_KEPT, self.region, self.year), None)
        return row_alone(Row("Gezinnen die hun vaste gezicht hielden", *counted)) if counted else None

    @cached_property
    def _table(self) -> counting.AtTheTable:
        return counting.at_the_table(self.region, self.year)

    @cached_property
    def _discussed(self) -> Published:
        return row_of_more(self._table.rows[Counted.DISCUSSED])

    @cached_property
    def _consultations(self) -> QuerySet[Consultation]:
        return counting.consultations(self.region, self.year)

    @cached_property
    def _whole(self) -> Published:
        return row_alone(counting.all_of_them(self._consultations, self.year))

    @cached_property
    def _notes(self) -> dict[int, HalfYearNotes]:
        return {row.half: row for row in HalfYearNotes.objects.filter(region=self.region, year=self.year)}


def half_years(region: Region, year: int) -> HalfYears:
    """Return the figures of one calendar year."""
    return HalfYears(region, year)


def _line(each: Counted, row: Published, notes: dict[int, HalfYearNotes]) -> Line:
    if each in (Counted.DISCUSSED, Counted.CONSULTATIONS):
        part = AT_THE_TABLE
    else:
        part = FOLLOWED if each in counting.FOLLOW_UPS else APART
    texts = [getattr(notes[half], each.value) for half in HALVES if half in notes]
    return Line(part, row, DEFINITIONS[each], tuple(filter(None, texts)))


def _parts(rows: QuerySet[Consultation], year: int, whole: Published) -> list[Parts]:
    natures = counting.by_nature(rows, year)
    towns = counting.grouped(rows, F("municipality__name"), year)
    one_each = (CodeList.SEEKER_ORGANISATION, CodeList.SETTING, CodeList.DURATION)
    return [
        Parts(CodeList.NATURE.label, overlapping(whole, natures), adds_up=False),
        *(
            Parts(name.label, parted(whole, counting.by_code(rows, name.value, year)), adds_up=True)
            for name in one_each
        ),
        Parts("Gemeente", parted(whole, by_municipality(towns, rest=OTHER_MUNICIPALITIES)), adds_up=True),
    ]


def _months(region: Region, year: int) -> list[Month]:
    """What waited at the end of the months that are over."""
    ends = [date(year, month, 1) for month in range(2, 13)] + [date(year + 1, 1, 1)]
    over = [day for day in ends if day <= timezone.localdate()]
    numbers = counting.waited(region, over)
    return [Month(day - timedelta(days=1), waiting.in_steps(n)) for day, n in zip(over, numbers, strict=True)]
