"""What the household is called and which municipality is responsible."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Municipality, Organisation, User
from accounts.versions import VersionedFormMixin
from cases.models import Household


class HouseholdChangeForm(VersionedFormMixin, forms.Form):
    """The municipality is one of those where an organisation of this person works, or the one that stands there."""

    call_name = forms.CharField(label="Hoe noemt het gezin zichzelf?", max_length=80)
    municipality = forms.ModelChoiceField(Municipality.objects.none(), label="Gemeente", empty_label=None)

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Municipality.objects.filter(organisations__in=Organisation.objects.of_member(user))
        field: forms.ModelChoiceField = self.fields["municipality"]  # type: ignore[assignment]
        field.queryset = (mine | Municipality.objects.filter(pk=household.municipality_id)).distinct()
