"""Choosing one row by its UUID. What is not in the queryset does not exist here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class RowChoiceField(forms.ModelChoiceField):
    """A choice of rows; `describe` writes the label of a row. Fill `queryset` when the form is made."""

    def __init__(self, *, queryset: Any = None, describe: Callable[[Any], str] = str, **options: Any) -> None:
        super().__init__(queryset, **{"to_field_name": "uuid", "empty_label": None, **options})
        self.describe = describe

    def label_from_instance(self, row: Any) -> str:
        """Return the label of one row."""
        return self.describe(row)

    def to_python(self, value: Any) -> Any:
        """Return the row. Raises ValidationError, also for something that is no UUID at all."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error
