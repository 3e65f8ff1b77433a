"""Patterns in the film: somebody sees that events belong together, and says so in one sentence. Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.choices import Audience
from cases.models.film import FilmEvent
from cases.models.household import HouseholdBound
from cases.querysets import FilmPatternQuerySet, StoryQuerySet


class FilmPattern(HouseholdBound, Identified):
    """What somebody sees in two events or more. Nothing finds one by itself, and none is a judgement (ux, S6).

    Nobody who may not read one of the events reads the pattern: `services.patterns` refuses a wider audience.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="patterns")
    sentence = models.CharField("Wat zie je?", max_length=300)
    events = models.ManyToManyField(FilmEvent, through="PatternEvent", related_name="patterns")
    audience = models.CharField(max_length=14, choices=Audience.choices, default=Audience.EVERYONE)
    audience_why = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = FilmPatternQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=Audience.EVERYONE) | ~Q(audience_why=""), name="pattern_smaller_audience_has_why"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="pattern_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PatternEvent(models.Model):
    """An event that belongs to a pattern."""

    pattern = models.ForeignKey(FilmPattern, models.PROTECT, related_name="links")
    event = models.ForeignKey(FilmEvent, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("pattern", "event", name="pattern_event_once")]

    def __str__(self) -> str:
        return f"{self.pattern_id} {self.event_id}"


class FilmPatternWithdrawal(HouseholdBound, Identified):
    """A pattern that is taken out, by who made it. The pattern itself stays kept."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    pattern = models.OneToOneField(FilmPattern, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = StoryQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pattern_id)
