"""Forms about cards from elsewhere: the file, what a card does not say, and whose keys we trust."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from cases.choices import PersonRole
from cases.forms.create import OpeningForm
from veiligheidskaart.arriving import SENTENCES, what_of, who_in
from veiligheidskaart.content import Card
from veiligheidskaart.services.arriving import ME
from veiligheidskaart.verify import MOST_BYTES, Code

LONGEST_LIST = 100_000
"""Signs of a list of keys: some hundred keys."""

SEALED = "kaart"
"""The hidden field with the card that was judged."""


class CardFileForm(forms.Form):
    """The file of a card."""

    file = forms.FileField(
        label="Bestand van de kaart",
        help_text="De pdf zoals het gezin of je collega hem kreeg. Geen foto en geen scan.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": "Kies een bestand.", "empty": "Dit bestand is leeg."},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(SENTENCES[Code.TOO_BIG])
        return file


class ReadInForm(OpeningForm):
    """What the card of a family does not say: who is who in it, and who does what was agreed."""

    def __init__(self, *args: Any, card: Card, sealed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        self.fields[SEALED] = forms.CharField(widget=forms.HiddenInput, initial=sealed)
        for place, name in enumerate(card.family):
            self.fields[f"role_{place}"] = forms.ChoiceField(
                label=name,
                choices=[("", "kies"), *PersonRole.choices],
                error_messages={"required": f"Kies wie {name} in het gezin is."},
            )
        names = list(card.family)
        items = card.agreements.items if card.agreements else ()
        for place, item in enumerate(items):
            found = who_in(item.title, names)
            self.fields[f"who_{place}"] = forms.ChoiceField(
                label=item.title,
                choices=[("", "kies"), *self._parties()],
                initial="" if found is None else f"person:{found}",
                error_messages={"required": f"Kies wie dit doet: {what_of(item.title)}"},
            )
        if not self.initial.get("call_name") and names:
            self.fields["call_name"].initial = f"Gezin van {names[0]}"

    def _parties(self) -> Iterator[tuple[str, str]]:
        yield from ((f"person:{place}", name) for place, name in enumerate(self.card.family))
        network = self.card.network.items if self.card.network else ()
        yield from ((f"network:{place}", item.title) for place, item in enumerate(network))
        yield ME, "ik"

    @property
    def role_rows(self) -> list[forms.BoundField]:
        """One question for each person on the card."""
        return [self[name] for name in self.fields if name.startswith("role_")]

    @property
    def who_rows(self) -> list[forms.BoundField]:
        """One question for each agreement on the card."""
        return [self[name] for name in self.fields if name.startswith("who_")]

    def roles(self) -> list[PersonRole]:
        """Return the parts in the family, in the order of the card."""
        return [PersonRole(self.cleaned_data[row.name]) for row in self.role_rows]

    def who(self) -> list[str]:
        """Return who does what was agreed, in the order of the card."""
        return [self.cleaned_data[row.name] for row in self.who_rows]


class KeyListForm(forms.Form):
    """The published list of keys of another installation."""

    name = forms.CharField(
        label="Van welke installatie?",
        max_length=80,
        help_text="Zoals iedereen hier hem kent. Deze naam staat bij elke kaart.",
        error_messages={"required": "Vul een naam in."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    key_list = forms.CharField(
        label="Sleutellijst",
        max_length=LONGEST_LIST,
        help_text="Plak hier de hele lijst die je van de andere installatie kreeg.",
        error_messages={"required": "Plak de sleutellijst.", "max_length": "Dit is geen sleutellijst."},
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )


class TrustForm(forms.Form):
    """What somebody says about a list: the keys are theirs, or they count no more."""

    TRUST, END = "trust", "end"
    answer = forms.ChoiceField(choices=[(TRUST, "De codes kloppen"), (END, "Niet meer vertrouwen")])
