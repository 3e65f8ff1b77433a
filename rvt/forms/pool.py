"""Who is in the pool, and what each knows about."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Region, User
from rvt.choices import Discipline
from rvt.models import Expert
from rvt.querysets.office import table_of


class ExpertForm(forms.Form):
    """What somebody knows about, and whether that person takes part."""

    disciplines = forms.MultipleChoiceField(
        label="Expertise",
        choices=Discipline.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één expertise."},
    )
    is_active = forms.BooleanField(label="Doet mee aan de tafel", required=False)


class NewExpertForm(forms.Form):
    """Somebody with a role at this table who is not in the pool yet."""

    user = forms.ModelChoiceField(
        User.objects.none(), label="Wie?", empty_label=None, error_messages={"required": "Kies wie."}
    )
    disciplines = forms.MultipleChoiceField(
        label="Expertise",
        choices=Discipline.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één expertise."},
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Expert.objects.filter(region=region).values("user")
        field: Any = self.fields["user"]
        field.queryset = table_of(region).exclude(pk__in=known)
