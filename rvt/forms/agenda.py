"""What a button on the agenda asks: an act and what it is about, in one value."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from rvt.choices import Discipline

IDS = {"eerder": 1, "later": 1, "naar": 1, "korter": 1, "langer": 1, "terug": 1, "zet": 1, "spoed": 2}
"""How many ids follow each act. "naar" is followed by a place too, "nodig" by an expertise and one item or more."""

WITHOUT_IDS = ("pauze", "spoedplek")


class AgendaActForm(forms.Form):
    """One press of a button: `doe` is "later <id>"; with the version of the agenda that was on the screen."""

    version = forms.IntegerField(min_value=1)
    doe = forms.CharField(max_length=4000)

    def clean_doe(self) -> dict[str, Any]:
        """Return the act and its ids. Whatever no button of ours sends is refused."""
        act, *rest = self.cleaned_data["doe"].split() or [""]
        try:
            return self._read(act, rest)
        except (ValueError, IndexError) as error:
            raise forms.ValidationError("Dit kennen we niet. Laad de pagina opnieuw.") from error

    @staticmethod
    def _read(act: str, rest: list[str]) -> dict[str, Any]:
        if act in WITHOUT_IDS and not rest:
            return {"act": act}
        if act == "naar":
            place = int(rest.pop())
            return {"act": act, "ids": [UUID(rest[0])], "place": place}
        if act == "nodig":
            discipline = Discipline(rest.pop(1))
            return {"act": act, "ids": [UUID(text) for text in rest], "discipline": discipline}
        if len(rest) != IDS.get(act):
            raise ValueError(act)
        return {"act": act, "ids": [UUID(text) for text in rest]}
