"""How safe it is from 0 to 10, as somebody says: a number never stands without the words of who gave it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases import rules
from cases.models.household import HouseholdBound
from cases.models.parties import exactly_one
from cases.models.people import NetworkPerson, Person
from cases.querysets import SafetyRatingQuerySet, StoryQuerySet


class SafetyRating(HouseholdBound, Identified):
    """One number of one person on one day, with why, and what would make it one higher. Append-only.

    Numbers of different people are never added up or averaged, and nothing is decided by one (domain dossier, 3.3).
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="ratings")
    given_by_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    given_by_network = models.ForeignKey(NetworkPerson, models.PROTECT, null=True, blank=True, related_name="+")
    given_by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField("Wanneer?")
    number = models.PositiveSmallIntegerField("Welk cijfer?")
    why = models.CharField("Waarom dit cijfer?", max_length=400)
    one_higher = models.CharField("Wat helpt één stap hoger?", max_length=400, blank=True)
    good_enough = models.PositiveSmallIntegerField("Welk cijfer is goed genoeg?", null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = SafetyRatingQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.CheckConstraint(condition=exactly_one("given_by"), name="rating_has_one_giver"),
            models.CheckConstraint(
                condition=Q(number__lte=rules.SAFE_ENOUGH_TO_LEAVE), name="rating_from_nought_to_ten"
            ),
            models.CheckConstraint(
                condition=Q(good_enough=None) | Q(good_enough__lte=rules.SAFE_ENOUGH_TO_LEAVE),
                name="rating_wish_from_nought_to_ten",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="rating_has_words"),
            models.CheckConstraint(
                condition=Q(number=rules.SAFE_ENOUGH_TO_LEAVE) | ~Q(one_higher=""), name="rating_says_what_helps"
            ),
        ]
        indexes = [models.Index(fields=["household", "asked_on"], name="rating_by_day")]

    def __str__(self) -> str:
        return f"{self.number} {self.asked_on}"

    @property
    def given_by(self) -> Person | NetworkPerson | models.Model:
        """Whose number it is."""
        return self.given_by_person or self.given_by_network or self.given_by_user  # type: ignore[return-value]


class SafetyRatingWithdrawal(HouseholdBound, Identified):
    """A number that was written down wrongly, by who wrote it down. Append-only; the number itself stays kept."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    rating = models.OneToOneField(SafetyRating, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = StoryQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.rating_id)
