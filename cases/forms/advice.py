"""Taking lines of an advice over as agreements of a household (ux, S25)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cases.forms.fields import AnyDateField
from cases.forms.parties import PartyField, party_options
from cases.models import Household


class TakeOverForm(forms.Form):
    """Which lines, who does it, who looks whether it works, and from when. Each can be changed afterwards."""

    lines = forms.MultipleChoiceField(
        label="Welke regels?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies één regel of meer.", "invalid_choice": "Kies regels uit de lijst."},
    )
    who = PartyField(label="Wie doet het?", required_message="Kies wie dit doet.")
    checker = PartyField(label="Wie kijkt of het lukt?", required_message="Kies wie kijkt of het lukt.")
    since = AnyDateField(label="Vanaf wanneer")

    def __init__(self, *args: Any, household: Household, user: User, advice: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [(str(n), line) for n, line in enumerate(advice)]  # type: ignore[attr-defined]
        options = party_options(household, me=user)
        for name in ("who", "checker"):
            self.fields[name].offer(options)  # type: ignore[attr-defined]
        self.fields["since"].initial = timezone.localdate
