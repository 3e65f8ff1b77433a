from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.choices import PhaseStep
from cases.models.household import HouseholdBound
from cases.models.people import Person
from cases.querysets import StoryQuerySet


class Phase(HouseholdBound, Identified):
    """Where we are, as discussed with the family on a day. The latest row counts; older ones stay as they were."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="phases")
    step = models.CharField("Waar staan we?", max_length=16, choices=PhaseStep.choices)
    discussed_on = models.DateField("Wanneer besproken?")
    present = models.CharField("Wie waren erbij?", max_length=300)
    family_silent = models.BooleanField("Het gezin wilde hier niets bij zeggen", default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-discussed_on", "-id"]

    def __str__(self) -> str:
        return f"{self.step} {self.discussed_on}"


class PhaseQuote(models.Model):
    """What somebody said about where we are, in the own words of that person."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="quotes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.phase_id)
