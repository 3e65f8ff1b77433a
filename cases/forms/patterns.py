"""Making a pattern: which events, what one sees in them, and who may read that (ux, S6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from cases import rules
from cases.choices import Audience
from cases.forms.fields import long_text
from cases.forms.people import SomeOfHousehold
from cases.models import FilmEvent

FEW = "Kies twee gebeurtenissen of meer."


class EventsField(SomeOfHousehold):
    """Events of the film, each with its day and its first words."""

    def offer_events(self, rows: Sequence[tuple[FilmEvent, str]]) -> None:
        """Fill the list with (event, day)."""
        self.rows = {str(event.uuid): event for event, _ in rows}
        self.choices = [(str(event.uuid), f"{day}: {event.text}") for event, day in rows]

    def clean(self, value: Any) -> list[FilmEvent]:  # type: ignore[override]
        """Return the events that were chosen."""
        return [self.rows[uuid] for uuid in super().clean(value)]


class PatternForm(forms.Form):
    """Events first, then the sentence: one looks before one says something."""

    events = EventsField(label="Welke gebeurtenissen horen bij elkaar?")
    sentence = long_text(
        "Wat zie je?",
        max_length=300,
        rows=2,
        hint="Eén zin, zoals je die aan het gezin voorleest. Zeg wat er gebeurt, niet wie het doet.",
    )
    audience = forms.ChoiceField(
        label="Wie mag dit lezen?",
        choices=Audience.choices,
        initial=Audience.EVERYONE,
        required=False,
        widget=forms.RadioSelect,
    )
    audience_why = forms.CharField(label="Waarom niet iedereen?", max_length=300, required=False)

    def __init__(
        self, *args: Any, events: Sequence[tuple[FilmEvent, str]], may_read_inner: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].offer_events(events)  # type: ignore[attr-defined]
        self.fields["sentence"].error_messages["required"] = "Schrijf op wat je ziet."
        if not may_read_inner:
            shown = [choice for choice in Audience.choices if choice[0] != Audience.INNER]
            self.fields["audience"].choices = shown  # type: ignore[attr-defined]

    def clean_events(self) -> list[FilmEvent]:
        """One event is no pattern."""
        events: list[FilmEvent] = self.cleaned_data["events"]
        if len(events) < rules.LEAST_EVENTS_OF_A_PATTERN:
            raise forms.ValidationError(FEW)
        return events

    def clean_audience(self) -> Audience:
        """Everybody, unless something else is chosen."""
        return Audience(self.cleaned_data["audience"] or Audience.EVERYONE)

    def clean(self) -> dict[str, Any]:
        """A smaller circle of readers asks for a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("audience", Audience.EVERYONE) != Audience.EVERYONE and not cleaned.get("audience_why"):
            self.add_error("audience_why", "Schrijf op waarom niet iedereen dit mag lezen.")
        return cleaned
