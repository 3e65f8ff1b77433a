from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models import Household, HouseholdBound
from veiligheidskaart.choices import MoveState
from veiligheidskaart.models.editions import KaartEdition
from veiligheidskaart.moving import new_nonce
from veiligheidskaart.querysets import MoveQuerySet


class Move(HouseholdBound, Identified):
    """A family moves to another office. The contact person stays until the code of that office is typed in.

    `destination` is empty where something of the family is protected: then it is kept nowhere. `agreed_by` are first
    names, as said on the local day `agreed_on`. `data` is the file that travels, for as long as it may.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="moves")
    edition = models.ForeignKey(KaartEdition, models.PROTECT, related_name="moves")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    destination = models.CharField("Waar gaat het gezin heen?", max_length=80, blank=True)
    agreed_by = ArrayField(models.CharField(max_length=60))
    agreed_on = models.DateField()
    state = models.CharField(max_length=12, choices=MoveState.choices, default=MoveState.PREPARED)
    data = models.BinaryField(null=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(db_default=StatementTimestamp())
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "household", condition=Q(state__in=["prepared", "file_made"]), name="move_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="file_made", data__isnull=False) | (~Q(state="file_made") & Q(data__isnull=True)),
                name="move_has_a_file_while_it_travels",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "file_made"], ended_at__isnull=True, ended_by__isnull=True)
                | Q(state__in=["taken_over", "withdrawn"], ended_at__isnull=False, ended_by__isnull=False),
                name="move_ends_on_a_day_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(agreed_by=[]), name="move_with_yes_of_the_family"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def address(self, name: str) -> str:
        """Return the address of one of the pages of this move."""
        ids: list[UUID] = [self.household.uuid, self.uuid]
        return reverse(f"veiligheidskaart:move-{name}", args=ids)
