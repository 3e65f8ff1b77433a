"""Which organisation may see a household: today's state (guardian) and the history of decisions (append-only)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from guardian.models import GroupObjectPermissionBase

from accounts.clock import Period, StatementTimestamp
from accounts.models import Identified, Organisation
from cases.choices import SharingGround
from cases.models.household import HouseholdBound
from cases.querysets import SharingDecisionQuerySet


class HouseholdGroupPermission(GroupObjectPermissionBase):
    """guardian's direct-foreign-key table, with a period `[from, until)`. Written by `services.sharing` only."""

    content_object = models.ForeignKey("cases.Household", models.CASCADE, related_name="group_permissions")
    period = DateTimeRangeField(db_default=Period())

    class Meta(GroupObjectPermissionBase.Meta):
        """Its unique constraint begins with the group: the access rule reads by that index."""

    def __str__(self) -> str:
        return f"{self.group_id} {self.permission_id} {self.content_object_id}"


class SharingDecision(HouseholdBound, Identified):
    """Somebody decided that an organisation may see this household, or may no longer. Never changed, never deleted.

    `user` is the person of that organisation whom it is about; empty when it is about the organisation as a whole.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="sharing_decisions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sharing_decisions")
    permissions = models.JSONField(default=list)
    """Codenames that the organisation holds from now on: "view", "change", "coordinate". Empty: it stops."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=16, choices=SharingGround.choices)
    ground_text = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=StatementTimestamp())
    until = models.DateTimeField(null=True)
    family_informed_on = models.DateField(null=True)
    family_informed_with = models.CharField(max_length=120, blank=True)
    family_not_informed_why = models.CharField(max_length=300, blank=True)
    family_told_on = models.DateField(null=True)
    """The day on which the family that does not know yet will hear it."""

    objects = SharingDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(family_informed_on__isnull=False) | ~Q(family_not_informed_why=""),
                name="sharing_family_informed_or_why_not",
                violation_error_message="Zeg wanneer het gezin dit hoorde, of waarom nog niet.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.organisation_id}"


class AccessMayEnd(HouseholdBound, Identified):
    """The answer "laat stoppen": this access may end at `ends_at`, and nobody asks about that moment any more."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    involvement = models.ForeignKey("cases.Involvement", models.PROTECT, related_name="answers")
    ends_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(db_default=StatementTimestamp())

    class Meta:
        constraints = [models.UniqueConstraint("involvement", "ends_at", name="access_may_end_once")]

    def __str__(self) -> str:
        return f"{self.involvement_id} {self.ends_at}"
