"""Looking back on the table (ux, S26): four questions, none has to be answered."""

from __future__ import annotations

from django import forms

from rvt.choices import FreeTalk
from rvt.forms.naming import NamesMixin


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=FreeTalk.choices, widget=forms.RadioSelect, required=False)


def _text(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Hoogstens 400 tekens."},
    )


class LookBackForm(NamesMixin):
    """About the table, never about the family."""

    texts = ("next_time", "lesson")

    free_talk = _choice("Kon je vrij praten?")
    right_knowledge = _choice("Zat de juiste kennis aan tafel?")
    next_time = _text("Wat doen wij de volgende keer anders?")
    lesson = _text("Leerpunt voor anderen", "Schrijf niets over het gezin. Alleen wat anderen kunnen leren.")

    field_order = ("free_talk", "right_knowledge", "next_time", "lesson", "looked")
