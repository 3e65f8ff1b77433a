"""Looks that the privacy officer looks back at, and what came of it (security 4.7, `docs/adr/0047`)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.choices import AccessEvent
from accounts.clock import StatementTimestamp
from accounts.models import Identified, Organisation
from accounts.rules import code_of
from cases import overview, rules
from cases.choices import LookJudgement, ReviewReason
from cases.querysets import LookReviewQuerySet, LookVerdictQuerySet


class LookReview(Identified):
    """One look that was chosen to look back at. Written by the function `choose_looks` only, and never changed.

    Uuids and codes of a line of the access log or of a reveal; nothing of the family. `source` says which one, so that
    none is chosen twice: a line once for the sample, a person, household and local day once for a look without a part.
    """

    reason = models.CharField(max_length=16, choices=ReviewReason.choices)
    source = models.CharField(max_length=120, unique=True)
    household_uuid = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    kind = models.CharField(max_length=40)
    event = models.CharField(max_length=24)
    at = models.DateTimeField()
    chosen_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = LookReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("organisation", "at", name="look_review_organisation")]

    def __str__(self) -> str:
        return f"{self.reason} {self.uuid}"

    @property
    def audit_root(self) -> UUID:
        return self.household_uuid

    @property
    def due_on(self) -> date:
        """The last local day on which the privacy officer looks at this."""
        return rules.review_due(timezone.localdate(self.chosen_at), within=rules.LOOK_REVIEW_WITHIN_WORKING_DAYS)

    @property
    def is_judged(self) -> bool:
        return hasattr(self, "verdict")

    @property
    def household_code(self) -> str:
        """What the privacy officer calls the household."""
        return code_of(self.household_uuid)

    @property
    def what(self) -> str:
        """Which kind of data, and what was done: "Film: gelezen"."""
        words = overview.words_for([self.kind])
        return f"{words[:1].upper()}{words[1:]}: {overview.DID[AccessEvent(self.event)]}"

    @property
    def ground(self) -> str:
        """By what right."""
        if self.reason == ReviewReason.NO_INVOLVEMENT:
            return "Geen"
        return overview.ROLES.get(self.role, "Geen")


class LookVerdict(Identified):
    """What the privacy officer thinks of one look. Never changed."""

    review = models.OneToOneField(LookReview, models.PROTECT, related_name="verdict")
    verdict = models.CharField("Was het terecht?", max_length=16, choices=LookJudgement.choices)
    text = models.CharField("Waarom vind je dat?", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = LookVerdictQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.review_id} {self.verdict}"
