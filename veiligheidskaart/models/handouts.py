from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models import Household, HouseholdBound, Person
from veiligheidskaart.choices import Handed, HolderKind
from veiligheidskaart.models.editions import KaartEdition
from veiligheidskaart.querysets import HandOutQuerySet


class HandOut(HouseholdBound, Identified):
    """Somebody got a card on a day. Never changed. Outside the family only with the family's yes."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="handouts")
    edition = models.ForeignKey(KaartEdition, models.PROTECT, related_name="handouts")
    to_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="handouts")
    to_name = models.CharField("Naam", max_length=60, blank=True)
    to_kind = models.CharField("Wie is dit?", max_length=12, choices=HolderKind.choices, blank=True)
    family_agrees = models.BooleanField("Vindt het gezin dit goed?", default=False)
    how = models.CharField("Hoe?", max_length=12, choices=Handed.choices)
    language = models.CharField("Taal", max_length=40)
    handed_on = models.DateField("Wanneer?")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = HandOutQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_person__isnull=False, to_name="", to_kind="")
                | (Q(to_person__isnull=True) & ~Q(to_name="") & ~Q(to_kind="")),
                name="handout_to_family_or_outside",
            ),
            models.CheckConstraint(
                condition=Q(to_person__isnull=False) | Q(family_agrees=True),
                name="handout_outside_with_yes",
                violation_error_message="Vraag eerst of het gezin dit goed vindt.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition_id)

    @property
    def holder(self) -> str:
        """Who got it, as the family says it."""
        return self.to_person.name if self.to_person else self.to_name
