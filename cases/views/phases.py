"""Where we are, in the words of the family."""

from __future__ import annotations

from typing import Any

from cases.choices import PhaseStep
from cases.forms.phases import PhaseForm
from cases.models import Person, Phase
from cases.services.phases import set_phase
from cases.views.base import PanelForm


class PhaseCreate(PanelForm):
    """Bespreek waar jullie staan."""

    form_class = PhaseForm
    draft_name = "phase"
    title = "Waar staan we?"
    panel = "fase"
    partial = "cases/partials/phase_form.html"
    said = "Bewaard waar jullie staan."

    def get_form_extras(self) -> dict[str, Any]:
        people = Person.objects.visible_to(self.user).filter(household=self.object, left_on=None, is_unborn=False)
        return {"people": list(people)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the step of the last talk: the form helps to talk about the one after it (domain dossier 2.3)."""
        talks = Phase.objects.visible_to(self.user).filter(household=self.object)
        return super().get_context_data(step_now=talks.values_list("step", flat=True).first(), **kwargs)

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, **cleaned: Any) -> Phase:
        return set_phase(
            self.object,
            step=PhaseStep(cleaned["step"]),
            discussed_on=cleaned["discussed_on"],
            present=cleaned["present"],
            quotes=self.form.quotes(),
            family_silent=cleaned["family_silent"],
            by=self.user,
        )
