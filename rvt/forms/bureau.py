"""The period of a delivery to the statistics bureau."""

from __future__ import annotations

from typing import Any

from django import forms


class PeriodForm(forms.Form):
    """From one day up to and including another."""

    van = forms.DateField(label="Van", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    tot = forms.DateField(label="Tot en met", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("van") and cleaned.get("tot") and cleaned["tot"] < cleaned["van"]:
            self.add_error("tot", "Kies een dag na de eerste dag.")
        return cleaned
