"""Which blocks the cards of a region have."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from veiligheidskaart.choices import ALWAYS, Block


class BlocksForm(forms.Form):
    """A tick for each block that a region may leave out."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    blocks = forms.MultipleChoiceField(
        label="Wat staat er nog meer op?",
        choices=[(block.value, block.label) for block in Block if block not in ALWAYS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, chosen: Collection[Block], after: int, **kwargs: Any) -> None:
        shown = {"blocks": [block.value for block in Block if block in chosen], "after": after}
        super().__init__(*args, initial={**shown, **kwargs.pop("initial", {})}, **kwargs)
