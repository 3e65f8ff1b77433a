from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Region
from rvt.choices import FreeTalk
from rvt.querysets import LookBackAnswerQuerySet, LookBackLinkQuerySet


class LookBackLink(models.Model):
    """A one-time link to look back on the table. It knows who was asked; the answer does not know the link.

    The row goes when the link is used: what stays behind in the database then ties no person to an answer, not even by
    the transaction that wrote both.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token in the mail."""
    expires_on = models.DateField()

    objects = LookBackLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"terugkijken {self.pk}"


class LookBackAnswer(models.Model):
    """How somebody found the table: no person, no question, no day. Shown in totals of 5 or more."""

    id = models.UUIDField(primary_key=True)
    """Random (set by the service), so that rows have no order that tells whose they are."""
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    half_year = models.CharField(max_length=6)
    """`2026H2`."""
    free_talk = models.CharField("Kon je vrij praten?", max_length=6, choices=FreeTalk.choices, blank=True)
    right_knowledge = models.CharField(
        "Zat de juiste kennis aan tafel?", max_length=6, choices=FreeTalk.choices, blank=True
    )
    next_time = models.CharField("Wat doen wij de volgende keer anders?", max_length=400, blank=True)
    lesson = models.CharField("Leerpunt voor anderen", max_length=400, blank=True)

    objects = LookBackAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.half_year
