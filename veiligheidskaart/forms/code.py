from __future__ import annotations

from django import forms


class CodeForm(forms.Form):
    """The code of a print, as it was typed, or the address that a camera read."""

    code = forms.CharField(
        label="Code van de kaart",
        max_length=300,
        help_text="De 12 tekens die naast het blokje staan.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Vul de code in, bijvoorbeeld 7KQ4 M2XP 3RTH."},
    )
