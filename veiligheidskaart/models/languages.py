from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models import Household, HouseholdBound
from veiligheidskaart.querysets import CatalogueReviewQuerySet, FollowsCard


class CatalogueReview(Identified):
    """A sworn translator looked at the fixed texts of a language. Never changed.

    `sha256` says which texts (`languages.digest_of`): when a text changes, the language waits for the next review.
    """

    language = models.CharField("Taal", max_length=2)
    sha256 = models.CharField(max_length=64)
    translator = models.CharField("Naam van de beëdigd vertaler", max_length=80)
    register_number = models.CharField("Nummer in het register (Rbtv)", max_length=20)
    reviewed_on = models.DateField("Nagekeken op")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = CatalogueReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.language} {self.reviewed_on}"


class KaartTranslation(HouseholdBound, Identified):
    """The family's words in another language, typed by somebody. It belongs to one Dutch text (`of`: its SHA-256).

    Text and reviewer overwrite themselves, like a draft; what is handed out is frozen in the edition.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="kaart_translations")
    language = models.CharField("Taal", max_length=2)
    of = models.CharField(max_length=64)
    text = models.CharField("Vertaling", max_length=400)
    checked_by = models.CharField("Nagekeken door", max_length=80, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = FollowsCard.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("household", "language", "of", name="kaart_translation_once")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.language}"
