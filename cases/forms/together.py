"""Met wie kijk je mee? Those of the family who look along on this screen."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import Person

ALL = "allemaal"
WHO = "Kies met wie je meekijkt."


class TogetherForm(forms.Form):
    """One or more people of the household, or all of them."""

    people = forms.MultipleChoiceField(
        label="Met wie kijk je mee?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": WHO, "invalid_choice": WHO},
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(person.uuid): person for person in people}
        names = [(key, person.name) for key, person in self.by_key.items()]
        self.fields["people"].choices = [*names, (ALL, "Allemaal")] if len(names) > 1 else names  # type: ignore[attr-defined]

    def clean_people(self) -> list[Person]:
        """Return who was chosen."""
        chosen = self.cleaned_data["people"]
        return [person for key, person in self.by_key.items() if ALL in chosen or key in chosen]
