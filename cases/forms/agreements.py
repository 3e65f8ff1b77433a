"""Making and changing an agreement, and saying whether it works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.versions import VersionedFormMixin
from cases import rules
from cases.choices import TickOutcome
from cases.forms.fields import AnyDateField, long_text
from cases.forms.parties import PartyField, party_options
from cases.models import Agreement, Household


class AgreementForm(forms.Form):
    """Who does what, from when, who looks whether it works, and what happens when it does not."""

    what = forms.CharField(
        label="Wat?",
        max_length=200,
        help_text="Eén ding per afspraak, in gewone woorden.",
    )
    detail = forms.CharField(label="Hoe dan?", max_length=200, required=False)
    who = PartyField(label="Wie?", required_message="Kies wie dit doet.")
    since = AnyDateField(label="Vanaf wanneer")
    checker = PartyField(label="Wie kijkt of het lukt?", required_message="Kies wie kijkt of het lukt.")
    if_not = forms.CharField(label="En als het niet lukt?", max_length=200, required=False)
    due_on = AnyDateField(
        label="Voor welke dag?",
        required=False,
        help_text="Alleen als het op een dag klaar moet zijn.",
    )
    due_at = forms.TimeField(
        label="Hoe laat?",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 14:30."},
    )

    def __init__(
        self,
        *args: Any,
        household: Household,
        user: User,
        agreement: Agreement | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        also = [agreement.who, agreement.checker] if agreement else []
        options = party_options(household, me=user, also=also)  # type: ignore[arg-type]
        for name in ("who", "checker"):
            self.fields[name].offer(options)  # type: ignore[attr-defined]
        if agreement is None:
            self.fields["since"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        """A time needs a day, and a day for it to be done does not lie before the first day."""
        cleaned = super().clean() or {}
        days = (cleaned.get(name) for name in ("since", "due_on", "due_at"))
        problem = rules.agreement_day_problem(*days)
        if problem and "due_on" not in self.errors:
            self.add_error("due_on", problem)
        return cleaned


class AgreementChangeForm(VersionedFormMixin, AgreementForm):
    """The same, on an agreement that a colleague may have open too."""


class TickForm(forms.Form):
    """Does it work? "Lukt nog niet" asks one thing."""

    outcome = forms.ChoiceField(
        label="Lukt het?",
        choices=[
            (TickOutcome.DONE.value, "Lukt"),
            (TickOutcome.NOT_YET.value, "Lukt nog niet"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of het lukt."},
    )
    what_helps = long_text("Wat helpt?", max_length=300, required=False, rows=2)
