"""Taking over into a question without names, and the weighing of the Meldcode."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.choices import ReportChoice
from cases.forms.fields import PastDateField, long_text
from rvt.choices import AskedAbout
from rvt.forms.questions import TheMembers


class BringForm(TheMembers):
    """What a question could begin with. Everything can be changed here, and again in the question itself."""

    unsafe = long_text("Wat is niet veilig?", max_length=1500, required=False, rows=4)
    goes_well = long_text("Wat gaat goed?", max_length=1500, required=False, rows=4)
    tried = long_text("Wat is al geprobeerd, en wat deed dat?", max_length=1500, required=False, rows=4)
    about = forms.ChoiceField(choices=AskedAbout.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].required = False


class ReportForm(forms.Form):
    """Step 5 of the Meldcode: what was decided, and why."""

    choice = forms.ChoiceField(
        label="Is dit gemeld bij Veilig Thuis?",
        choices=ReportChoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of dit gemeld is."},
    )
    reported_on = PastDateField(label="Op welke dag?", required=False, initial=timezone.localdate)
    reason = long_text("Waarom?", max_length=1000, hint="Wat woog je? Schrijf het kort op.")
