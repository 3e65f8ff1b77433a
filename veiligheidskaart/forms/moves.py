"""Gezin verhuist: who of the family agrees, and the code by which another office says that it took over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.fields import PastDateField
from cases.forms.people import SomeOfHousehold
from cases.models import Person


class PrepareMoveForm(forms.Form):
    """Who agrees, since which day, and where the family goes: that is not asked where something is secret."""

    agreed_on = PastDateField(
        label="Op welke dag?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul in op welke dag."},
    )
    destination = forms.CharField(
        label="Waar gaat het gezin heen?",
        max_length=80,
        required=False,
        help_text="Alleen de gemeente of de organisatie. Geen adres.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["agreed_by", "agreed_on", "destination"]

    def __init__(self, *args: Any, people: Sequence[Person], asks_destination: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"agreed_on": timezone.localdate(), **kwargs["initial"]}})
        agreed_by = SomeOfHousehold(label="Wie van het gezin vindt dit goed?")
        agreed_by.required = True
        agreed_by.error_messages["required"] = "Vraag eerst of het gezin dit goed vindt."
        agreed_by.offer(people)
        self.fields["agreed_by"] = agreed_by
        self.order_fields(self.field_order)
        if not asks_destination:
            del self.fields["destination"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        offered: SomeOfHousehold = self.fields["agreed_by"]  # type: ignore[assignment]
        if "agreed_by" in cleaned:
            cleaned["agreed_by"] = [offered.rows[uuid] for uuid in cleaned["agreed_by"]]
        return cleaned


class ReceptionCodeForm(forms.Form):
    """The code that the other office reads on its screen."""

    code = forms.CharField(
        label="Ontvangstcode",
        max_length=40,
        help_text="De 8 tekens die de nieuwe organisatie noemt.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Vul de code in, bijvoorbeeld 7KQ4 M2XP."},
    )
