"""A token of an integration."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts import rules
from accounts.choices import ApiScope


class TokenForm(forms.Form):
    """What it is called, what it is for, and for how long."""

    name = forms.CharField(
        label="Naam van de koppeling",
        max_length=80,
        help_text="Waar is het voor? Bijvoorbeeld: jaarverslag gemeente.",
        error_messages={"required": "Geef de koppeling een naam."},
    )
    scopes = forms.MultipleChoiceField(
        label="Waar mag de koppeling bij?",
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nooit bij gezinnen.",
        error_messages={"required": "Kies waar de koppeling bij mag."},
    )
    days = forms.IntegerField(
        label="Hoeveel dagen werkt de koppeling?",
        min_value=1,
        max_value=rules.TOKEN_LIFETIME.days,
        initial=rules.TOKEN_LIFETIME.days,
        help_text="Hoogstens 90 dagen.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Vul een aantal dagen in.",
            "invalid": "Vul een getal in, bijvoorbeeld 30.",
            "min_value": "Vul 1 dag of meer in.",
            "max_value": "Een koppeling werkt hoogstens 90 dagen.",
        },
    )

    def clean_scopes(self) -> list[Any]:
        """Return the scopes themselves."""
        return [ApiScope(scope) for scope in self.cleaned_data["scopes"]]
