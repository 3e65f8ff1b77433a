"""Choosing what the log book shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User

SHOWN_FOR = timedelta(days=31)
"""How far the log book goes back when nothing is chosen."""


class LogBookForm(forms.Form):
    """Person, period and emergency access. An answer that does not exist shows everything."""

    wie = forms.ModelChoiceField(
        User.objects.none(), label="Wie", required=False, empty_label="iedereen", to_field_name="uuid"
    )
    vanaf = forms.DateField(label="Vanaf", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    tot_en_met = forms.DateField(label="Tot en met", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    nood = forms.BooleanField(label="Alleen noodtoegang", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wie"].queryset = User.objects.colleagues_of(user).order_by("name")  # type: ignore[attr-defined]
        self.fields["vanaf"].initial = timezone.localdate() - SHOWN_FOR
