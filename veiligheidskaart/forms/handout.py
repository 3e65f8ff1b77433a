from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.fields import PastDateField
from veiligheidskaart.choices import Handed, HolderKind
from veiligheidskaart.models import HandOut
from veiligheidskaart.services.handouts import Bringing, Outsider


class HandOutForm(forms.Form):
    """One row of S15: how, language, when. A row without "how" is not brought yet and is left alone."""

    how = forms.ChoiceField(
        label="Hoe?", choices=[(each.value, each.label) for each in Handed], required=False, widget=forms.RadioSelect
    )
    language = forms.CharField(
        label="Taal", max_length=40, initial="Nederlands", error_messages={"required": "Vul de taal in."}
    )
    handed_on = PastDateField(
        label="Wanneer?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul in op welke dag."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"handed_on": timezone.localdate(), **kwargs.pop("initial", {})}, **kwargs)

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("how"))

    def to(self) -> Any:
        raise NotImplementedError

    def bringing(self) -> Bringing:
        """What this row says."""
        cleaned = self.cleaned_data
        return Bringing(self.to(), Handed(cleaned["how"]), cleaned["language"], cleaned["handed_on"])


class PersonHandOutForm(HandOutForm):
    """A row for somebody of the family."""

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"p-{person.uuid}", **kwargs)
        self.person = person

    def to(self) -> Any:
        return self.person


class _AskedFamilyForm(HandOutForm):
    """Somebody outside the family: only with the family's yes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family_agrees"] = forms.ChoiceField(
            label="Vindt het gezin dit goed?",
            choices=[("yes", "Ja"), ("no", "Nee")],
            required=False,
            widget=forms.RadioSelect,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("how") and cleaned.get("family_agrees") != "yes":
            self.add_error("family_agrees", "Vraag eerst of het gezin dit goed vindt.")
        return cleaned


class HolderHandOutForm(_AskedFamilyForm):
    """A row for somebody outside the family who has an older card."""

    def __init__(self, *args: Any, holder: HandOut, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"h-{holder.uuid}", initial={"language": holder.language}, **kwargs)
        self.holder = holder

    def to(self) -> Any:
        return Outsider(
            self.holder.to_name, HolderKind(self.holder.to_kind), self.cleaned_data["family_agrees"] == "yes"
        )


class NewHolderForm(_AskedFamilyForm):
    """Somebody outside the family who gets a card for the first time."""

    to_name = forms.CharField(label="Wie?", max_length=60, required=False)
    to_kind = forms.ChoiceField(
        label="Wie is dit?", choices=[("", "Kies"), *((each.value, each.label) for each in HolderKind)], required=False
    )
    field_order = ["to_name", "to_kind", "how", "language", "handed_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="nieuw", **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("how") or cleaned.get("to_name"):
            for name, sentence in (
                ("to_name", "Vul in wie de kaart krijgt."),
                ("to_kind", "Kies wie dit is."),
                ("how", "Kies hoe deze persoon de kaart kreeg."),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def to(self) -> Any:
        cleaned = self.cleaned_data
        return Outsider(cleaned["to_name"], HolderKind(cleaned["to_kind"]), cleaned["family_agrees"] == "yes")
