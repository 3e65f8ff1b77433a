"""Asking whether a family has a fixed face already, without looking into a household (ux, S4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.querysets import FaceQuestionQuerySet


class FaceQuestion(Identified):
    """Somebody asked whether there is a fixed face for somebody. Never changed, never deleted.

    Written by the function `ask_for_face` only: one row for each household that it found, and one row without a
    household when it found none. The name and the birth date that were asked stand here as a keyed hash.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, null=True, related_name="face_questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    term_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = FaceQuestionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("asked_by", "asked_at", name="face_question_asked")]

    def __str__(self) -> str:
        return str(self.uuid)
