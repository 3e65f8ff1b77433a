from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models import Household, HouseholdBound, Person
from veiligheidskaart.models.versions import KaartVersion
from veiligheidskaart.querysets import KaartEditionQuerySet, KaartPdfQuerySet


class KaartEdition(HouseholdBound, Identified):
    """What one reader gets of a version: somebody of the family, or the professionals who join. Never changed."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="kaart_editions")
    version = models.ForeignKey(KaartVersion, models.PROTECT, related_name="editions")
    reader_key = models.CharField(max_length=36)
    reader_name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="kaart_editions")
    order = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    objects = KaartEditionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint("version", "reader_key", name="kaart_edition_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.reader_key}"

    def get_absolute_url(self) -> str:
        return reverse("veiligheidskaart:edition", args=[self.household.uuid, self.uuid])

    def get_compare_url(self) -> str:
        return reverse("veiligheidskaart:compare", args=[self.household.uuid, self.uuid])

    def get_pdf_url(self) -> str:
        return reverse("veiligheidskaart:pdf", args=[self.household.uuid, self.uuid])


class KaartPdf(HouseholdBound):
    """The one PDF of an edition, made by the worker. Never changed: a copy that is handed out stays what it was."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="kaart_pdfs")
    edition = models.OneToOneField(KaartEdition, models.PROTECT, related_name="pdf")
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    codes = ArrayField(models.CharField(max_length=64), default=list)
    """Keyed hashes of the codes on it, with another key than `PrintedCode`: the two tables have nothing in common."""
    made_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = KaartPdfQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.edition_id)
