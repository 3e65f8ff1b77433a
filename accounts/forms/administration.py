"""Organisations, and who works for them (ux, S28)."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from accounts import rules
from accounts.choices import OrganisationKind, Role
from accounts.forms.rows import RowChoiceField
from accounts.models import Membership, Organisation, Region
from accounts.versions import VersionedFormMixin

_PHONE = re.compile(r"\+?[\d\s()-]{3,20}")


class SearchForm(forms.Form):
    """Part of the name of an organisation. What does not fit shows everything."""

    zoek = forms.CharField(
        label="Zoek op naam", required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )


class OrganisationForm(forms.Form):
    """What an organisation is called, what it is, where it works and how to reach it."""

    name = forms.CharField(label="Naam", max_length=120, error_messages={"required": "Vul de naam in."})
    kind = forms.ChoiceField(
        label="Soort",
        choices=[("", "kies"), *OrganisationKind.choices],
        help_text="Alleen een lokaal team kan een vast gezicht geven.",
        error_messages={"required": "Kies wat voor organisatie het is."},
    )
    municipalities = forms.MultipleChoiceField(
        label="Gemeenten", required=False, widget=forms.CheckboxSelectMultiple, help_text="Waar zij werkt."
    )
    phone = forms.CharField(
        label="Telefoon", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.uuid): place for place in region.municipalities.all()}
        field: forms.MultipleChoiceField = self.fields["municipalities"]  # type: ignore[assignment]
        field.choices = [(key, place.name) for key, place in self.places.items()]

    def clean_phone(self) -> str:
        """A number of any length: an organisation may have 0800 or 14 and a few digits."""
        typed: str = self.cleaned_data["phone"].strip()
        if typed and not _PHONE.fullmatch(typed):
            raise forms.ValidationError("Vul een telefoonnummer in, bijvoorbeeld 088 000 11 22.")
        return typed


class OrganisationChangeForm(VersionedFormMixin, OrganisationForm):
    """The same for one that is there."""


class _RoleField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label="Rol",
            widget=forms.RadioSelect,
            error_messages={"required": "Kies een rol.", "invalid_choice": "Kies een rol uit de lijst."},
        )


class InviteForm(forms.Form):
    """Somebody new."""

    name = forms.CharField(
        label="Naam",
        max_length=120,
        help_text="Voornaam en achternaam.",
        error_messages={"required": "Vul de naam in."},
    )
    email = forms.EmailField(
        label="E-mailadres van het werk",
        max_length=254,
        help_text="Hier gaat de uitnodiging naartoe.",
        error_messages={
            "required": "Vul een e-mailadres in.",
            "invalid": "Vul een heel e-mailadres in, bijvoorbeeld sanne@voorbeeld.nl.",
        },
    )
    function = forms.CharField(
        label="Functie", max_length=80, required=False, help_text="Bijvoorbeeld: maatschappelijk werker."
    )
    role = _RoleField()

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ChoiceField = self.fields["role"]  # type: ignore[assignment]
        field.choices = [(str(role), role.label) for role in rules.roles_in(organisation.kind)]

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    """Another role for somebody who works there."""

    role = _RoleField()

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in rules.roles_in(membership.organisation.kind) if role != membership.role]
        self.fields["role"].choices = [(str(role), role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])


class GiveRoleForm(forms.Form):
    """A first role in another organisation, for somebody who is known."""

    organisation = RowChoiceField(
        label="Organisatie",
        empty_label="kies",
        error_messages={"required": "Kies een organisatie.", "invalid_choice": "Kies een organisatie uit de lijst."},
    )
    role = _RoleField()
    function = forms.CharField(label="Functie", max_length=80, required=False)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["role"].choices = Role.choices  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])


class FunctionForm(forms.Form):
    """What somebody does there, in words."""

    function = forms.CharField(label="Functie", max_length=80, required=False)


class BlockForm(forms.Form):
    """A block of somebody who is a face waits for another face, unless there is danger."""

    in_danger = forms.BooleanField(
        label="Het moet nu: iemand anders kan inloggen, of er is ander gevaar",
        help_text="De teamleider ziet de gezinnen dan bij ‘Zonder vast gezicht’.",
        required=False,
    )

    def __init__(self, *args: Any, is_face: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_face:
            del self.fields["in_danger"]
