"""Forms of the meeting itself and of the advice (ux, S24 and S25)."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.versions import VersionedFormMixin
from rvt import talking
from rvt.choices import FollowUp, Recognition, TalkPart
from rvt.forms.naming import NamesMixin
from rvt.services.writing import LONGEST


class NothingAsked(forms.Form):
    """An act that needs a button and nothing else."""


class MinutesForm(forms.Form):
    """ "Wijzig minuten": one number for each part. The item takes as long as its parts."""

    def __init__(self, *args: Any, minutes: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, number in minutes.items():
            self.fields[part] = forms.IntegerField(
                label=TalkPart(part).label,
                min_value=0,
                max_value=talking.MOST_MINUTES,
                initial=number,
                widget=forms.NumberInput(attrs={"class": "input input--year", "inputmode": "numeric"}),
                error_messages={
                    "required": "Vul de minuten in. Geen? Vul 0 in.",
                    "invalid": "Vul hele minuten in, bijvoorbeeld 5.",
                    "min_value": "Vul 0 of meer in.",
                    "max_value": f"Hoogstens {talking.MOST_MINUTES} minuten.",
                },
            )

    def minutes(self) -> dict[str, int]:
        """Return the minutes by part."""
        return {part: self.cleaned_data[part] for part in talking.SCRIPT}


class AttendanceForm(forms.Form):
    """Wie is er: one tick for each guest."""

    there = forms.MultipleChoiceField(
        label="Wie is er?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Kies mensen uit de lijst."},
    )

    def __init__(self, *args: Any, guests: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["there"].choices = guests  # type: ignore[attr-defined]


class RecogniseForm(forms.Form):
    """Ik herken dit gezin: what follows."""

    choice = forms.ChoiceField(
        label="Wat doe je?",
        choices=Recognition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat je doet."},
    )


class DecideForm(forms.Form):
    """Closing an item: when a name may stand there, somebody looked."""

    looked = forms.BooleanField(
        label="Ik heb gekeken. Hier staan geen namen.",
        required=False,
        widget=forms.CheckboxInput,
    )

    def __init__(self, *args: Any, must_look: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["looked"]
        field.required = must_look
        field.error_messages["required"] = "Kijk de tekst na op namen, en zet dan een vinkje."


class ReadForm(NamesMixin):
    """ "Klopt dit?" By the button: yes, or what should be written down otherwise."""

    YES, ALMOST = "yes", "almost"
    texts = ("change_asked",)

    change_asked = forms.CharField(
        label="Wat wil je anders?",
        max_length=600,
        required=False,
        help_text="De voorzitter past het één keer aan.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Hoogstens 600 tekens. Schrijf alleen op wat anders moet."},
    )
    right = forms.ChoiceField(
        choices=[(YES, "Ik ga akkoord"), (ALMOST, "Vraag een wijziging")],
        error_messages={"required": "Kies of het klopt.", "invalid_choice": "Kies of het klopt."},
    )
    field_order = ("change_asked", "right", "looked")

    def __init__(self, *args: Any, may_ask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_ask:
            del self.fields["change_asked"]

    def clean(self) -> dict[str, Any]:
        """A change needs words."""
        cleaned = super().clean()
        if cleaned.get("right") == self.ALMOST and not (cleaned.get("change_asked") or "").strip():
            self.add_error("change_asked" if "change_asked" in self.fields else None, "Schrijf op wat je anders wilt.")
        return cleaned


def _lines(value: str) -> None:
    if (count := len(talking.lines_of(value))) > talking.ADVICE_LINES:
        text = f"Het advies heeft {count} regels. Maak er hoogstens {talking.ADVICE_LINES} van."
        raise forms.ValidationError(text, code="lines")


class ChangeForm(NamesMixin, VersionedFormMixin, forms.Form):
    """The chair changes the advice once, as the asker wanted."""

    texts = ("text", "other_view", "family_teller")

    text = forms.CharField(
        label="Advies",
        help_text="Hoogstens 10 regels.",
        max_length=LONGEST["text"],
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[_lines],
        error_messages={"required": "Schrijf het advies op.", "max_length": "Hoogstens 2000 tekens."},
    )
    other_view = forms.CharField(
        label="Andere kijk",
        help_text="Altijd zonder naam.",
        max_length=LONGEST["other_view"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Hoogstens 2000 tekens."},
    )
    follow_ups = forms.MultipleChoiceField(
        label="Vervolg",
        choices=FollowUp.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wat er volgt. Alleen advies mag ook."},
    )
    family_teller = forms.CharField(
        label="Wie vertelt het gezin?",
        max_length=LONGEST["family_teller"],
        required=False,
        error_messages={"max_length": "Hoogstens 100 tekens."},
    )

    field_order = ("text", "other_view", "follow_ups", "family_teller", "looked")

    def clean_follow_ups(self) -> list[str]:
        """ "Alleen advies" goes with nothing else."""
        chosen: list[str] = self.cleaned_data["follow_ups"]
        if FollowUp.ADVICE_ONLY in chosen and len(chosen) > 1:
            raise forms.ValidationError("Alleen advies gaat niet samen met iets anders.", code="alone")
        return chosen


class LineForm(NamesMixin):
    """One line of an expert."""

    texts = ("text",)
    field_order = ("text", "looked")

    text = forms.CharField(
        label="Jouw regel",
        help_text="Zonder namen. Hij staat zonder jouw naam onder het advies.",
        max_length=200,
        error_messages={"required": "Schrijf je regel op.", "max_length": "Hoogstens 200 tekens."},
    )
