"""After an advice: lines that become agreements of a household, and what the asker was going to do (ux, S25)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cases.choices import TaskOutcome
from cases.forms.fields import AnyDateField
from cases.forms.parties import PartyField, party_options
from cases.models import Household


class TakeOverForm(forms.Form):
    """Which lines, who does it, who looks whether it works, and from when. Each can be changed afterwards."""

    lines = forms.MultipleChoiceField(
        label="Welke regels?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies één regel of meer.", "invalid_choice": "Kies regels uit de lijst."},
    )
    who = PartyField(label="Wie doet het?", required_message="Kies wie dit doet.")
    checker = PartyField(label="Wie kijkt of het lukt?", required_message="Kies wie kijkt of het lukt.")
    since = AnyDateField(label="Vanaf wanneer")

    def __init__(self, *args: Any, household: Household, user: User, advice: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [(str(n), line) for n, line in enumerate(advice)]  # type: ignore[attr-defined]
        options = party_options(household, me=user)
        for name in ("who", "checker"):
            self.fields[name].offer(options)  # type: ignore[attr-defined]
        self.fields["since"].initial = timezone.localdate


class TaskForm(forms.Form):
    """One task after an advice: done, or why not."""

    task = forms.ChoiceField(error_messages={"invalid_choice": "Deze taak is er niet meer. Kijk opnieuw."})
    outcome = forms.ChoiceField(choices=TaskOutcome.choices, error_messages={"required": "Kies gedaan of niet gedaan."})
    reason = forms.CharField(
        label="Waarom niet?",
        max_length=300,
        required=False,
        error_messages={"max_length": "Hoogstens 300 tekens."},
    )

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was not done has a reason; under "Gedaan" it is let go."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == TaskOutcome.NOT_DONE and cleaned.get("reason") == "":
            self.add_error("reason", "Schrijf op waarom niet.")
        elif cleaned.get("outcome") == TaskOutcome.DONE:
            cleaned["reason"] = ""
        return cleaned
