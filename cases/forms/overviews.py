"""For whom of the family a paper is made that says who looked, and about which days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.rows import RowChoiceField
from cases.forms.fields import PastDateField
from cases.models import Household, Person
from cases.overview import AT_MOST_DAYS, SHOWN_DAYS


class OverviewForm(forms.Form):
    """Somebody of the household, and local days: both included, one year at most."""

    voor = RowChoiceField(
        label="Voor wie is het overzicht?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies voor wie het overzicht is."},
    )
    vanaf = PastDateField(
        label="Vanaf",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Kies vanaf welke dag."},
    )
    tot_en_met = PastDateField(
        label="Tot en met",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Kies tot en met welke dag."},
    )

    def __init__(self, *args: Any, household: Household, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: RowChoiceField = self.fields["voor"]  # type: ignore[assignment]
        people.queryset = Person.objects.visible_to(user).filter(household=household, is_unborn=False)
        today = timezone.localdate()
        self.fields["vanaf"].initial = today - timedelta(days=SHOWN_DAYS)
        self.fields["tot_en_met"].initial = today

    def clean(self) -> dict[str, Any]:
        """The days stand in order, and are not more than somebody reads."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("vanaf"), cleaned.get("tot_en_met")
        if first and last and last < first:
            self.add_error("tot_en_met", "Deze dag ligt voor de eerste dag.")
        elif first and last and (last - first).days >= AT_MOST_DAYS:
            self.add_error("vanaf", "Kies hooguit een jaar. Maak voor een ander jaar nog een overzicht.")
        return cleaned
