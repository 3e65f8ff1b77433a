"""What is filled in during a call (ux, S18)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Municipality, Organisation
from rvt.choices_register import CodeList, WhatNow
from rvt.models import Code

CHOOSE = "Kies een van deze antwoorden."
NOT_VALID = "Dit antwoord geldt niet meer. Kies iets anders."


class CodeField(forms.TypedChoiceField):
    """One code of a list; the form fills in which hold today."""

    default_error_messages = {"invalid_choice": NOT_VALID, "required": CHOOSE}

    def __init__(self, code_list: CodeList, **options: Any) -> None:
        options.setdefault("widget", forms.RadioSelect)
        super().__init__(label=code_list.label, empty_value=None, **options)
        self.code_list = code_list

    def offer(self, codes: dict[str, Code]) -> None:
        """Let the codes of today be chosen, each by its code."""
        self.choices = [(name, code.label) for name, code in codes.items()]
        self.coerce = codes.__getitem__


class CodesField(forms.TypedMultipleChoiceField):
    """Several codes of a list."""

    default_error_messages = {"invalid_choice": NOT_VALID, "required": CHOOSE}

    def __init__(self, code_list: CodeList, **options: Any) -> None:
        super().__init__(label=code_list.label, widget=forms.CheckboxSelectMultiple, empty_value=[], **options)
        self.code_list = code_list

    offer = CodeField.offer


class RowField(forms.TypedChoiceField):
    """One of some rows that this person may choose, by UUID."""

    def offer(self, rows: Iterable[Any]) -> None:
        by_uuid = {str(row.uuid): row for row in rows}
        self.choices = [(uuid, str(row)) for uuid, row in by_uuid.items()]
        self.coerce = by_uuid.__getitem__


def _text(label: str, length: int, *, rows: int = 1, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget, help_text=hint)


class CodesForm(forms.Form):
    """What the statistics bureau asks of an advice."""

    organisation = RowField(
        label="Voor welke organisatie?", widget=forms.RadioSelect, error_messages={"required": CHOOSE}
    )
    seeker_role = CodeField(CodeList.SEEKER_ROLE)
    seeker_organisation = CodeField(CodeList.SEEKER_ORGANISATION, required=False, widget=forms.Select)
    municipality = RowField(label="Gemeente", widget=forms.RadioSelect, error_messages={"required": CHOOSE})
    natures = CodesField(CodeList.NATURE, help_text="Je mag er meer kiezen.")
    extras = CodesField(CodeList.EXTRA, required=False)
    duration = CodeField(CodeList.DURATION, required=False)

    def __init__(
        self,
        *args: Any,
        codes: Iterable[Code],
        organisations: Iterable[Organisation],
        municipalities: Iterable[Municipality],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        of_list: dict[str, dict[str, Code]] = {}
        for code in codes:
            of_list.setdefault(code.list, {})[code.code] = code
        for field in self.fields.values():
            if isinstance(field, (CodeField, CodesField)):
                field.offer(of_list.get(field.code_list, {}))
        organisation, seeker = self.fields["organisation"], self.fields["seeker_organisation"]
        mine = list(organisations)
        organisation.offer(mine)  # type: ignore[attr-defined]
        seeker.choices = [("", "kies of laat leeg"), *seeker.choices]  # type: ignore[attr-defined]
        self.fields["municipality"].offer(municipalities)  # type: ignore[attr-defined]
        if len(mine) == 1:
            organisation.widget = forms.HiddenInput()
            organisation.initial = str(mine[0].uuid)


class ConsultationForm(CodesForm):
    """One advice. Four questions have to be answered; the rest helps a colleague later (ux 5.2)."""

    began_at = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S%z"])
    code_word = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    question = _text("De vraag in één zin", 200, rows=2, hint="Zonder namen. Hoogstens 200 tekens.")
    advice = _text("Het advies", 600, rows=4, hint="Zonder namen. Hoogstens 600 tekens.")
    caller_does = _text("Wat gaat de beller doen, en wanneer?", 300, rows=2)
    setting = CodeField(CodeList.SETTING, required=False)
    what_now = forms.TypedChoiceField(
        label="En nu?", choices=WhatNow.choices, coerce=WhatNow, widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )  # fmt: skip
    call_back_on = forms.DateField(
        label="Terugbellen op", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_began_at(self) -> datetime:
        """Refuse a call that has yet to begin."""
        began: datetime = self.cleaned_data["began_at"]
        if began > timezone.now():
            raise forms.ValidationError("Het gesprek is nog niet begonnen. Open het formulier opnieuw.")
        return began

    def clean(self) -> dict[str, Any]:
        """A promise to call back has a day, and a day belongs to a promise."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("what_now") != WhatNow.CALL_BACK:
            cleaned["call_back_on"] = None
        elif cleaned.get("call_back_on") is None and "call_back_on" not in self.errors:
            self.add_error("call_back_on", "Kies de dag waarop je terugbelt.")
        return cleaned


class AdditionForm(forms.Form):
    """Something beside what was written."""

    text = forms.CharField(
        label="Wat wil je erbij zetten?",
        max_length=600,
        help_text="Zonder namen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    why = forms.CharField(
        label="Waarom?",
        max_length=200,
        help_text="Wat er eerst stond blijft staan.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CalledBackForm(forms.Form):
    """That the caller was called back."""

    text = forms.CharField(
        label="Wat is er besproken?", max_length=600, help_text="Zonder namen. Kort is goed.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class FindForm(forms.Form):
    """A code word, or a word from a question or an advice."""

    word = forms.CharField(
        label="Zoek codewoord of woord", max_length=60, min_length=2, widget=forms.TextInput(attrs={"type": "search"})
    )
