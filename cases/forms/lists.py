"""Searching in the list of households (ux, S4)."""

from __future__ import annotations

from django import forms


class SearchForm(forms.Form):
    """A name or a first name. Empty means: no search."""

    zoek = forms.CharField(
        label="Zoek op naam of voornaam",
        min_length=2,
        max_length=80,
        required=False,
        help_text="Twee letters of meer. Je vindt alleen gezinnen waar jij bij mag.",
        error_messages={"min_length": "Typ twee letters of meer.", "max_length": "Typ een kortere naam."},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-search-field": ""}),
    )
