"""What the chair says about the half-year figures (ux, S27)."""

from __future__ import annotations

from django import forms

from accounts.versions import VersionedFormMixin
from rvt.choices_register import Counted


def _note(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NotesForm(VersionedFormMixin, forms.Form):
    """One line for the half year and one for each row of the figures, by the code of that row."""

    general = _note("Over dit halfjaar", "Zonder namen. Hoogstens 200 tekens.")
    discussed = _note(Counted.DISCUSSED.label)
    consultations = _note(Counted.CONSULTATIONS.label)
    network_meetings = _note(Counted.NETWORK_MEETINGS.label)
    council_talks = _note(Counted.COUNCIL_TALKS.label)
    guidance = _note(Counted.GUIDANCE.label)
    duos = _note(Counted.DUOS.label)
    households = _note(Counted.HOUSEHOLDS.label)
