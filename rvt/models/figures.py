from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Identified, Region, Versioned
from rvt.choices_register import Counted
from rvt.querysets.figures import FiguresPaperQuerySet, HalfYearNotesQuerySet

if TYPE_CHECKING:
    from uuid import UUID


def _note(label: str) -> Any:
    return models.CharField(label, max_length=200, blank=True)


class HalfYearNotes(Identified, Versioned):
    """What the chair says about the figures of one half year; printed with them. Without names.

    Beside `general`, one field for each row of the figures, by the code of that row.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    general = _note("Over dit halfjaar")
    discussed = _note(Counted.DISCUSSED.label)
    consultations = _note(Counted.CONSULTATIONS.label)
    network_meetings = _note(Counted.NETWORK_MEETINGS.label)
    council_talks = _note(Counted.COUNCIL_TALKS.label)
    guidance = _note(Counted.GUIDANCE.label)
    duos = _note(Counted.DUOS.label)
    households = _note(Counted.HOUSEHOLDS.label)

    objects = HalfYearNotesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "half"], name="notes_once_a_half_year"),
            models.CheckConstraint(name="half_is_first_or_second", condition=models.Q(half__in=[1, 2])),
        ]

    def __str__(self) -> str:
        return f"{self.year}, halfjaar {self.half}"

    @property
    def audit_root(self) -> UUID:
        return self.region.uuid


class FiguresPaper(Identified):
    """The half-year figures as PDF. `content` is what was published when it was asked, so that paper and page agree.

    The same content is made once, for whoever may read the figures of that region. Goes after a week.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the content."""
    asked_at = models.DateTimeField(db_default=StatementTimestamp())
    data = models.BinaryField(null=True)

    objects = FiguresPaperQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "year", "digest"], name="figures_paper_once")]

    def __str__(self) -> str:
        return str(self.uuid)
