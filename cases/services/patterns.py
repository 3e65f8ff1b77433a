"""Patterns in the film: made by a person, out of events that stand there."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from cases import rules
from cases.choices import Audience, CaseEvent
from cases.models import FilmEvent, FilmPattern, FilmPatternWithdrawal, Household, PatternEvent
from cases.services.active import lock_active
from cases.services.film import NoReasonGiven
from cases.services.guarding import refuse_secrets
from cases.services.parties import NotOfThisHousehold


class NotAPattern(DomainError):
    """A sentence about two events or more that stand in the film, read by nobody who may not read these."""


class NotYourPattern(DomainError):
    """Who made it takes it out."""


class PatternTakenOut(DomainError):
    """It is taken out once."""


@transaction.atomic
def make_pattern(
    household: Household,
    *,
    sentence: str,
    events: Collection[FilmEvent],
    audience: Audience = Audience.EVERYONE,
    audience_why: str = "",
    by: User,
) -> FilmPattern:
    """Keep what somebody sees in these events. Source: ux S6; domain dossier, "vertragen, verdragen, verrijken".

    Raises NotAPattern, NoReasonGiven, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, sentence=sentence, audience_why=audience_why)
    if not sentence:
        raise NotAPattern("Schrijf op wat je ziet.", field="sentence")
    found = {event.pk: event for event in events}
    if any(event.household_id != household.pk for event in found.values()):
        raise NotOfThisHousehold("Kies uit de lijst.", field="events")
    if len(found) < rules.LEAST_EVENTS_OF_A_PATTERN:
        raise NotAPattern("Kies twee gebeurtenissen of meer.", field="events")
    if FilmEvent.objects.standing().filter(pk__in=found).count() < len(found):
        raise NotAPattern("Een van deze gebeurtenissen is ongedaan gemaakt. Kies opnieuw.", field="events")
    if problem := rules.pattern_audience_problem(audience, [event.audience for event in found.values()]):
        raise NotAPattern(problem, field="audience")
    if audience != Audience.EVERYONE and not audience_why:
        raise NoReasonGiven("Schrijf op waarom niet iedereen dit mag lezen.", field="audience_why")
    pattern = FilmPattern.objects.create(
        household=household,
        sentence=sentence,
        audience=audience,
        audience_why=audience_why if audience != Audience.EVERYONE else "",
        added_by=by,
    )
    PatternEvent.objects.bulk_create(PatternEvent(pattern=pattern, event=event) for event in found.values())
    audit.record(CaseEvent.PATTERN_MADE, target=pattern, by=by, audience=audience, events=len(found))
    return pattern


@transaction.atomic
def take_pattern_out(pattern: FilmPattern, *, by: User) -> FilmPatternWithdrawal:
    """Take a pattern out of the film. Raises NotYourPattern, PatternTakenOut, HouseholdIsClosed."""
    household = lock_active(pattern.household)
    if pattern.added_by_id != by.pk:
        raise NotYourPattern("Alleen wie dit patroon maakte, kan het weghalen.")
    if FilmPatternWithdrawal.objects.filter(pattern=pattern).exists():
        raise PatternTakenOut("Dit patroon is al weggehaald.")
    withdrawal = FilmPatternWithdrawal.objects.create(household=household, pattern=pattern, by=by)
    audit.record(CaseEvent.PATTERN_TAKEN_OUT, target=pattern, by=by)
    return withdrawal
