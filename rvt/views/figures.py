"""Halfjaarcijfers (ux, S27). What is shown and what is carried away come from the same published rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from accounts.access import ScopedAction, ScopedView
from accounts.choices import Role
from accounts.models import Region
from rvt.figures import document as words
from rvt.figures.half_years import HALVES, half_years
from rvt.forms.figures import NotesForm
from rvt.models import FiguresPaper, HalfYearNotes
from rvt.services import figures as services
from rvt.views.base import roles_of
from rvt.views.naming import NamesAtSaving

FIRST_YEAR = 2015
"""Nothing was counted in this way before."""

TABS = {
    "": ("Per halfjaar", ""),
    "uitgesplitst": ("Consultaties uitgesplitst", "rvt/partials/figures_parts.html"),
    "wachten": ("Van vraag tot tafel", "rvt/partials/figures_waiting.html"),
}
"""By what `deel` in the address says: the name of that tab, and its partial; the first is the tag `figures_halves`."""


class _OfRegion:
    """One region in one year. Another region or year is a GET: nothing personal stands in it."""

    model = Region
    request: HttpRequest

    def get_object(self, queryset: Any = None) -> Region:
        """The region that the address names, else the first that this person may have. Raises Http404 without one."""
        asked = self.request.GET.get("regio", "")
        self.regions: list[Region] = list(self.get_queryset())  # type: ignore[attr-defined]
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


def _page(region: Region, year: int, **more: Any) -> str:
    return f"{reverse('rvt:figures')}?{urlencode({'regio': region.uuid, 'jaar': year, **more})}"


class Figures(_OfRegion, ScopedView, DetailView):  # type: ignore[type-arg]
    """One region in one year, in three tabs."""

    access = "with_figures_for"
    template_name = "rvt/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = half_years(self.object, self.year)
        asked = self.request.GET.get("deel", "")
        shown = asked if asked in TABS else ""
        return super().get_context_data(
            figures=figures,
            regions=self.regions,
            years=range(timezone.localdate().year, FIRST_YEAR - 1, -1),
            tabs=[
                (label, _page(self.object, self.year, **({"deel": part} if part else {})), part == shown)
                for part, (label, _) in TABS.items()
            ],
            tab=shown,
            tab_partial=TABS[shown][1],
            faces=words.sentence_of(figures.faces, figures.year) if not shown and figures.faces else "",
            words=words,
            may_note=self._may_note(),
            **kwargs,
        )

    def _may_note(self) -> bool:
        is_chair = Role.RVT_CHAIR in roles_of(self.request)
        user: Any = self.request.user
        return is_chair and Region.objects.chaired_by(user).filter(pk=self.object.pk).exists()


class FiguresCsv(_OfRegion, ScopedView, DetailView):  # type: ignore[type-arg]
    """The same as a file for a spreadsheet: UTF-8 with its mark."""

    access = "with_figures_for"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the file."""
        content = words.document(half_years(self.get_object(), self.year))
        answer = HttpResponse("\ufeff" + words.as_csv(content), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="halfjaarcijfers-{self.year}.csv"'
        return answer


# --- On paper ---------------------------------------------------------------------------------------------------------


class FiguresPaperAsk(_OfRegion, ScopedAction):
    """Ask for the PDF."""

    access = "with_figures_for"
    form_class = forms.Form
    http_method_names = ["post", "options"]

    def act(self) -> FiguresPaper:
        return services.ask_paper(self.object, self.year, by=self.user)

    def get_success_url(self) -> str:
        return reverse("rvt:figures-paper", args=[self.result.uuid])


class FiguresPaperPage(ScopedView, DetailView):  # type: ignore[type-arg]
    """How far the PDF is, and the way to it. The state alone is asked again while the page waits."""

    model = FiguresPaper
    access = "visible_to"
    template_name = "rvt/figures_paper.html"
    context_object_name = "paper"

    def get_queryset(self) -> Any:
        return super().get_queryset().without_data().select_related("region")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.object.state = services.state_of(self.object)
        back_url = _page(self.object.region, self.object.year)
        return super().get_context_data(back_url=back_url, **kwargs)


class FiguresPaperState(FiguresPaperPage):
    template_name = "rvt/partials/figures_paper_state.html"


class FiguresPaperPdf(ScopedView, DetailView):  # type: ignore[type-arg]
    """The PDF: the same numbers as the page, of nobody."""

    model = FiguresPaper
    access = "visible_to"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the file. Raises Http404 while it is not made."""
        paper = self.get_object()
        if paper.data is None:
            raise Http404
        answer = HttpResponse(bytes(paper.data), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="halfjaarcijfers-{paper.year}.pdf"'
        answer["Cache-Control"] = "no-store"
        return answer


class FiguresPaperAgain(ScopedAction):
    """Ask the worker once more."""

    model = FiguresPaper
    access = "visible_to"
    form_class = forms.Form
    http_method_names = ["post", "options"]

    def act(self) -> None:
        services.ask_again(self.object, by=self.user)

    def get_success_url(self) -> str:
        return reverse("rvt:figures-paper", args=[self.object.uuid])


# --- What the chair says about them -----------------------------------------------------------------------------------


class FiguresNotes(_OfRegion, NamesAtSaving):
    """The remarks of the chair about one half year, printed with the figures."""

    access = "chaired_by"
    form_class = NotesForm
    template_name = "rvt/figures_notes.html"
    draft_name = "figures-notes"
    form_id = "opmerkingen"
    knows_names = False
    free_texts = tuple(name for name in NotesForm.base_fields if name != "version")

    @property
    def half(self) -> int:
        """The half that the address names, else the one of today."""
        asked = self.request.GET.get("halfjaar", "")
        return int(asked) if asked in {"1", "2"} else 1 + (timezone.localdate().month > 6)

    def get_draft_subject(self) -> UUID:
        """Which half year of which region."""
        return uuid5(self.object.uuid, f"{self.year}-{self.half}")

    def get_versioned_row(self) -> HalfYearNotes:
        """The remarks that are there, or new ones that nobody kept yet."""
        found = HalfYearNotes.objects.visible_to(self.user).filter(region=self.object, year=self.year, half=self.half)
        return found.first() or HalfYearNotes(region=self.object, year=self.year, half=self.half)

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.get_versioned_row())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        halves = [
            (
                label,
                f"?{urlencode({'regio': self.object.uuid, 'jaar': self.year, 'halfjaar': half})}",
                half == self.half,
            )
            for half, label in HALVES.items()
        ]
        back_url = _page(self.object, self.year)
        return super().get_context_data(
            halves=halves, year=self.year, half=HALVES[self.half], back_url=back_url, **kwargs
        )

    def act(self, *, version: int, **texts: str) -> HalfYearNotes:
        return services.keep_notes(self.object, self.year, self.half, version=version, by=self.user, **texts)

    def get_success_url(self) -> str:
        messages.success(self.request, "Opmerkingen bewaard.")
        return _page(self.object, self.year)
