"""Halfjaarcijfers (ux, S27). What is shown and what is carried away come from the same `Published` rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import DetailView

from accounts.access import ScopedView
from accounts.models import Region
from rvt.figures.bars import bars
from rvt.figures.disclosure import Cell, Hidden, Published
from rvt.figures.half_years import HalfYears, half_years

FIRST_YEAR = 2015
"""Nothing was counted in this way before."""

NOT_SAID = (
    "Dit zijn vragen, geen gezinnen. Eén gezin kan vaker voorkomen.",
    "Alle vragen zijn zonder namen besproken.",
    "Het RVT weet niet wat er daarna gebeurde.",
    "Meer of minder is niet beter of slechter.",
)
SMALL_NUMBERS = (
    "Aantallen van 1 tot en met 4 laten we niet zien. Daar staat “minder dan 5”. Soms staat er nog een streepje (–). "
    "Zo kan niemand het terugrekenen."
)
COLUMNS = ("Onderdeel", "1e halfjaar", "2e halfjaar", "Totaal")


class Figures(ScopedView, DetailView):  # type: ignore[type-arg]
    """One region in one year. Another region or year is a GET: nothing personal stands in it."""

    model = Region
    access = "with_figures_for"
    template_name = "rvt/figures.html"

    def get_object(self, queryset: Any = None) -> Region:
        """The region that the address names, else the first that this person may read. Raises Http404 without one."""
        regions = self.get_queryset()
        asked = self.request.GET.get("regio", "")
        self.regions: list[Region] = list(regions)
        found = next((region for region in self.regions if not asked or str(region.uuid) == asked), None)
        if found is None:
            raise Http404
        return found

    @property
    def year(self) -> int:
        """The year that the address names; this year when it names none, or one that cannot be."""
        asked = self.request.GET.get("jaar", "")
        today = timezone.localdate().year
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today
        return year if FIRST_YEAR <= year <= today else today

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = half_years(self.object, self.year)
        drawn = bars([line.row for line in figures.lines])
        return super().get_context_data(
            figures=figures,
            groups=[
                (part, [(line, drawn[line.row.label]) for line in lines])
                for part, lines in groupby(figures.lines, key=lambda line: line.part)
            ],
            regions=self.regions,
            years=range(timezone.localdate().year, FIRST_YEAR - 1, -1),
            not_said=NOT_SAID,
            small_numbers=SMALL_NUMBERS,
            **kwargs,
        )


class FiguresCsv(Figures):
    """The same as a file for a spreadsheet: UTF-8 with its mark, semicolons, as a Dutch spreadsheet opens it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the file."""
        self.object = self.get_object()
        figures = half_years(self.object, self.year)
        answer = HttpResponse("\ufeff" + _as_csv(figures), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="halfjaarcijfers-{self.year}.csv"'
        return answer


def _as_csv(figures: HalfYears) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([safe_cell(f"Halfjaarcijfers {figures.year}, {figures.region}")])
    writer.writerow(COLUMNS)
    writer.writerows(_lines(line.row for line in figures.lines))
    for parts in figures.parts:
        if parts.rows:
            writer.writerow([])
            writer.writerow([safe_cell(f"Consultatie en advies: {parts.title}"), *COLUMNS[1:]])
            writer.writerows(_lines(parts.rows))
    writer.writerow([])
    writer.writerows([safe_cell(sentence)] for sentence in (*NOT_SAID, SMALL_NUMBERS))
    return text.getvalue()


def _lines(rows: Iterable[Published]) -> list[list[str]]:
    return [[safe_cell(row.label), *(_said(cell) for cell in row.cells)] for row in rows]


def _said(cell: Cell) -> str:
    return cell.value if isinstance(cell, Hidden) else str(cell)


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
