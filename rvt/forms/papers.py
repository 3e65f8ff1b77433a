from __future__ import annotations

from typing import Any

from django import forms

from rvt.choices import PaperKind


class PaperForm(forms.Form):
    """A button for each paper that this person may have."""

    kind = forms.ChoiceField(error_messages={"required": "Kies wat je wilt.", "invalid_choice": "Kies wat je wilt."})

    def __init__(self, *args: Any, kinds: list[PaperKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
