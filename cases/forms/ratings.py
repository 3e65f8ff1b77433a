"""The question from 0 to 10: who gives the number, when, which, why, and what would make it one higher."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cases import rules
from cases.forms.fields import PastDateField, long_text
from cases.forms.parties import PartyField, party_options
from cases.models import Household

NUMBERS = [(str(number), str(number)) for number in range(rules.SAFE_ENOUGH_TO_LEAVE + 1)]


class SafetyRatingForm(forms.Form):
    """Asked to one person. Why and what helps belong to the number; which number is good enough may stay open."""

    given_by = PartyField(label="Wie geeft het cijfer?", required_message="Kies wie het cijfer geeft.")
    asked_on = PastDateField(label="Wanneer gevraagd?")
    number = forms.TypedChoiceField(
        label="Hoe veilig is het nu?",
        choices=NUMBERS,
        coerce=int,
        widget=forms.RadioSelect,
        help_text="0: er moet nu iemand ingrijpen. 10: wij zijn niet meer nodig.",
        error_messages={"required": "Kies een cijfer van 0 tot en met 10."},
    )
    why = long_text("Waarom dit cijfer?", max_length=400, rows=2)
    one_higher = long_text(
        "Wat helpt één stap hoger?",
        max_length=400,
        required=False,
        rows=2,
        hint="Alleen bij een 10 mag dit leeg blijven.",
    )
    good_enough = forms.TypedChoiceField(
        label="Welk cijfer is goed genoeg?",
        choices=[("", "nog niet gevraagd"), *NUMBERS],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        me, *others = party_options(household, me=user)
        self.fields["given_by"].offer([*others, me])  # type: ignore[attr-defined]
        self.fields["asked_on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        """Below 10 something would help."""
        cleaned = super().clean() or {}
        if isinstance(cleaned.get("number"), int) and "one_higher" in cleaned:
            problem = rules.one_higher_problem(cleaned["number"], cleaned["one_higher"])
            if problem:
                self.add_error("one_higher", problem)
        return cleaned
