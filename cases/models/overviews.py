"""The paper that says who looked at the data of one person of the family (security 4.6, `docs/adr/0047`)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models.household import HouseholdBound
from cases.models.people import Person
from cases.querysets import LookOverviewQuerySet


class LookOverview(HouseholdBound, Identified):
    """Somebody asked for the paper of one person about the local days from `first_day` up to and including `last_day`.

    Holds no line of the log: the worker reads them again, up to `asked_at`, and keeps the PDF in `data`. `is_guarded`
    says whether that PDF tells no protective step (`cases.overview`). Everything goes after two weeks.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=StatementTimestamp())
    is_guarded = models.BooleanField(null=True)
    data = models.BinaryField(null=True)

    objects = LookOverviewQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="look_overview_days_in_order"),
            models.CheckConstraint(
                condition=Q(data__isnull=True, is_guarded__isnull=True)
                | Q(data__isnull=False, is_guarded__isnull=False),
                name="look_overview_says_for_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def audit_people(self) -> tuple[UUID, ...]:
        """Whom a look at this paper is about."""
        return (self.person.uuid,)
