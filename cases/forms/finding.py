"""Is there a fixed face already?"""

from __future__ import annotations

from django import forms

from cases.forms.fields import PastDateField, long_text


class FaceAskForm(forms.Form):
    """One person, exactly, and why."""

    surname = forms.CharField(
        label="Achternaam",
        max_length=80,
        help_text="Van één persoon uit het gezin. Schrijf de hele achternaam, met “van” of “de” erbij.",
        error_messages={"required": "Vul de achternaam in."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    born_on = PastDateField(
        label="Geboortedatum",
        help_text="Van dezelfde persoon.",
        error_messages={"required": "Vul de geboortedatum in.", "invalid": "Vul een datum in, bijvoorbeeld 12-3-2015."},
    )
    why = long_text(
        "Waarom vraag je dit?", max_length=300, hint="De vaste contactpersoon leest dit, met jouw naam erbij.", rows=2
    )
