"""Choosing somebody: of the family, of its network, or a professional who is involved. Nobody else can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms

from accounts.models import User
from cases.choices import Part
from cases.models import Household, Involvement, NetworkPerson, Person
from cases.services.parties import Party

UNKNOWN = "Kies iemand uit de lijst."


class PartyValue(str):
    """What stands in the form, "person:<uuid>", with the one it stands for."""

    party: Party

    @classmethod
    def of(cls, party: Party) -> Self:
        """Return the value that stands for `party`."""
        kinds = {Person: "person", NetworkPerson: "network", User: "user"}
        kind = next(name for model, name in kinds.items() if isinstance(party, model))
        value = cls(f"{kind}:{party.uuid}")
        value.party = party
        return value


@dataclass(frozen=True)
class PartyOption:
    """One choice of the list."""

    value: PartyValue
    label: str


def party_options(household: Household, *, me: User, also: Iterable[Party | None] = ()) -> list[PartyOption]:
    """Return everybody of `household` who can be chosen now: family, network, professionals, and `me` as "ik".

    `also` keeps somebody who stands in a row already and has left since.
    """
    family: list[Party] = list(Person.objects.visible_to(me).filter(household=household, left_on=None))
    network: list[Party] = list(NetworkPerson.objects.visible_to(me).filter(household=household, ended_on=None))
    involved = Involvement.objects.visible_to(me).running().filter(household=household).exclude(part=Part.EMERGENCY)
    workers: list[Party] = [row.user for row in involved.select_related("user").order_by("id")]
    known = [*family, *network, *workers]
    left = [party for party in also if party is not None and party not in known and party != me]
    others = [party for party in [*known, *left] if party != me]
    return [
        PartyOption(PartyValue.of(me), "ik"),
        *(PartyOption(PartyValue.of(one), one.name) for one in others),
    ]


class PartyField(forms.ChoiceField):
    """A choice from `party_options`; cleans to a PartyValue. An id that is not in the list does not exist here."""

    def __init__(self, *, required_message: str = UNKNOWN, **options: Any) -> None:
        messages = {
            "required": required_message,
            "invalid_choice": UNKNOWN,
            **options.pop("error_messages", {}),
        }
        super().__init__(error_messages=messages, **{"widget": forms.RadioSelect, **options})
        self.parties: dict[str, PartyValue] = {}

    def offer(self, options: Sequence[PartyOption], *, empty: str = "") -> None:
        """Fill the list. `empty` is the label of choosing nobody."""
        self.parties = {option.value: option.value for option in options}
        nobody = [("", empty)] if empty else []
        self.choices = nobody + [(option.value, option.label) for option in options]

    def clean(self, value: Any) -> PartyValue | str:
        """Return the PartyValue that was chosen, or "" for nobody."""
        chosen = super().clean(value)
        return self.parties[chosen] if chosen else ""
