"""The one page of a household (ux, S5), and changing what it is called."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, Func, OuterRef
from django.http import Http404
from django.utils import timezone
from django.views.generic import DetailView

from accounts.access import ScopedView
from accounts.models import User
from cases import emergency
from cases.choices import HouseholdStatus, Part
from cases.forms.household import HouseholdChangeForm
from cases.models import Household, LookingBack, QuestionLink
from cases.services.households import change_household
from cases.views import panels
from cases.views.base import PanelForm, panel_asked
from cases.views.create import HINTS
from cases.views.look import Look


class HouseholdDetail(ScopedView, DetailView):  # type: ignore[misc]
    """Everything of a household that this person may see. All panels come in the first answer; htmx may ask for one."""

    model = Household
    access = "visible_to"
    template_name = "cases/household_detail.html"
    context_object_name = "household"

    def get_queryset(self) -> Any:
        rows = super().get_queryset().with_acts(self.request.user).select_related("municipality")
        links = QuestionLink.objects.visible_to(self.request.user).filter(household=OuterRef("pk"))  # type: ignore[arg-type]
        protection = Func("pk", function="protection_of", output_field=CharField())
        return rows.with_reach(timezone.localdate()).annotate(protection=protection, has_questions=Exists(links))

    def get_template_names(self) -> list[str]:
        return ["cases/household_panel.html" if self.panel else self.template_name]

    @property
    def panel(self) -> str | None:
        """The one panel that htmx asks for. Raises Http404 for a panel that is not there."""
        asked = panel_asked(self.request)
        if asked is not None and asked not in panels.PANELS:
            raise Http404
        return asked

    def may_reopen(self) -> bool:
        """Whether this person may start a closed household again; asked for a closed one only."""
        if self.object.is_active:
            return False
        user: User = self.request.user  # type: ignore[assignment]
        return Household.objects.reopenable_by(user).contains(self.object)

    def looked_back(self, look: Look, phase: dict[str, Any] | None) -> LookingBack | None:
        """What was said at the last closing: while it is closed, and after it until they discuss where they stand."""
        if phase is None or not (self.object.closed_at or self.object.reopened_at):
            return None
        back_on = timezone.localdate(self.object.reopened_at) if self.object.is_active else look.today
        if self.object.is_active and phase["phase"] and phase["phase"].discussed_on >= back_on:
            return None
        return LookingBack.objects.visible_to(look.user).filter(household=self.object).first()

    def is_new(self) -> bool:
        """Whether this person made this household a moment ago; true once."""
        session = self.request.session
        return session.get(HINTS) == str(self.object.uuid) and session.pop(HINTS) is not None

    def show_emergency(self, look: Look) -> None:
        """Whoever is here in an emergency sees that on every page of this household, after a new sign-in too."""
        for row in look.involvements:
            if row.is_running and row.part == Part.EMERGENCY and row.user_id == look.user.pk:
                emergency.remember(self.request, self.object, row.period.upper)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        look = Look(self.object, self.request, timezone.localdate())
        self.show_emergency(look)
        names = [self.panel] if self.panel else list(panels.PANELS)
        shown = {name: panels.build(look, name) for name in names}
        if self.panel and shown[self.panel] is None:
            raise Http404
        return super().get_context_data(
            is_new=self.is_new(),
            keeps_secret=self.panel is None and self.object.protection == "secret",
            panels=shown,
            today=look.today,
            closed=self.object.status == HouseholdStatus.CLOSED,
            may_reopen=self.may_reopen(),
            looked_back=self.looked_back(look, shown.get("fase")),
            panel=shown.get(self.panel or ""),
            panel_template=panels.PANELS[self.panel].template if self.panel else "",
            focus_opener=bool(self.request.htmx) and self.request.htmx.trigger == "terug",  # type: ignore[attr-defined]
            in_panel=self.panel is not None,
            **kwargs,
        )


class HouseholdChange(PanelForm):
    """What the family calls itself, and which municipality is responsible."""

    form_class = HouseholdChangeForm
    title = "Gegevens van dit huishouden"
    panel = "gegevens"
    partial = "cases/partials/household_change_form.html"
    said = "Gegevens bewaard."

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.object, "user": self.user}

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def act(self, **cleaned: Any) -> Household:
        return change_household(self.object, by=self.user, **cleaned)
