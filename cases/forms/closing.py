"""Closing a household."""

from __future__ import annotations

from django import forms

from cases.choices import CloseReason


class CloseHouseholdForm(forms.Form):
    """Why nobody of us is needed now."""

    reason = forms.ChoiceField(
        label="Waarom sluit je af?",
        choices=CloseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom je afsluit."},
    )
