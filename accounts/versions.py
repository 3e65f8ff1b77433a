"""Nobody's text disappears: a version number on everything that can be edited, and both texts on a conflict.

A form carries the version it was opened with and the values it showed then. Saving locks the row and compares. Fields
that only one of the two changed merge by themselves; the rest is laid side by side (ux, S32).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django import forms

from accounts.errors import DomainError
from accounts.models import User, Versioned

V = TypeVar("V", bound=Versioned)


class VersionConflict(DomainError):
    """The row changed after the form was opened. `current` is the row as it is now, locked."""

    def __init__(self, current: Versioned) -> None:
        super().__init__("Iemand anders veranderde dit ook.")
        self.current = current


def lock(row: V, *, version: int | None) -> V:
    """Return `row` fresh from the database and locked until the transaction ends.

    Raises VersionConflict when it is no longer at `version`. `version=None` is for acts that replace no text.
    """
    current: V = type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    if version is not None and current.version != version:
        raise VersionConflict(current)
    return current


def save(row: Versioned, *, by: User, fields: dict[str, Any]) -> None:
    """Write `fields` on a locked row and count one version up."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.changed_by = by
    row.save(update_fields=[*fields, "version", "changed_at", "changed_by"])


class VersionedFormMixin:
    """For forms that edit a Versioned row: carries the version and the values that were shown when it was opened."""

    def __init__(self, *args: Any, row: Versioned | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: forms.Form = self  # type: ignore[assignment]
        for field in form.fields.values():
            field.show_hidden_initial = True
        form.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=row.version if row else None, min_value=1
        )

    def shown_values(self) -> dict[str, Any]:
        """What the form showed when it was opened, cleaned like what was typed."""
        form: forms.Form = self  # type: ignore[assignment]
        shown = {}
        for name, field in form.fields.items():
            if name == "version":
                continue
            raw = field.hidden_widget().value_from_datadict(
                form.data, form.files, form.add_initial_prefix(form.add_prefix(name))
            )
            try:
                shown[name] = field.clean(raw)
            except forms.ValidationError:
                shown[name] = None
        return shown


@dataclass(frozen=True)
class ConflictField:
    """One field that two people changed: what you typed, what is there now, and whose that is."""

    name: str
    label: str
    mine: Any
    theirs: Any
    other_name: str
    other_at: datetime


def merge(
    *, shown: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Join two edits of the same row field by field.

    Returns the joined values (mine where both changed) and the names of the fields that both changed differently.
    """
    joined, conflicts = {}, []
    for name, my_value in mine.items():
        their_value = theirs.get(name)
        if my_value == shown.get(name):
            joined[name] = their_value
        else:
            joined[name] = my_value
            if their_value not in (shown.get(name), my_value):
                conflicts.append(name)
    return joined, conflicts
