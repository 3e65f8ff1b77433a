"""Saying what is going on: a fact with who or what says so and its day, or an opinion with who thinks so."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.versions import VersionedFormMixin
from cases.choices import Audience, StatementKind, StatementTopic
from cases.forms.fields import PastDateField, long_text
from cases.forms.parties import PartyField, PartyValue, party_options
from cases.models import Household, Person
from cases.services.analysis import Said


class SaidForm(forms.Form):
    """What it says."""

    kind = forms.ChoiceField(
        label="Is dit een feit of een mening?",
        choices=StatementKind.choices,
        widget=forms.RadioSelect,
        help_text="Een feit is gezien of gezegd. Een mening is hoe iemand het ziet.",
        error_messages={"required": "Kies feit of mening."},
    )
    text = long_text("Wat is er aan de hand?", max_length=400, hint="Schrijf op zoals je het aan het gezin voorleest.")
    source = forms.CharField(
        label="Wie of wat zegt dit?",
        max_length=120,
        required=False,
        help_text="Bijvoorbeeld: Noor vertelde het, of: brief van de verhuurder.",
    )
    seen_on = PastDateField(label="Wanneer gezien of gezegd?", required=False)
    thinks = PartyField(label="Wie vindt dit?", required=False)

    def __init__(self, *args: Any, household: Household, user: User, also: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thinks"].offer(party_options(household, me=user, also=[also]))  # type: ignore[attr-defined]


def as_said(*, kind: str, text: str, source: str, seen_on: date | None, thinks: PartyValue | str) -> Said:
    """Return what a form says, as the service takes it."""
    thinker = thinks.party if isinstance(thinks, PartyValue) else None
    return Said(StatementKind(kind), text, source=source, seen_on=seen_on, thinker=thinker)


class StatementChangeForm(VersionedFormMixin, SaidForm):
    """Saying it otherwise. Words of one and the name of another never make one statement."""

    belong_together = ("kind", "text", "source", "seen_on", "thinks")


class StatementForm(SaidForm):
    """Something new: also what it belongs to, and who may read it."""

    topic = forms.ChoiceField(
        label="Waar hoort dit bij?",
        choices=StatementTopic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waar dit bij hoort."},
    )
    audience = forms.ChoiceField(
        label="Wie mag dit lezen?",
        choices=Audience.choices,
        initial=Audience.EVERYONE,
        required=False,
        widget=forms.RadioSelect,
    )
    audience_why = forms.CharField(label="Waarom niet iedereen?", max_length=300, required=False)

    field_order = ("topic", "kind", "text")


class OtherViewForm(forms.Form):
    """Somebody of the family sees it differently, in own words."""

    person = PartyField(label="Wie ziet het anders?", required_message="Kies wie het anders ziet.")
    text = long_text("Hoe ziet diegene het?", max_length=400, hint="In eigen woorden.")

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = [one for one in party_options(household, me=user) if isinstance(one.value.party, Person)]
        self.fields["person"].offer(family)  # type: ignore[attr-defined]
