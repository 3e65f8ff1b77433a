"""Somebody of the family's own who thinks along."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.versions import VersionedFormMixin
from cases.forms.fields import PastDateField, PhoneField


class NetworkPersonForm(forms.Form):
    """Who it is and what this person does."""

    name = forms.CharField(label="Naam", max_length=60)
    relation_word = forms.CharField(
        label="Wie is dit?",
        max_length=60,
        required=False,
        help_text="Bijvoorbeeld: buurvrouw, oma, trainer.",
    )
    helps_with = forms.CharField(label="Wat doet deze persoon?", max_length=160)
    phone = PhoneField(label="Telefoon")
    said_yes_on = PastDateField(label="Zei ja op", required=False)


class NetworkPersonChangeForm(VersionedFormMixin, NetworkPersonForm):
    """The same for somebody who is known already."""

    ended_on = PastDateField(label="Doet niet meer mee sinds", required=False)

    def clean(self) -> dict[str, Any]:
        """Nobody stops before the yes."""
        cleaned = super().clean() or {}
        if cleaned.get("ended_on") and cleaned.get("said_yes_on") and cleaned["ended_on"] < cleaned["said_yes_on"]:
            self.add_error("ended_on", "Deze dag ligt voor de dag van het ja.")
        return cleaned
