from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Identified, Versioned
from rvt.choices import AdviceState, FollowUp
from rvt.querysets import AdviceQuerySet, ExpertLineQuerySet


class Advice(Identified, Versioned):
    """What the table advises on one question. Without names, and without who said what. Final advice never changes.

    It knows days (Europe/Amsterdam), never a time, as its question does.
    """

    changed_at = None  # type: ignore[assignment]
    item = models.OneToOneField("rvt.AgendaItem", models.PROTECT, related_name="advice")
    question = models.ForeignKey("rvt.Question", models.PROTECT, related_name="advice")
    state = models.CharField(max_length=12, choices=AdviceState.choices, default=AdviceState.WRITING)
    presented = models.JSONField(default=dict, editable=False)
    """The question as it lay on the table when it was decided."""
    considerations = models.TextField("Overwegingen", max_length=4000, blank=True)
    text = models.TextField("Advies", max_length=2000, blank=True)
    other_view = models.TextField("Andere kijk", max_length=2000, blank=True)
    follow_ups = ArrayField(
        models.CharField(max_length=16, choices=FollowUp.choices), verbose_name="Vervolg", default=list, blank=True
    )
    family_teller = models.CharField("Wie vertelt het gezin?", max_length=250, blank=True)
    """At most 100 signs are typed; two people who type at once keep both."""
    field_versions = models.JSONField(default=dict, editable=False)
    """How often each field was written: an open page sees which ones moved on."""
    decided_on = models.DateField(null=True, editable=False)
    change_asked = models.TextField("Wat wil je anders?", max_length=600, blank=True)
    agreed_on = models.DateField(null=True, editable=False)
    lines_until = models.DateField(null=True, editable=False)
    """The last day on which an expert may add a line: 2 working days after the asker agreed."""
    final_on = models.DateField(null=True, editable=False)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["decided_on"], name="advice_by_day")]

    def __str__(self) -> str:
        return f"advies bij {self.question_id}"


class ExpertLine(Identified):
    """One line of an expert under an advice. Shown without a name. Append-only."""

    advice = models.ForeignKey(Advice, models.PROTECT, related_name="lines")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField("Jouw regel", max_length=200)

    objects = ExpertLineQuerySet.as_manager()

    class Meta:
        ordering = ["uuid"]
        constraints = [models.UniqueConstraint("advice", "by", name="one_line_per_expert")]

    def __str__(self) -> str:
        return f"regel bij {self.advice_id}"
