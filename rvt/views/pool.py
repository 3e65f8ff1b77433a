"""The pool of experts (S22, S30): a list for who runs the table; each changes what the own line says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from accounts.access import ScopedAction, ScopedView
from accounts.models import Region
from rvt.forms.pool import ExpertForm, NewExpertForm
from rvt.models import Expert
from rvt.querysets.office import regions_run_by
from rvt.services import pool
from rvt.views.base import OFFICE, ForRoles


class ExpertList(ForRoles, ScopedView, ListView):  # type: ignore[type-arg]
    """Deskundigen: who takes part first."""

    roles = OFFICE
    model = Expert
    access = "run_by"
    template_name = "rvt/expert_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        rows = super().get_queryset().with_seat().with_day(timezone.localdate()).select_related("user")
        return rows.order_by("-is_active", "user__name", "pk")


class ExpertAdd(ScopedAction):
    """Put somebody in the pool of one's own table."""

    form_class = NewExpertForm
    template_name = "rvt/expert_form.html"

    def get_object(self, queryset: Any = None) -> Region:
        """The region of which one runs the table; with several, the one in `?regio=`."""
        self.regions = list(Region.objects.filter(pk__in=regions_run_by(self.user)).order_by("name", "pk"))
        if not self.regions:
            raise Http404
        wanted = self.request.GET.get("regio")
        return next((region for region in self.regions if str(region.uuid) == wanted), self.regions[0])

    def is_still_there(self) -> bool:
        return True

    def get_form_extras(self) -> dict[str, Any]:
        return {"region": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Zet iemand in de pool",
            back_url=reverse("rvt:expert-list"),
            region=self.object,
            others=[region for region in self.regions if region != self.object],
            **kwargs,
        )

    def act(self, *, user: Any, disciplines: list[Any]) -> Expert:
        return pool.add_expert(self.object, user, disciplines=disciplines, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, f"{self.result.user.name} staat in de pool.")
        return reverse("rvt:expert-list")


class ExpertChange(ScopedAction):
    """What somebody knows about: by that person, or by who runs the table."""

    model = Expert
    access = "visible_to"
    form_class = ExpertForm
    template_name = "rvt/expert_form.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("user")

    def get_initial(self) -> dict[str, Any]:
        return {"disciplines": self.object.disciplines, "is_active": self.object.is_active}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_own = self.object.user == self.user
        title = "Jouw expertise" if is_own else f"Expertise van {self.object.user.name}"
        return super().get_context_data(title=title, back_url=self.get_back_url(), others=[], **kwargs)

    def get_back_url(self) -> str:
        """Back to the own page, or to the list."""
        return reverse("accounts:profile") if self.object.user == self.user else reverse("rvt:expert-list")

    def act(self, *, disciplines: list[Any], is_active: bool) -> Expert:
        return pool.change_expert(self.object, disciplines=disciplines, is_active=is_active, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "De expertise is bewaard.")
        return self.get_back_url()
