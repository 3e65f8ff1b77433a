"""Closing a household."""

from __future__ import annotations

from typing import Any

from django import forms

from cases import rules
from cases.choices import CloseReason
from cases.forms.fields import long_text
from cases.services.households import LookedBack


class CloseHouseholdForm(forms.Form):
    """Why nobody of us is needed now, and what the family and we would say to each other when they come back."""

    reason = forms.ChoiceField(
        label="Waarom sluit je af?",
        choices=CloseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom je afsluit."},
    )
    what_helped = long_text(
        "Wat hielp?",
        max_length=600,
        required=False,
        hint="In woorden van het gezin. Wilde het gezin niet terugkijken? Schrijf dat op.",
    )
    what_did_not = long_text("Wat hielp niet?", max_length=600, required=False, rows=2)
    whom_to_call = forms.CharField(
        label="Wie kan het gezin later bellen?",
        max_length=200,
        required=False,
        help_text="Een naam en een nummer die het gezin kent.",
    )

    def clean(self) -> dict[str, Any]:
        """Who closes looks back with the family, unless there is nobody to look back with."""
        cleaned = super().clean() or {}
        if rules.looks_back_at_closing(cleaned.get("reason", "")):
            sentences = {
                "what_helped": "Schrijf op wat hielp. Komt het gezin terug, dan begin je daar.",
                "whom_to_call": "Schrijf op wie het gezin kan bellen.",
            }
            for name, sentence in sentences.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def looked_back(self) -> LookedBack | None:
        """Return what was said; None when nobody could say anything."""
        said = {name: self.cleaned_data[name] for name in ("what_helped", "what_did_not", "whom_to_call")}
        return LookedBack(**said) if said["what_helped"] else None
