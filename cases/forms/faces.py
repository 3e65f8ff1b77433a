"""The next fixed face, and the duo: who is asked, and how the family hears it (ux, S9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone

from accounts.forms.rows import RowChoiceField
from accounts.models import Organisation, User
from accounts.templatetags.ui import long_date
from cases.choices import SwitchReason
from cases.forms.create import FamilyKnowsMixin
from cases.forms.fields import AnyDateField, long_text
from cases.forms.grounds import GroundMixin

TODAY_OR_LATER = "Kies vandaag of een dag daarna."


class Heard(TextChoices):
    """How the family hears that there will be another face."""

    TOGETHER = "together", "Samen verteld"
    I_TELL = "i_tell", "Ik vertel het op …"


class HeardMixin(forms.Form):
    """The question "Hoe hoort het gezin dit?"."""

    heard = forms.ChoiceField(
        label="Hoe hoort het gezin dit?",
        choices=Heard.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe het gezin dit hoort."},
    )
    tell_on = AnyDateField(label="Op welke dag?", required=False)

    def clean(self) -> dict[str, Any]:
        """Join the answer and its day to the sentence that is kept: `family_heard`."""
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("tell_on")
        if cleaned.get("heard") == Heard.TOGETHER:
            self.errors.pop("tell_on", None)
            cleaned["family_heard"] = "Samen verteld"
        elif cleaned.get("heard") == Heard.I_TELL and "tell_on" not in self.errors:
            if day is None:
                self.add_error("tell_on", "Kies een dag waarop je het vertelt.")
            elif day < timezone.localdate():
                self.add_error("tell_on", TODAY_OR_LATER)
            else:
                cleaned["family_heard"] = f"Vertelt het op {long_date(day)}"
        return cleaned


class ColleagueField(RowChoiceField):
    """Somebody of the team, by name."""

    def __init__(self, **options: Any) -> None:
        messages = {
            "required": "Kies iemand. Zonder vast gezicht kan niet.",
            "invalid_choice": "Kies iemand uit de lijst. Zonder vast gezicht kan niet.",
        }
        super().__init__(describe=lambda user: user.name, widget=forms.RadioSelect, error_messages=messages, **options)


class SwitchForm(HeardMixin):
    """Asking a colleague to be the next face."""

    reason = forms.ChoiceField(
        label="Waarom?",
        choices=SwitchReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom er iemand anders komt."},
    )
    colleague = ColleagueField(label="Wie wordt het?")
    from_on = AnyDateField(label="Per wanneer")
    meeting_on = AnyDateField(label="Kennismaken samen op", required=False)

    field_order = ["reason", "colleague", "from_on", "heard", "tell_on", "meeting_on"]

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]

    def chosen_colleague(self, value: str | None) -> User | None:
        """Return the colleague who is chosen now, by the form or by `value`, or the only one there is."""
        colleagues: dict[str, User] = {str(user.uuid): user for user in self.fields["colleague"].queryset}  # type: ignore[attr-defined]
        if len(colleagues) == 1:
            return next(iter(colleagues.values()))
        return colleagues.get(str(value or self["colleague"].value()))

    def clean_from_on(self) -> Any:
        """A face begins today or later."""
        return _from_today(self.cleaned_data["from_on"])

    def clean_meeting_on(self) -> Any:
        """Meeting each other lies ahead."""
        return _from_today(self.cleaned_data["meeting_on"])


class AppointForm(HeardMixin):
    """The team lead makes somebody the face at once."""

    reason = forms.ChoiceField(
        label="Waarom?",
        choices=SwitchReason.choices,
        initial=SwitchReason.ILL,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom er iemand anders komt."},
    )
    colleague = ColleagueField(label="Wie wordt het?")

    field_order = ["reason", "colleague", "heard", "tell_on"]

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """The first step of a duo: where the partner works."""

    organisatie = RowChoiceField(
        label="Van welke organisatie?",
        empty_label="kies",
        error_messages={"required": "Kies een organisatie.", "invalid_choice": "Kies een organisatie uit de lijst."},
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisatie"].queryset = organisations  # type: ignore[attr-defined]


class DuoForm(GroundMixin):
    """The second step: who it is, what you do together, why it is allowed, and whether the family knows."""

    partner = RowChoiceField(
        label="Wie wordt je duo?",
        widget=forms.RadioSelect,
        describe=lambda user: user.name,
        error_messages={"required": "Kies iemand.", "invalid_choice": "Kies iemand uit de lijst."},
    )
    why = long_text(
        "Wat doen jullie samen?",
        max_length=300,
        rows=2,
        hint="Schrijf hier geen namen van het gezin: dit wordt gelezen voor het ja.",
    )

    field_order = ["partner", "why", "ground", "ground_text", "knows", "informed_on", "not_informed_why"]

    def __init__(self, *args: Any, organisation: Organisation, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["knows"].label = "Weet het gezin dit?"


class DuoEndForm(FamilyKnowsMixin):
    """Ending a duo: the family hears that too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["knows"].label = "Weet het gezin dit?"


class AnswerForm(forms.Form):
    """Yes or no, by the button that was pressed."""

    antwoord = forms.ChoiceField(
        choices=[("ja", "Ja, ik doe het"), ("nee", "Nee")], error_messages={"required": "Kies ja of nee."}
    )


class NoQuestions(forms.Form):
    """An act that needs a yes and nothing else."""


def colleagues_for(user: User, organisation: Organisation) -> Any:
    """Return everybody who works with households for `organisation`, `user` excepted."""
    return User.objects.professionals_of(organisation).exclude(pk=user.pk).order_by("name")


def _from_today(day: Any) -> Any:
    if day is not None and day < timezone.localdate():
        raise forms.ValidationError(TODAY_OR_LATER, code="past")
    return day
