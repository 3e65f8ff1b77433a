from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models import Household, HouseholdBound
from veiligheidskaart import rules
from veiligheidskaart.models.cards import Veiligheidskaart
from veiligheidskaart.querysets import KaartVersionQuerySet


class KaartVersion(HouseholdBound, Identified):
    """A card as it was agreed on a day. Never changed, never deleted (trigger); a change is the next version.

    `content` is the full text, with who may read what; `sha256` is over its canonical form.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="kaart_versions")
    card = models.ForeignKey(Veiligheidskaart, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    present = models.JSONField()
    """First names of who was there, and with whom it was not discussed yet: as said on that day."""
    not_discussed_with = models.JSONField()
    all_agree = models.BooleanField()
    look_back_on = models.DateField()
    finalised_at = models.DateTimeField(db_default=StatementTimestamp())
    finalised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    called_name: str
    called_phone: str
    face_name: str | None
    face_phone: str

    objects = KaartVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("card", "number", name="kaart_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="kaart_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"Kaart {self.number}"

    @property
    def mark(self) -> str:
        """What is no longer right about whom it says to call, or "". For the newest card, after `with_mark`."""
        if self.face_name is None:  # a closed household has nobody to call
            return ""
        return rules.mark_of_face((self.called_name, self.called_phone), (self.face_name, self.face_phone))

    def get_absolute_url(self) -> str:
        return reverse("veiligheidskaart:versions", args=[self.household.uuid])
