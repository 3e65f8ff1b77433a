"""Questions that everything about access asks: why it is allowed, and whether the family knows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.choices import SharingGround
from cases.forms.create import FamilyKnowsMixin, Knows
from cases.forms.fields import AnyDateField
from cases.services.sharing import FamilyHeard


class GroundMixin(FamilyKnowsMixin):
    """The question "Waarom mag dit?"; a legal task has a name."""

    ground = forms.ChoiceField(
        label="Waarom mag dit?",
        choices=[
            (SharingGround.LEGAL_TASK.value, "Wettelijke taak, namelijk …"),
            (SharingGround.CONSENT.value, "Het gezin vindt het goed om te delen met deze persoon"),
            (SharingGround.VITAL_INTEREST.value, "Er is direct gevaar"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom dit mag."},
    )
    ground_text = forms.CharField(label="Welke taak?", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the task, and forget it when it is another ground."""
        cleaned = super().clean()
        if cleaned.get("ground") == SharingGround.LEGAL_TASK:
            self._ask("ground_text", "Schrijf op welke wettelijke taak dit is.")
        elif "ground" in cleaned:
            cleaned["ground_text"] = ""
            self._forget("ground_text")
        return cleaned


class FamilyHeardMixin(FamilyKnowsMixin):
    """The question "Weet het gezin dit?", with whom it was said or on which day it will be."""

    informed_with = forms.CharField(
        label="Met wie?", max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    told_on = AnyDateField(label="Ik vertel het op", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["knows"].label = "Weet het gezin dit?"

    def clean(self) -> dict[str, Any]:
        """Keep what belongs to the answer."""
        cleaned = super().clean()
        if cleaned.get("knows") == Knows.YES:
            cleaned["told_on"] = None
            self._ask("informed_with", "Schrijf op met wie je dit besprak.")
            self._forget("told_on")
        elif cleaned.get("knows") == Knows.NOT_YET:
            cleaned["informed_with"] = ""
            self._forget("informed_with")
            self._ask("told_on", "Kies een dag waarop je het vertelt.")
            if (day := cleaned.get("told_on")) and day < timezone.localdate():
                self.add_error("told_on", "Kies vandaag of een dag daarna.")
        return cleaned

    def family_heard(self) -> FamilyHeard:
        """Return the answer."""
        cleaned = self.cleaned_data
        return FamilyHeard(
            informed_on=cleaned["informed_on"],
            informed_with=cleaned["informed_with"],
            not_informed_why=cleaned["not_informed_why"],
            told_on=cleaned["told_on"],
        )
