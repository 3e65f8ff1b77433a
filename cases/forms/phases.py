"""Where we are: the step, the day, who was there, and what each person says about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.choices import PhaseStep
from cases.forms.fields import PastDateField, long_text
from cases.models import Person
from cases.services.phases import quote_field


class PhaseForm(forms.Form):
    """One field for the words of each person; `family_silent` when nobody wanted to say anything."""

    step = forms.ChoiceField(label="Waar staan we?", choices=PhaseStep.choices, widget=forms.RadioSelect)
    discussed_on = PastDateField(label="Wanneer besproken?")
    present = forms.CharField(label="Wie waren erbij?", max_length=300)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["discussed_on"].initial = timezone.localdate
        self.people = {quote_field(person): person for person in people}
        for name, person in self.people.items():
            self.fields[name] = long_text(f"Wat zegt {person.name}?", max_length=400, required=False, rows=2)
        self.fields["family_silent"] = forms.BooleanField(label="Het gezin wilde hier niets bij zeggen", required=False)

    @property
    def quote_fields(self) -> list[forms.BoundField]:
        """The fields for the words of the family."""
        return [self[name] for name in self.people]

    def quotes(self) -> dict[Person, str]:
        """Return what was said, by person."""
        return {person: self.cleaned_data[name] for name, person in self.people.items() if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any]:
        """Words of somebody, or a silence that is named; not both and not neither."""
        cleaned = super().clean() or {}
        said = any(cleaned.get(name) for name in self.people)
        if not said and not cleaned.get("family_silent") and not any(name in self.errors for name in self.people):
            self.add_error(
                "family_silent",
                "Schrijf op wat iemand zei, of kies: het gezin wilde hier niets bij zeggen.",
            )
        if said and cleaned.get("family_silent"):
            self.add_error("family_silent", "Er staan woorden van het gezin. Haal dit vinkje weg.")
        return cleaned
