"""The delivery to the statistics bureau: first what is missing, then the file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import DetailView

from accounts.access import FreshStepMixin, ScopedView
from accounts.choices import AccessEvent
from accounts.models import Organisation
from rvt.forms.bureau import PeriodForm
from rvt.services import delivery


class _Bureau(ScopedView, DetailView):  # type: ignore[type-arg]
    """The register of an organisation that one works for, in one period. Nothing personal stands in the address."""

    model = Organisation
    access = "of_professional"

    def get_object(self, queryset: Any = None) -> Organisation:
        """The organisation that the address names, else the first one. Raises Http404 without one."""
        self.organisations: list[Organisation] = list(self.get_queryset().order_by("name"))
        asked = self.request.GET.get("organisatie", "")
        found = next((row for row in self.organisations if not asked or str(row.uuid) == asked), None)
        if found is None:
            raise Http404
        return found

    @property
    def form(self) -> PeriodForm:
        """The period of the address; without one the half-year that was over last."""
        given = {name: self.request.GET[name] for name in ("van", "tot") if name in self.request.GET}
        first_on, last_on = delivery.half_year_before(timezone.localdate())
        return PeriodForm(given or {"van": first_on, "tot": last_on})


class BureauCheck(_Bureau):
    """Is everything there that the bureau asks?"""

    template_name = "rvt/bureau.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form
        days: tuple[date, date] | None = (
            (form.cleaned_data["van"], form.cleaned_data["tot"]) if form.is_valid() else None
        )
        return super().get_context_data(
            form=form,
            days=days,
            check=delivery.check(self.object, *days) if days else None,
            organisations=self.organisations,
            **kwargs,
        )


class BureauFile(FreshStepMixin, _Bureau):
    """The file. It carries the register out, so the second step is asked again."""

    access_event = AccessEvent.EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the file. Raises Http404 for a period that cannot be."""
        form = self.form
        if not form.is_valid():
            raise Http404
        first_on, last_on = form.cleaned_data["van"], form.cleaned_data["tot"]
        content = delivery.file_of(self.get_object(), first_on, last_on, by=request.user)  # type: ignore[arg-type]
        answer = HttpResponse(content, content_type="text/csv; charset=us-ascii")
        name = f"advies-{first_on:%Y%m%d}-{last_on:%Y%m%d}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store"
        return answer
