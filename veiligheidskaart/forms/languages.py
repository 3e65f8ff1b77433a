"""Forms about the languages of a card."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.fields import PastDateField
from veiligheidskaart.models import KaartTranslation

LONGEST = KaartTranslation._meta.get_field("text").max_length


class ReviewForm(forms.Form):
    """Which sworn translator reviewed the fixed texts that are shown beside this form."""

    translator = forms.CharField(
        label="Naam van de beëdigd vertaler",
        max_length=80,
        error_messages={"required": "Vul de naam van de vertaler in."},
    )
    register_number = forms.CharField(
        label="Nummer in het register (Rbtv)",
        max_length=20,
        error_messages={"required": "Vul het nummer in het register in."},
    )
    reviewed_on = PastDateField(
        label="Nagekeken op",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul in op welke dag."},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewed_on"].initial = timezone.localdate()


class TranslationForm(forms.Form):
    """A field for each Dutch text of a card, beside that text. A text left empty shows the Dutch."""

    checked_by = forms.CharField(label="Nagekeken door", max_length=80, required=False)

    def __init__(self, *args: Any, rows: list[tuple[str, str, str]], **kwargs: Any) -> None:
        """`rows` are key, Dutch text and translation so far."""
        super().__init__(*args, **kwargs)
        self.dutch = {f"t_{key}": dutch for key, dutch, _ in rows}
        for key, dutch, text in rows:
            self.fields[f"t_{key}"] = forms.CharField(
                label=dutch,
                max_length=LONGEST,
                required=False,
                initial=text,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"max_length": f"Maak deze vertaling korter: hooguit {LONGEST} tekens."},
            )

    def translations(self) -> dict[str, str]:
        """Return what was typed, by its Dutch text."""
        return {dutch: self.cleaned_data[name] for name, dutch in self.dutch.items()}
