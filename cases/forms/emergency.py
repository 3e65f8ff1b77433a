"""Break-glass: whom, why, and was 112 called. And what the privacy officer thinks of it."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms.rows import RowChoiceField
from accounts.models import Municipality, Organisation, User
from cases import rules
from cases.choices import Called112, LookJudgement, Verdict
from cases.doors import Match
from cases.forms.fields import long_text


class EmergencyForm(forms.Form):
    """A whole name or first name in one municipality, and why it cannot wait."""

    name = forms.CharField(
        label="Naam of voornaam",
        max_length=80,
        help_text="Van iemand uit het gezin. Schrijf de naam helemaal.",
        error_messages={"required": "Vul een naam of voornaam in."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    municipality = RowChoiceField(label="Gemeente")
    reason = long_text(
        "Wat is er aan de hand?",
        max_length=1000,
        hint="In een paar zinnen. De vaste contactpersoon en de functionaris gegevensbescherming lezen dit.",
    )
    called_112 = forms.ChoiceField(
        label="Heb je 112 gebeld als dat moest?",
        choices=Called112.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        works_for = Organisation.objects.of_member(user)
        field: RowChoiceField = self.fields["municipality"]  # type: ignore[assignment]
        field.queryset = Municipality.objects.filter(region__in=works_for.values("region"))
        if own := field.queryset.filter(organisations__in=works_for).first():
            field.initial = own.uuid

    def clean_reason(self) -> str:
        """A word is no reason."""
        reason: str = self.cleaned_data["reason"]
        if len(reason) < rules.EMERGENCY_REASON_LENGTH:
            raise forms.ValidationError(
                f"Schrijf iets meer op: {rules.EMERGENCY_REASON_LENGTH} letters of meer.", code="too_short"
            )
        return reason


class ChooseForm(forms.Form):
    """Several households fit: which one is it? Only a first name, an initial and the municipality are shown."""

    household = forms.TypedChoiceField(
        label="Wie bedoel je?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie je bedoelt."},
    )

    def __init__(self, *args: Any, matches: list[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["household"].choices = [  # type: ignore[attr-defined]
            (str(match.household), f"{match.first_name} {match.initial}., {match.municipality}".strip())
            for match in matches
        ]


class JudgeForm(forms.Form):
    """Right or not, and why."""

    verdict = forms.ChoiceField(
        label="Was het terecht?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies “Terecht” of “Niet terecht”."},
    )
    text = long_text("Waarom vind je dat?", max_length=1000, hint="Wie de noodtoegang gebruikte, leest dit ook.")


class JudgeLookForm(forms.Form):
    """Right, unclear or like a breach, and why."""

    verdict = forms.ChoiceField(
        label="Was het terecht?",
        choices=LookJudgement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord."},
    )
    text = long_text("Waarom vind je dat?", max_length=1000, hint="Schrijf niets over het gezin op.")
