"""Where somebody can be found, why somebody looks, and how somebody is reached safely (ux, S8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.versions import VersionedFormMixin
from cases import rules
from cases.choices import FactKind
from cases.forms.fields import long_text
from cases.forms.people import SomeOfHousehold
from cases.models import Person


class FactForm(forms.Form):
    """An address or a place, and whether it is secret."""

    kind = forms.ChoiceField(label="Wat is het?", choices=FactKind.choices, widget=forms.RadioSelect)
    value = forms.CharField(
        label="Adres, plek of nummer",
        max_length=200,
        help_text="Bij een adres: straat en nummer, postcode en plaats, met een komma ertussen.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_secret = forms.BooleanField(
        label="Geheim",
        required=False,
        help_text="Het staat dan nergens. Alleen de vaste contactpersoon en het duo kunnen het tonen, met een reden.",
    )


class FactChangeForm(VersionedFormMixin, FactForm):
    """The same for one that is known. A secret is not filled in: empty leaves it as it is."""

    def __init__(self, *args: Any, was_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if was_secret:
            self.fields["value"].required = False
            self.fields["value"].help_text = "Laat leeg als het hetzelfde blijft. Wat er staat, is hier niet te zien."


class RevealForm(forms.Form):
    """Why somebody needs to see a secret."""

    why = long_text(
        "Waarom heb je het nodig?",
        max_length=300,
        rows=2,
        hint=f"Minstens {rules.REVEAL_WHY_AT_LEAST} tekens. De reden wordt bewaard.",
    )


class SafeContactForm(VersionedFormMixin, forms.Form):
    """When and how somebody is reached safely, and who is not safe for this person."""

    safe_when = forms.CharField(
        label="Wanneer kan het veilig?",
        max_length=120,
        required=False,
        help_text="Bijvoorbeeld: op werkdagen tussen 10 en 12 uur.",
    )
    safe_how = forms.CharField(
        label="Hoe kan het veilig?",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: bellen, niet appen. Zeg dat je van de bibliotheek bent.",
    )
    leave_no_message = forms.BooleanField(label="Laat geen bericht achter", required=False)
    unsafe_for = SomeOfHousehold(label="Wie is onveilig voor deze persoon?")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unsafe_for"].offer(people)  # type: ignore[attr-defined]
        if not people:
            del self.fields["unsafe_for"]
