from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Identified, Municipality, Versioned
from cases.choices import CloseReason, HouseholdStatus
from cases.querysets import HouseholdQuerySet
from cases.rules import READING, Act


class Household(Identified, Versioned):
    """People who live, or lived, together, with or without children, 0 to 100 years.

    `municipality` is the responsible municipality, never where somebody stays. Whether it is a "gezin" or a
    "huishouden" follows from who lives there (`rules.household_kind`). While it is active it has exactly one contact
    person: a deferred constraint trigger refuses any commit that leaves it without one.
    """

    call_name = models.CharField("Hoe noemt het gezin zichzelf?", max_length=80)
    sort_name = models.CharField(max_length=80, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="households", verbose_name="Gemeente")
    status = models.CharField(max_length=12, choices=HouseholdStatus.choices, default=HouseholdStatus.OPEN)
    together_since = models.DateField("Samen bezig sinds")
    family_informed_on = models.DateField("Het gezin weet het sinds", null=True, blank=True)
    family_not_informed_why = models.CharField("Het gezin weet het nog niet, want", max_length=300, blank=True)
    family_informed_by = models.DateField("Ik vertel het op", null=True, blank=True)
    contact_every_days = models.PositiveSmallIntegerField("Afgesproken contact, om de … dagen", null=True, blank=True)
    look_back_on = models.DateField("Wij kijken terug op", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    close_reason = models.CharField(max_length=16, choices=CloseReason.choices, blank=True, editable=False)
    reopened_at = models.DateTimeField(null=True, editable=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=HouseholdStatus.CLOSED, closed_at__isnull=False)
                | (~Q(status=HouseholdStatus.CLOSED) & Q(closed_at__isnull=True)),
                name="household_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(family_informed_on__isnull=False)
                | (~Q(family_not_informed_why="") & Q(family_informed_by__isnull=False)),
                name="household_family_informed_or_why_not",
                violation_error_message="Zeg wanneer het gezin dit hoorde, of waarom nog niet en wanneer wel.",
            ),
        ]
        indexes = [models.Index("sort_name", name="household_sort_name")]
        permissions = [("coordinate_household", "Can coordinate household")]

    def __str__(self) -> str:
        return self.call_name

    def get_absolute_url(self) -> str:
        return reverse("cases:household-detail", args=[self.uuid])

    @property
    def audit_root(self) -> UUID:
        return self.uuid

    @property
    def is_active(self) -> bool:
        return self.status in HouseholdStatus.ACTIVE

    @cached_property
    def my_acts(self) -> dict[str, bool]:
        """Whether the person for whom this was read may do it here now, for every `rules.Act`. Needs `with_acts`."""
        return {act.value: getattr(self, f"lets_{act.value}") and (self.is_active or act in READING) for act in Act}

    def may(self, act: Act) -> bool:
        """Whether the person for whom this was read may do `act` here now. Needs `with_acts`."""
        return self.my_acts[act.value]

    @property
    def title(self) -> str:
        """What stands above the page: "Huishouden Haddad – Van Dijk", and not "Huishouden familie De Boom"."""
        first = self.call_name.split(" ", 1)[0].lower()
        return self.call_name if first in {"familie", "gezin", "huishouden"} else f"Huishouden {self.call_name}"

    @property
    def initials(self) -> str:
        """For a browser title: "H–VD", never the name itself."""
        parts = self.call_name.replace("–", "-").split("-")
        return "–".join("".join(word[0].upper() for word in part.split()) for part in parts if part.strip())


class HouseholdBound(models.Model):
    """A row that belongs to one household; its history stands under that household."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def audit_root(self) -> UUID:
        return self.household.uuid
