from django.conf import settings
from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from rvt.choices import PaperKind
from rvt.querysets import MeetingPaperQuerySet


class MeetingPaper(Identified):
    """A PDF that somebody asked for: the agenda as that person may read it, or the chair's book.

    `version` is that of the meeting when it was asked. Everything goes after a week (`services.papers.KEPT_FOR`).
    """

    meeting = models.ForeignKey("rvt.Meeting", models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=6, choices=PaperKind.choices)
    version = models.PositiveIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=StatementTimestamp())
    data = models.BinaryField(null=True)

    objects = MeetingPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "version", "asked_by"], name="meeting_paper_once")
        ]

    def __str__(self) -> str:
        return str(self.uuid)
