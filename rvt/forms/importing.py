"""A file for the register, and what a code says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from rvt.choices_register import CodeList
from rvt.services.importing import LARGEST_FILE

BUREAU_CODE = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9.]*$", "Gebruik alleen letters, cijfers en punten.")


class FileForm(forms.Form):
    """One CSV file."""

    file = forms.FileField(
        label="Bestand",
        help_text="CSV, hoogstens 30 MB. Zonder namen en zonder tekst.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Kies een bestand.", "empty": "Dit bestand is leeg."},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("Dit bestand is te groot. Maak er twee van.")
        return file


class BureauCodeForm(forms.Form):
    """The code that the statistics bureau gave."""

    bureau_code = forms.CharField(
        label="Code van het statistiekbureau", max_length=12, required=False, validators=[BUREAU_CODE]
    )


class CodeForm(BureauCodeForm):
    """A new answer, from a day on."""

    label = forms.CharField(label="Wat er staat", max_length=80, error_messages={"required": "Vul in wat er staat."})
    code = forms.SlugField(
        label="Code",
        max_length=24,
        help_text="Kleine letters, cijfers en streepjes. Gebruik dezelfde code als het hetzelfde betekent.",
        error_messages={
            "required": "Vul een code in.",
            "invalid": "Gebruik alleen kleine letters, cijfers en streepjes.",
        },
    )
    first_on = forms.DateField(
        label="Geldig vanaf",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Kies een dag.", "invalid": "Kies een dag."},
    )

    field_order = ("label", "code", "first_on", "bureau_code")

    def clean_code(self) -> str:
        """Codes are written small."""
        return str(self.cleaned_data["code"]).lower()


class EndForm(forms.Form):
    """The last day of an answer."""

    last_on = forms.DateField(
        label="Laatste dag",
        help_text="Wat eerder is vastgelegd, blijft zoals het is.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Kies een dag.", "invalid": "Kies een dag."},
    )


def list_of(name: str) -> CodeList | None:
    """Return the code list that an address names."""
    return next((each for each in CodeList if each.value.replace("_", "-") == name), None)
