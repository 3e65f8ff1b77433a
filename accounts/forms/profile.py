"""One's own data: name and phone, working days, being away, helping a colleague."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from accounts.choices import Weekday
from accounts.models import ReIdentification, User
from accounts.services.availability import Hours

_PHONE = re.compile(r"0\d{9}")


class ProfileForm(forms.Form):
    """What families and colleagues see."""

    name = forms.CharField(label="Naam", max_length=120, error_messages={"required": "Vul je naam in."})
    phone = forms.CharField(
        label="Telefoon voor gezinnen",
        max_length=20,
        required=False,
        help_text="Het nummer van je mobiel van het werk. Gezinnen zien het op hun kaart.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    shortcuts_enabled = forms.BooleanField(
        label="Sneltoetsen aan", required=False, help_text="Bijvoorbeeld / om te zoeken en ? voor de lijst."
    )
    large_text = forms.BooleanField(label="Tekst groter", required=False, help_text="Op elke pagina, op elk apparaat.")
    daily_mail = forms.BooleanField(
        label="Eén mail om 8.00 uur als er iets klaarstaat",
        required=False,
        help_text="Bij noodtoegang, en als een vast gezicht wisselt, krijg je altijd meteen een mail.",
    )

    def clean_phone(self) -> str:
        """Keep a Dutch number as digits."""
        typed: str = self.cleaned_data["phone"]
        digits = re.sub(r"^(\+|00)31(\s*\(0\))?\s*", "0", typed.strip())
        digits = re.sub(r"[\s\-.]", "", digits)
        if digits and not _PHONE.fullmatch(digits):
            raise forms.ValidationError("Vul een telefoonnummer van 10 cijfers in, bijvoorbeeld 06 12 34 56 78.")
        return digits


class WorkingDaysForm(forms.Form):
    """From and until for each day of the week; an empty day is a free day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            self.fields[f"from_{day}"] = _time_field(f"{day.label.capitalize()} van")
            self.fields[f"until_{day}"] = _time_field(f"{day.label.capitalize()} tot")

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields day by day."""
        return [{"day": day.label, "from": self[f"from_{day}"], "until": self[f"until_{day}"]} for day in Weekday]

    def clean(self) -> dict[str, Any]:
        """A day has both times or none, in the right order."""
        cleaned: dict[str, Any] = super().clean() or {}
        hours = []
        for day in Weekday:
            start, end = cleaned.get(f"from_{day}"), cleaned.get(f"until_{day}")
            if start and end and end <= start:
                self.add_error(f"until_{day}", "Vul een tijd in na de begintijd.")
            elif start and end:
                hours.append(Hours(weekday=day, starts_at=start, ends_at=end))
            elif (start or end) and not self.has_error(f"from_{day}") and not self.has_error(f"until_{day}"):
                self.add_error(
                    f"until_{day}" if start else f"from_{day}", "Vul de andere tijd ook in, of haal beide weg."
                )
        return {"days": hours}


class AbsenceForm(forms.Form):
    """Ik ben weg: from, to, and who stands in."""

    first_day = forms.DateField(
        label="Eerste dag", widget=forms.DateInput(), error_messages={"required": "Kies de eerste dag dat je weg bent."}
    )
    last_day = forms.DateField(
        label="Laatste dag",
        widget=forms.DateInput(),
        error_messages={"required": "Kies de laatste dag dat je weg bent."},
    )
    stand_in = forms.ModelChoiceField(
        label="Wie neemt waar?",
        queryset=User.objects.none(),
        empty_label="Kies een collega",
        error_messages={
            "required": "Kies wie waarneemt. Anders staat een gezin er alleen voor.",
            "invalid_choice": "Kies wie waarneemt. Anders staat een gezin er alleen voor.",
        },
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = User.objects.colleagues_of(user).order_by("name")  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Yes or no; the two buttons are the field."""

    answer = forms.ChoiceField(
        choices=[("yes", "Ja, ik doe het"), ("no", "Nee")], error_messages={"required": "Kies ja of nee."}
    )


class HelpColleagueForm(forms.Form):
    """A colleague stands before you and shows a code."""

    asked = forms.ModelChoiceField(
        label="Wie heb je voor je?",
        queryset=ReIdentification.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies je collega.", "invalid_choice": "Kies je collega."},
    )
    code = forms.CharField(
        label="Code op het scherm van je collega",
        max_length=20,
        help_text="6 cijfers.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Vul de code in die je collega laat zien."},
    )
    seen = forms.BooleanField(
        label="Ik zag mijn collega zelf, niet aan de telefoon of in een bericht",
        error_messages={"required": "Bevestig dat je je collega zelf zag. Kan dat niet? Help dan niet."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = ReIdentification.objects.open_to(user).select_related("user").order_by("user__name")
        self.fields["asked"].queryset = waiting  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Spaces and dashes do not count."""
        return re.sub(r"[\s-]", "", self.cleaned_data["code"])


def _time_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": "300"}),
        error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 8.30."},
    )
