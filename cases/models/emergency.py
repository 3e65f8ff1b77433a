"""Break-glass: somebody is in danger now, and a professional from outside reads along for four hours (ux, S11)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from accounts.clock import StatementTimestamp
from accounts.models import Identified, Organisation, Region
from accounts.rules import code_of
from cases import rules
from cases.choices import Called112, Verdict
from cases.models.faces import Involvement
from cases.models.household import HouseholdBound
from cases.querysets import EmergencyAccessQuerySet, EmergencySearchQuerySet, EmergencyVerdictQuerySet


class EmergencySearch(Identified):
    """One try: what was searched for (as a keyed hash), why, and which households it found. Never changed.

    Written by the function `find_in_emergency` only. What was found may be opened for a short while, by who searched.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    term_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=1000)
    called_112 = models.CharField(max_length=12, choices=Called112.choices)
    found = ArrayField(models.BigIntegerField())
    found_people = ArrayField(models.BigIntegerField(null=True))
    """By whom each household was found; None when nobody lives there now."""
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = EmergencySearchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("user", "at", name="emergency_search_user")]
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("reason"), rules.EMERGENCY_REASON_LENGTH),
                name="emergency_search_says_why",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class EmergencyAccess(HouseholdBound, Identified):
    """Somebody opened a household in an emergency: who, why, until when. Never changed, never deleted.

    Written by the function `open_in_emergency` only, together with the involvement and the permission of the
    organisation. `permission_until_before` is when that permission would have ended without this, None when the
    organisation held none that this had to make longer.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="emergencies")
    household_uuid = models.UUIDField()
    """For the privacy officer, who may not read the household itself."""
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    involvement = models.OneToOneField(Involvement, models.PROTECT, related_name="emergency")
    search = models.OneToOneField(EmergencySearch, models.PROTECT, related_name="access")
    reason = models.CharField(max_length=1000)
    called_112 = models.CharField(max_length=12, choices=Called112.choices)
    opened_at = models.DateTimeField(db_default=StatementTimestamp())
    until = models.DateTimeField()
    permission_until_before = models.DateTimeField(null=True)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "emergency accesses"
        indexes = [models.Index("region", "opened_at", name="emergency_access_region")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at"), until__lte=F("opened_at") + rules.EMERGENCY_LASTS),
                name="emergency_four_hours_at_most",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def audit_root(self) -> UUID:
        return self.household_uuid

    @property
    def due_on(self) -> date:
        """The last local day on which the privacy officer looks at this."""
        return rules.review_due(timezone.localdate(self.opened_at))

    @property
    def is_judged(self) -> bool:
        return hasattr(self, "verdict")

    @property
    def household_code(self) -> str:
        """What the privacy officer calls the household: nothing of the family is in it."""
        return code_of(self.household_uuid)


class EmergencyVerdict(Identified):
    """What the privacy officer thinks of one emergency access. Never changed: another opinion is a conversation."""

    access = models.OneToOneField(EmergencyAccess, models.PROTECT, related_name="verdict")
    verdict = models.CharField("Was het terecht?", max_length=16, choices=Verdict.choices)
    text = models.CharField("Waarom vind je dat?", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = EmergencyVerdictQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.access_id} {self.verdict}"
