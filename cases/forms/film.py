"""Putting something in the film, and adding to it: five questions at most (ux, S6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone

from accounts.models import User
from cases.choices import Audience, DatePrecision, Lane, NoteKind
from cases.forms.fields import MonthField, PastDateField, long_text
from cases.forms.parties import PartyField, PartyValue, party_options
from cases.models import Household, Person


class When(TextChoices):
    """How somebody says when it was."""

    TODAY = "today", "Vandaag"
    YESTERDAY = "yesterday", "Gisteren"
    DAY = "day", "Andere dag"
    MONTH = "month", "Weet ik niet precies"


class FilmEventForm(forms.Form):
    """What happened, when, in which lane, who tells it, and whether somebody sees it differently."""

    text = long_text("Wat gebeurde er?", max_length=600, hint="Schrijf op wat gezien of gezegd is.")
    when = forms.ChoiceField(
        label="Wanneer?",
        choices=When.choices,
        initial=When.TODAY,
        widget=forms.RadioSelect,
    )
    day = PastDateField(label="Welke dag?", required=False)
    until = PastDateField(label="Tot en met", required=False, help_text="Alleen als het langer duurde.")
    month = MonthField(label="Welke maand ongeveer?", required=False)
    lane = forms.ChoiceField(
        label="Hoort bij",
        # In the order of ux S6, which is not that of the picture.
        choices=[(lane.value, lane.label) for lane in (Lane.TENSE, Lane.FINE, Lane.HELP, Lane.CONTEXT)],
        widget=forms.RadioSelect,
    )
    teller = PartyField(label="Wie vertelt dit?", required=False)
    other_view_by = PartyField(label="Wie ziet het anders?", required=False, widget=forms.Select)
    other_view = long_text("Wat ziet diegene anders?", max_length=600, required=False, rows=2)
    audience = forms.ChoiceField(
        label="Wie mag dit lezen?",
        choices=Audience.choices,
        initial=Audience.EVERYONE,
        required=False,
        widget=forms.RadioSelect,
    )
    audience_why = forms.CharField(label="Waarom niet iedereen?", max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        household: Household,
        user: User,
        may_read_inner: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        options = party_options(household, me=user)
        self.me = options[0].value
        teller, other = self.fields["teller"], self.fields["other_view_by"]
        teller.offer(options)  # type: ignore[attr-defined]
        teller.initial = self.me
        family = [option for option in options if isinstance(option.value.party, Person)]
        other.offer(family, empty="niemand, of iemand anders")  # type: ignore[attr-defined]
        if not may_read_inner:
            shown = [choice for choice in Audience.choices if choice[0] != Audience.INNER]
            self.fields["audience"].choices = shown  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Turn the answers into days; a smaller circle of readers asks for a reason."""
        cleaned = super().clean() or {}
        when = cleaned.get("when")
        if when == When.DAY and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", "Kies een dag.")
        if when == When.MONTH and not cleaned.get("month") and "month" not in self.errors:
            self.add_error("month", "Kies een maand en vul een jaar in.")
        day, until = cleaned.get("day"), cleaned.get("until")
        if when == When.DAY and day and until and until < day:
            self.add_error("until", "De laatste dag ligt voor de eerste dag.")
        if cleaned.get("audience") not in (
            "",
            None,
            Audience.EVERYONE,
        ) and not cleaned.get("audience_why"):
            self.add_error("audience_why", "Schrijf op waarom niet iedereen dit mag lezen.")
        if cleaned.get("other_view_by") and not cleaned.get("other_view"):
            self.add_error("other_view", "Schrijf op wat diegene anders ziet.")
        return cleaned

    def event(self) -> dict[str, Any]:
        """Return what `services.film.add_film_event` needs, apart from the other view."""
        cleaned = self.cleaned_data
        today = timezone.localdate()
        days = {
            When.TODAY: today,
            When.YESTERDAY: today - timedelta(days=1),
            When.DAY: cleaned["day"],
            When.MONTH: cleaned["month"],
        }
        teller: PartyValue = cleaned["teller"] or self.me
        return {
            "text": cleaned["text"],
            "lane": Lane(cleaned["lane"]),
            "happened_on": days[cleaned["when"]],
            "precision": DatePrecision.MONTH if cleaned["when"] == When.MONTH else DatePrecision.DAY,
            "until_on": cleaned["until"] if cleaned["when"] == When.DAY else None,
            "teller": teller.party,
            "audience": Audience(cleaned["audience"] or Audience.EVERYONE),
            "audience_why": cleaned["audience_why"],
        }


class FilmNoteForm(forms.Form):
    """Something that comes after an event: an addition, or how somebody sees it."""

    kind = forms.ChoiceField(
        label="Wat wil je erbij zetten?",
        choices=[
            (NoteKind.ADDITION.value, "Een aanvulling"),
            (NoteKind.OTHER_VIEW.value, "Iemand ziet het anders"),
        ],
        initial=NoteKind.ADDITION,
        widget=forms.RadioSelect,
    )
    person = PartyField(label="Wie zegt dit?", required=False, widget=forms.Select)
    text = long_text("Wat komt erbij?", max_length=600, hint="Schrijf op wat gezien of gezegd is.")

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = [one for one in party_options(household, me=user) if isinstance(one.value.party, Person)]
        self.fields["person"].offer(family, empty="ik")  # type: ignore[attr-defined]


class FilmFilterForm(forms.Form):
    """Choosing what the whole film shows. An answer that does not exist shows everything."""

    lane = forms.ChoiceField(
        label="Hoort bij",
        choices=[("", "alles"), *Lane.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    teller = PartyField(label="Wie vertelt", required=False, widget=forms.Select)

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teller"].offer(party_options(household, me=user), empty="iedereen")  # type: ignore[attr-defined]

    def get_words(self) -> list[str]:
        """Return in words what was chosen; nothing when everything shows. Needs `is_valid`."""
        lane, teller = self.cleaned_data.get("lane"), self.cleaned_data.get("teller")
        return [
            *([Lane(lane).label.lower()] if lane else []),
            *([f"verteld door {teller.party.name}"] if teller else []),
        ]
