"""The own side of a question to the table, and of the Meldcode: never seen by the table, the card or the family."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Identified
from cases.choices import AdviceTask, ReportChoice, TaskOutcome
from cases.models.household import HouseholdBound
from cases.querysets import AdviceTaskAnswerQuerySet, QuestionLinkQuerySet, ReportWeighingQuerySet


class QuestionLink(HouseholdBound):
    """Which household a question is about: the one link between the two, kept here (design 4). Append-only.

    `question` is the UUID of a question of `rvt` and no foreign key. It knows a day (Europe/Amsterdam), never a time.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    question = models.UUIDField(unique=True)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_on = models.DateField(default=timezone.localdate)

    objects = QuestionLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.household_id} {self.question}"


class AdviceTaskAnswer(HouseholdBound, Identified):
    """ "Gedaan" or "Niet gedaan, want": what became of one task after an advice. Append-only; the newest one counts.

    Seen by who sees the link. It knows a day (Europe/Amsterdam), as the link does.
    """

    link = models.ForeignKey(QuestionLink, models.PROTECT, related_name="answers")
    task = models.CharField(max_length=16, choices=AdviceTask.choices)
    outcome = models.CharField(max_length=8, choices=TaskOutcome.choices)
    reason = models.CharField("Waarom niet?", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_on = models.DateField(default=timezone.localdate)

    objects = AdviceTaskAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="task_not_done_has_reason",
                condition=Q(outcome="done", reason="") | (Q(outcome="not_done") & ~Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.task} {self.outcome}"


class ReportWeighing(HouseholdBound, Identified):
    """ "Moet ik melden?": what a professional decided about reporting to Veilig Thuis, and why. Append-only."""

    decided_on = models.DateField(default=timezone.localdate)
    choice = models.CharField("Is dit gemeld bij Veilig Thuis?", max_length=4, choices=ReportChoice.choices)
    reported_on = models.DateField("Op welke dag?", null=True)
    reason = models.TextField("Waarom?", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReportWeighingQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="report_has_its_day",
                condition=Q(choice="yes", reported_on__isnull=False) | Q(choice="no", reported_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.choice}"
