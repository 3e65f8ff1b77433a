"""Who helps with what, and how that stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from cases.choices import HelpState
from cases.forms.fields import PastDateField
from cases.forms.parties import PartyField, PartyOption, party_options
from cases.forms.people import SomeOfHousehold
from cases.models import Household, NetworkPerson, Person


class HelpStepForm(forms.Form):
    """How it stands, since when, and who keeps contact while somebody waits."""

    state = forms.ChoiceField(
        label="Hoe staat het?",
        choices=HelpState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe het staat."},
    )
    since = PastDateField(label="Sinds wanneer?")
    keeper = PartyField(
        label="Wie houdt ondertussen contact?", required=False, help_text="Niemand wacht alleen. Nodig bij “Wacht”."
    )

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = party_options(household, me=user)
        self.fields["since"].initial = timezone.localdate
        self.offer("keeper", [one for one in self.options if not isinstance(one.value.party, Person)])

    def offer(self, name: str, options: list[PartyOption], *, empty: str = "") -> None:
        """Fill the list of one field."""
        self.fields[name].offer(options, empty=empty)  # type: ignore[attr-defined]


class HelpForm(HelpStepForm):
    """The same, with what it is about: with what, for whom, and who helps."""

    what = forms.CharField(label="Waarmee?", max_length=160, help_text="Eén ding per keer, in gewone woorden.")
    people = SomeOfHousehold(label="Voor wie?")
    helper = forms.CharField(
        label="Wie helpt?", max_length=120, required=False, help_text="Een organisatie, of een naam."
    )
    helper_network = PartyField(label="Of iemand uit het eigen netwerk", required=False, widget=forms.Select)

    field_order = ("what", "people", "helper", "helper_network", "state", "since", "keeper")

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, household=household, user=user, **kwargs)
        self.fields["state"].initial = HelpState.ASKED
        parties = [option.value.party for option in self.options]
        self.people = {str(party.uuid): party for party in parties if isinstance(party, Person)}
        self.fields["people"].offer(list(self.people.values()))  # type: ignore[attr-defined]
        network = [option for option in self.options if isinstance(option.value.party, NetworkPerson)]
        self.offer("helper_network", network, empty="niemand, of iemand anders")
        if not network:
            del self.fields["helper_network"]

    def clean_people(self) -> list[Person]:
        """Return for whom it is."""
        return [self.people[uuid] for uuid in self.cleaned_data["people"]]
