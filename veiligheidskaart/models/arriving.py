from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.models import Household, HouseholdBound
from veiligheidskaart.content import Contact, load_card
from veiligheidskaart.querysets import ReceivedCardQuerySet, TrustedIssuerQuerySet


class TrustedIssuer(Identified):
    """The published keys of another installation, whose cards are read in here. Data, not a setting.

    One beheerder puts a list in, another one trusts it (`services.trust`). The keys themselves never change: newer ones
    are a row that takes the place of this one.
    """

    name = models.CharField("Naam van de installatie", max_length=80)
    key_list = models.TextField("Sleutellijst")
    made_on = models.DateField()
    put_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    put_in_at = models.DateTimeField(db_default=StatementTimestamp())
    trusted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    trusted_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = TrustedIssuerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-id"]
        constraints = [
            models.UniqueConstraint(
                "name",
                condition=models.Q(trusted_at__isnull=False, ended_at__isnull=True),
                name="trusted_issuer_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReceivedCard(HouseholdBound, Identified):
    """The card of one reader, as it came from elsewhere and was read in. Never changed.

    `key_id` says which key signed it, `issuer` how that installation was called here, `sha256` is of `kaart.json`.
    `reception_code` tells the installation of before that the family came in here; "" when the file was of no move.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="received_cards")
    number = models.PositiveSmallIntegerField()
    reader_name = models.CharField(max_length=80)
    issuer = models.CharField(max_length=80)
    key_id = models.CharField(max_length=16)
    issued_on = models.DateField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reception_code = models.CharField(max_length=9, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = ReceivedCardQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Kaart {self.number}"

    @property
    def called(self) -> Contact:
        """Whom this card says to call: the contact person of before."""
        return load_card(self.content).contacts.face
