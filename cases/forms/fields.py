"""Fields that several forms of this room share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.templatetags.ui import MONTHS, long_date
from cases import rules

NOT_YET = "Kies een dag die al geweest is."
TOO_EARLY = "Kies een dag na 1900."


def long_text(label: str, *, max_length: int, required: bool = True, hint: str = "", rows: int = 3) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PastDateField(forms.DateField):
    """A local day (Europe/Amsterdam) that has been: not in the future and not before `rules.OLDEST_BIRTH_YEAR`."""

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value > timezone.localdate():
            raise forms.ValidationError(NOT_YET, code="future")
        if value is not None and value.year < rules.OLDEST_BIRTH_YEAR:
            raise forms.ValidationError(TOO_EARLY, code="too_early")


class AnyDateField(forms.DateField):
    """A local day that may lie ahead, but not before `rules.OLDEST_BIRTH_YEAR` and not in another century."""

    LATEST_YEAR = 2100

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value.year < rules.OLDEST_BIRTH_YEAR:
            raise forms.ValidationError(TOO_EARLY, code="too_early")
        if value is not None and value.year > self.LATEST_YEAR:
            raise forms.ValidationError(f"Kies een dag voor {self.LATEST_YEAR}.", code="too_late")


class MonthWidget(forms.MultiWidget):
    """A month and a year."""

    labels = ("Maand", "Jaar")

    def __init__(self) -> None:
        months = [
            ("", "kies een maand"),
            *((number, name) for number, name in enumerate(MONTHS, start=1)),
        ]
        year = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
        super().__init__([forms.Select(choices=months), year])

    def decompress(self, value: date | None) -> list[Any]:
        """Split a day into month and year."""
        return [value.month, value.year] if value else [None, None]


class MonthField(forms.MultiValueField):
    """The first day of a month, when somebody does not know it more precisely. Not in the future."""

    widget = MonthWidget

    def __init__(self, **options: Any) -> None:
        year = forms.IntegerField(required=False, error_messages={"invalid": "Vul een jaar in, bijvoorbeeld 2026."})
        month = forms.TypedChoiceField(
            required=False, coerce=int, empty_value=None, choices=list(enumerate(MONTHS, start=1))
        )
        super().__init__([month, year], require_all_fields=False, error_messages=year.error_messages, **options)

    def compress(self, values: list[Any]) -> date | None:
        """Join month and year. Raises ValidationError for half of it, the future, or before 1900."""
        month, year = (values or [None, None])[:2]
        if not month and year is None:
            return None
        if not month or year is None:
            raise forms.ValidationError("Kies een maand en vul een jaar in.", code="incomplete")
        if year < rules.OLDEST_BIRTH_YEAR:
            raise forms.ValidationError(TOO_EARLY, code="too_early")
        today = timezone.localdate()
        if (year, month) > (today.year, today.month):
            raise forms.ValidationError("Kies een maand die al begonnen is.", code="future")
        return date(year, month, 1)


@dataclass(frozen=True)
class Birth:
    """When somebody was born: the day, or only the year, or unknown."""

    day: date | None = None
    year: int | None = None

    def __str__(self) -> str:
        return long_date(self.day) if self.day else str(self.year or "")


class BirthWidget(forms.MultiWidget):
    """Three boxes: day, month, year."""

    labels = ("Dag", "Maand", "Jaar")

    def __init__(self) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput(attrs={**box, "maxlength": size}) for size in (2, 2, 4)])

    def decompress(self, value: Birth | None) -> list[Any]:
        """Split a birth into what stands in the boxes."""
        if value is None:
            return [None, None, None]
        return [value.day.day, value.day.month, value.day.year] if value.day else [None, None, value.year]


class BirthField(forms.MultiValueField):
    """A birth date, or only a year. Between 1900 and today."""

    widget = BirthWidget
    NUMBER = "Vul cijfers in, bijvoorbeeld 4 11 2017."

    def __init__(self, **options: Any) -> None:
        parts = [forms.IntegerField(required=False, error_messages={"invalid": self.NUMBER}) for _ in range(3)]
        messages = {"invalid": self.NUMBER}
        super().__init__(parts, require_all_fields=False, error_messages=messages, **options)

    def compress(self, values: list[Any]) -> Birth | None:
        """Join the boxes. Raises ValidationError for a day that does not exist, the future, or before 1900."""
        day, month, year = (values or [None] * 3)[:3]
        if day is None and month is None and year is None:
            return None
        if year is None or (day is None) != (month is None):
            raise forms.ValidationError("Vul dag, maand en jaar in, of alleen het jaar.", code="incomplete")
        today = timezone.localdate()
        if not rules.OLDEST_BIRTH_YEAR <= year <= today.year:
            raise forms.ValidationError(f"Vul een jaar in van 1900 tot en met {today.year}.", code="year")
        if day is None:
            return Birth(year=year)
        try:
            born_on = date(year, month, day)
        except ValueError as error:
            raise forms.ValidationError("Deze dag bestaat niet. Kijk dag en maand na.", code="no_day") from error
        if born_on > today:
            raise forms.ValidationError(NOT_YET, code="future")
        return Birth(day=born_on)


class PhoneField(forms.CharField):
    """A phone number as people write it: digits, spaces, a plus in front."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(**{"max_length": 20, "required": False, "widget": widget, **options})

    def validate(self, value: str) -> None:
        super().validate(value)
        digits = "".join(sign for sign in value if sign.isdigit())
        if value and (len(digits) < 3 or any(sign not in "0123456789 +()-." for sign in value)):
            raise forms.ValidationError("Vul een telefoonnummer in, bijvoorbeeld 06 12 34 56 78.", code="phone")
