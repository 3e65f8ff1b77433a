"""Sharing: who joins, why that is allowed, what that person may see and until when (ux, S10)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.rows import RowChoiceField
from accounts.models import User
from accounts.templatetags.ui import long_date
from cases import rules
from cases.choices import Level, Part, SharingGround
from cases.forms.fields import AnyDateField
from cases.forms.grounds import FamilyHeardMixin, GroundMixin
from cases.models import Involvement
from cases.services.sharing import Grounds


def latest_day() -> date:
    """Return the last local day on which access may still run: it ends within 12 months of now, at midnight."""
    return timezone.localdate() + rules.SHARE_FOR_AT_MOST - timedelta(days=1)


class _TermsForm(FamilyHeardMixin, GroundMixin):
    """Why, decided by whom, what may be seen, until when, and whether the family knows."""

    decided_by = RowChoiceField(
        label="Wie besloot dit?",
        error_messages={"required": "Kies wie dit besloot.", "invalid_choice": "Kies iemand uit de lijst."},
    )
    level = forms.ChoiceField(
        label="Wat mag deze persoon zien?",
        help_text="Kies het minste waarmee het lukt.",
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat deze persoon mag zien."},
    )
    until = AnyDateField(
        label="Tot en met",
        help_text="Hoogstens 12 maanden. 7 dagen van tevoren vragen we of het nog nodig is.",
        error_messages={"required": "Kies een einddatum. Toegang zonder einde kan niet."},
    )

    field_order = [
        "user",
        "ground",
        "ground_text",
        "decided_by",
        "level",
        "until",
        "knows",
        "informed_on",
        "informed_with",
        "not_informed_why",
        "told_on",
    ]

    def __init__(self, *args: Any, user: User, deciders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: RowChoiceField = self.fields["decided_by"]  # type: ignore[assignment]
        field.queryset = deciders
        field.describe = lambda person: f"{person.name} (jij)" if person == user else person.name
        field.initial = user.uuid
        self.fields["until"].initial = timezone.localdate() + rules.SHARE_FOR_DEFAULT

    def clean_until(self) -> date:
        """Access ends today at the earliest, and within 12 months."""
        day: date = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError("Kies vandaag of een dag daarna.", code="past")
        if day > latest_day():
            raise forms.ValidationError(
                f"Toegang duurt hoogstens 12 maanden. Kies een dag tot en met {long_date(latest_day())}.",
                code="too_long",
            )
        return day

    def grounds(self) -> Grounds:
        """Return why it is allowed and who decided that."""
        cleaned = self.cleaned_data
        return Grounds(
            ground=SharingGround(cleaned["ground"]),
            ground_text=cleaned["ground_text"],
            decided_by=cleaned["decided_by"],
            family=self.family_heard(),
        )


class ShareForm(_TermsForm):
    """Somebody of one organisation joins."""

    user = RowChoiceField(
        label="Wie komt erbij?",
        help_text="Altijd één persoon, nooit een hele organisatie.",
        empty_label="kies",
        describe=lambda person: person.name,
        error_messages={"required": "Kies iemand.", "invalid_choice": "Kies iemand uit de lijst."},
    )

    def __init__(self, *args: Any, guests: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = guests  # type: ignore[attr-defined]


class ExtendForm(_TermsForm):
    """The same for somebody who is there already. What a duo may see follows from being one."""

    def __init__(self, *args: Any, involvement: Involvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if involvement.part == Part.DUO:
            del self.fields["level"]


class StopForm(FamilyHeardMixin):
    """Somebody sees this household no more: does the family know?"""


class KeepOutForm(forms.Form):
    """Who may not see this household."""

    user = RowChoiceField(
        label="Wie mag dit niet zien?",
        help_text="Collega's van organisaties die hier mogen kijken.",
        empty_label="kies",
        describe=lambda person: person.name,
        error_messages={"required": "Kies iemand.", "invalid_choice": "Kies iemand uit de lijst."},
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues  # type: ignore[attr-defined]
