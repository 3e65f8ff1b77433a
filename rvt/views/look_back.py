"""Looking back on the table behind a one-time link, and what the region learned from it (ux, S26)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.generic import FormView, ListView, TemplateView

from accounts.access import ScopedView
from accounts.errors import DomainError
from rvt import totals
from rvt.choices import FreeTalk
from rvt.forms.look_back import LookBackForm
from rvt.models import LookBackAnswer
from rvt.querysets.office import regions_advised_by
from rvt.services import looking_back

SKIP = "over"


@method_decorator(login_not_required, name="dispatch")
class LookBack(FormView):  # type: ignore[type-arg]
    """The form behind the link. Opening it answers nothing; who signed in or not makes no difference."""

    form_class = LookBackForm
    template_name = "rvt/look_back.html"
    http_method_names = ["get", "post", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if looking_back.find_link(kwargs["token"]) is None:
            return render(request, "rvt/look_back_over.html", status=404)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": None, "known": False}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._keep({}) if request.POST.get("doe") == SKIP else super().post(request, *args, **kwargs)

    def form_valid(self, form: LookBackForm) -> HttpResponse:
        return self._keep(form.cleaned_data)

    def form_invalid(self, form: LookBackForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _keep(self, answers: dict[str, Any]) -> HttpResponse:
        try:
            looking_back.answer(self.kwargs["token"], by_choice=answers)
        except DomainError:
            return render(self.request, "rvt/look_back_over.html", status=404)
        response = redirect("rvt:look-back-thanks")
        response.status_code = 303
        return response


@method_decorator(login_not_required, name="dispatch")
class LookBackThanks(TemplateView):
    """Dank je wel. The same for everybody."""

    template_name = "rvt/look_back_thanks.html"


@dataclass(frozen=True)
class HalfYear:
    """What a table learned in one half-year; everything is empty while there are too few answers."""

    region: str
    title: str
    questions: list[tuple[str, list[tuple[str, str]]]]
    next_time: list[str]
    lessons: list[str]

    @property
    def is_told(self) -> bool:
        """Whether there are answers enough to say anything."""
        return bool(self.questions)


class Lessons(ScopedView, ListView):  # type: ignore[type-arg]
    """Leerpunten: for who sits at the table of that region. Totals of five or more, and nothing about one answer."""

    model = LookBackAnswer
    access = "visible_to"
    template_name = "rvt/lessons.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not regions_advised_by(request.user).exists():  # type: ignore[arg-type]
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("region").order_by("-half_year", "region__name", "id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups: dict[tuple[str, str], list[Any]] = {}
        for row in self.object_list:
            groups.setdefault((row.half_year, row.region.name), []).append(row)
        return super().get_context_data(
            half_years=[learned(region, code, rows) for (code, region), rows in groups.items()], **kwargs
        )


def learned(region: str, code: str, rows: list[Any]) -> HalfYear:
    """Return what is told about these answers. A total is never said: what is hidden could be counted back from it."""
    if len(rows) < totals.LEAST:
        return HalfYear(region, totals.half_year_words(code), [], [], [])
    questions = [("Kon je vrij praten?", "free_talk"), ("Zat de juiste kennis aan tafel?", "right_knowledge")]
    return HalfYear(
        region,
        totals.half_year_words(code),
        [(label, _told(getattr(row, name) for row in rows)) for label, name in questions],
        [row.next_time for row in rows if row.next_time],
        [row.lesson for row in rows if row.lesson],
    )


def _told(answers: Iterable[str]) -> list[tuple[str, str]]:
    counted = Counter(answers)
    words = totals.told([counted[choice] for choice in FreeTalk])
    return [(choice.label, word) for choice, word in zip(FreeTalk, words, strict=True)]
