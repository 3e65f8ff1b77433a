"""The people of a household: who they are, where they live, what they are of each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.versions import VersionedFormMixin
from cases import rules
from cases.choices import PersonRole
from cases.forms.fields import Birth, BirthField, PastDateField, PhoneField
from cases.models import Home, Person
from cases.services.people import Bonds, PersonData

BONDS = ("parents", "children", "partners", "former_partners")


class SomeOfHousehold(forms.MultipleChoiceField):
    """Several rows of this household, by uuid; cleans to a list of uuids in the order of the list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            error_messages={"invalid_choice": "Kies uit de lijst."},
            **options,
        )
        self.rows: dict[str, Any] = {}

    def offer(self, rows: Sequence[Any]) -> None:
        """Fill the list."""
        self.rows = {str(row.uuid): row for row in rows}
        self.choices = [(uuid, row.name) for uuid, row in self.rows.items()]

    def clean(self, value: Any) -> list[str]:
        """Return what was chosen, each once."""
        chosen = super().clean(value)
        return [uuid for uuid in self.rows if uuid in chosen]


class PersonForm(forms.Form):
    """A name and a part in the family are enough."""

    name = forms.CharField(label="Naam", max_length=60, help_text="Zoals deze persoon genoemd wil worden.")
    role = forms.ChoiceField(label="Wie is dit in het gezin?", choices=[("", "kies"), *PersonRole.choices])
    role_word = forms.CharField(
        label="In hun eigen woord",
        max_length=40,
        required=False,
        help_text="Bijvoorbeeld: mama, opa Piet.",
    )
    surname = forms.CharField(label="Achternaam", max_length=80, required=False)
    birth = BirthField(label="Geboren", required=False, help_text="Alleen het jaar mag ook.")
    is_unborn = forms.BooleanField(label="Nog niet geboren", required=False)
    language = forms.CharField(label="Taal", max_length=40, initial="Nederlands")
    needs_interpreter = forms.BooleanField(label="Tolk nodig", required=False)
    phone = PhoneField(label="Telefoon")
    homes = SomeOfHousehold(
        label="Waar woont deze persoon?",
        help_text="Twee huizen kan ook. Niets gekozen: woont apart.",
    )
    new_home = forms.CharField(
        label="Of een ander huis",
        max_length=40,
        required=False,
        help_text="Een naam, zoals “bij papa”. Nooit een adres.",
    )

    def __init__(self, *args: Any, homes: Sequence[Home], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["homes"].offer(homes)  # type: ignore[attr-defined]
        self.others = people

    def clean(self) -> dict[str, Any]:
        """Somebody who is not born yet has no birth date."""
        cleaned = super().clean() or {}
        if cleaned.get("is_unborn") and cleaned.get("birth"):
            self.add_error("birth", rules.UNBORN_AND_BORN)
        return cleaned

    def data_of(self, cleaned: dict[str, Any]) -> PersonData:
        """Return what is known of the person."""
        birth: Birth = cleaned["birth"] or Birth()
        plain = (
            "name",
            "surname",
            "role_word",
            "is_unborn",
            "language",
            "needs_interpreter",
            "phone",
        )
        return PersonData(
            role=PersonRole(cleaned["role"]),
            born_on=birth.day,
            birth_year=birth.year,
            **{name: cleaned[name] for name in plain},
        )

    def rows_of(self, name: str, chosen: list[str]) -> list[Any]:
        """Return the rows behind the uuids of one field."""
        field: SomeOfHousehold = self.fields[name]  # type: ignore[assignment]
        return [field.rows[uuid] for uuid in chosen]


class PersonChangeForm(VersionedFormMixin, PersonForm):
    """The same for somebody who is known, with the bonds to the others."""

    parents = SomeOfHousehold(label="Wie zijn de ouders?")
    children = SomeOfHousehold(label="Van wie is dit een ouder?")
    partners = SomeOfHousehold(label="Van wie is dit de partner?")
    former_partners = SomeOfHousehold(label="Van wie is dit de ex-partner?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BONDS:
            self.fields[name].offer(self.others)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Nobody is parent and child of the same person."""
        cleaned = super().clean()
        if set(cleaned.get("parents", [])) & set(cleaned.get("children", [])):
            self.add_error("children", "Iemand kan niet ouder én kind van dezelfde persoon zijn.")
        return cleaned

    def bonds_of(self, cleaned: dict[str, Any]) -> Bonds:
        """Return the bonds as rows."""
        return Bonds(**{name: self.rows_of(name, cleaned[name]) for name in BONDS})


class PersonLeftForm(forms.Form):
    """Since when somebody does not belong to the household any more."""

    left_on = PastDateField(label="Hoort er niet meer bij sinds")
