"""Where we are, as discussed with the family. Every talk is a row of its own; the latest counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from cases import rules
from cases.choices import CaseEvent, PhaseStep
from cases.models import Household, Person, Phase, PhaseQuote
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from cases.services.parties import NotOfThisHousehold


class NotDiscussed(DomainError):
    """A phase is what was said together: on a day that has been, with somebody's words or a silence that is named."""


def quote_field(person: Person) -> str:
    """Return the name of the field with the words of `person`."""
    return f"quote_{person.uuid}"


@transaction.atomic
def set_phase(
    household: Household,
    *,
    step: PhaseStep,
    discussed_on: date,
    present: str,
    quotes: Mapping[Person, str],
    family_silent: bool,
    by: User,
) -> Phase:
    """Keep where the family and we say we are, with the words of each person.

    Raises NotDiscussed, NotOfThisHousehold, TellsASecret, HouseholdIsClosed. Source: ux S5.
    """
    household = lock_active(household)
    if discussed_on > timezone.localdate():
        raise NotDiscussed("Kies een dag die al geweest is.", field="discussed_on")
    if discussed_on.year < rules.OLDEST_BIRTH_YEAR:
        raise NotDiscussed("Kies een dag na 1900.", field="discussed_on")
    if bool(quotes) == family_silent:
        raise NotDiscussed(
            "Schrijf op wat iemand zei, of kies: het gezin wilde hier niets bij zeggen.",
            field="family_silent",
        )
    if any(person.household_id != household.pk for person in quotes):
        raise NotOfThisHousehold("Kies iemand uit de lijst.")
    words = {quote_field(person): text for person, text in quotes.items()}
    refuse_secrets(household, present=present, **words)
    phase = Phase.objects.create(
        household=household,
        step=step,
        discussed_on=discussed_on,
        present=present,
        family_silent=family_silent,
        set_by=by,
    )
    PhaseQuote.objects.bulk_create(PhaseQuote(phase=phase, person=person, text=text) for person, text in quotes.items())
    audit.record(CaseEvent.PHASE_SET, target=phase, by=by, step=step)
    return phase
