"""A text that leaves for somebody else: where a name may stand, somebody looks first (design 4)."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from rvt.services.naming import Names, may_be_names


class NamesMixin(forms.Form):
    """A form whose texts leave for the table: where a name may stand, somebody looks first (design 4).

    `person` types; `known`: the names that this person works with are looked for too. `texts`: the fields to check.
    """

    texts: tuple[str, ...] = ()
    looked = forms.BooleanField(label="Ik heb gekeken. Hier staan geen namen.", required=False)

    def __init__(self, *args: Any, person: User | None, known: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person, self._known = person, known
        self.names: Names | None = None

    def clean(self) -> dict[str, Any]:
        """Ask to look once, with what was found beside it."""
        cleaned = super().clean() or self.cleaned_data
        written = {name: cleaned.get(name) or "" for name in self.texts}
        self.names = may_be_names(written, person=self._person, known=self._known)
        if self.names.must_look and not cleaned.pop("looked", False):
            self.add_error("looked", "Kijk of hier namen staan. Staan er geen? Zet dan het vinkje.")
        cleaned.pop("looked", None)
        return cleaned
