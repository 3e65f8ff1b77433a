"""How safe it is from 0 to 10: asked to one person, kept with that person's words."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from cases import rules
from cases.choices import CaseEvent
from cases.models import Household, SafetyRating, SafetyRatingWithdrawal
from cases.services import parties
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from cases.services.parties import Party


class NotARating(DomainError):
    """A number from 0 to 10, on a day that has been, with why, and below 10 with what would make it one higher."""


class NotYourRating(DomainError):
    """Who wrote a number down takes it back; somebody else asks again."""


class RatingTakenBack(DomainError):
    """A number is taken back once."""


@transaction.atomic
def rate_safety(
    household: Household,
    *,
    given_by: Party,
    asked_on: date,
    number: int,
    why: str,
    one_higher: str = "",
    good_enough: int | None = None,
    by: User,
) -> SafetyRating:
    """Keep the number that somebody gave. `asked_on` is a local day. Source: domain dossier, 3.3.

    Raises NotARating, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, why=why, one_higher=one_higher)
    if not (rules.is_safety_number(number) and (good_enough is None or rules.is_safety_number(good_enough))):
        raise NotARating("Kies een cijfer van 0 tot en met 10.", field="number")
    if problem := rules.one_higher_problem(number, one_higher):
        raise NotARating(problem, field="one_higher")
    if asked_on.year < rules.OLDEST_BIRTH_YEAR or asked_on > timezone.localdate():
        raise NotARating("Kies een dag die al geweest is.", field="asked_on")
    if not why:
        raise NotARating("Schrijf op waarom het dit cijfer is.", field="why")
    rating = SafetyRating.objects.create(
        household=household,
        asked_on=asked_on,
        number=number,
        why=why,
        one_higher=one_higher,
        good_enough=good_enough,
        added_by=by,
        **parties.columns("given_by", given_by, household, by=by),
    )
    audit.record(CaseEvent.SAFETY_RATED, target=rating, by=by)
    return rating


@transaction.atomic
def withdraw_rating(rating: SafetyRating, *, by: User) -> SafetyRatingWithdrawal:
    """Take a number back. It stays in its table, with the withdrawal beside it.

    Raises NotYourRating, RatingTakenBack, HouseholdIsClosed.
    """
    household = lock_active(rating.household)
    if rating.added_by_id != by.pk:
        raise NotYourRating("Alleen wie dit cijfer opschreef, kan het ongedaan maken. Vraag het opnieuw.")
    if SafetyRatingWithdrawal.objects.filter(rating=rating).exists():
        raise RatingTakenBack("Dit cijfer is al ongedaan gemaakt.")
    withdrawal = SafetyRatingWithdrawal.objects.create(household=household, rating=rating, by=by)
    audit.record(CaseEvent.SAFETY_RATING_WITHDRAWN, target=rating, by=by)
    return withdrawal
