from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.clock import StatementTimestamp
from accounts.models import Identified, Versioned
from cases.choices import AgreementState, TickOutcome
from cases.models.household import HouseholdBound
from cases.models.parties import exactly_one
from cases.models.people import NetworkPerson, Person
from cases.querysets import AgreementQuerySet, AgreementTickQuerySet


def _party(label: str, **options: object) -> dict[str, object]:
    return {"on_delete": models.PROTECT, "null": True, "blank": True, "verbose_name": label, **options}


class Agreement(HouseholdBound, Identified, Versioned):
    """Who does what, from when. Without a who it is no agreement (domain dossier, 1.5): the database refuses it.

    The who, and the one who looks whether it works, is somebody of the family, of the network, or a professional.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="agreements")
    what = models.CharField("Wat?", max_length=200)
    detail = models.CharField("Hoe dan?", max_length=200, blank=True)
    who_person = models.ForeignKey(Person, related_name="agreements", **_party("Wie?"))  # type: ignore[arg-type]
    who_network = models.ForeignKey(NetworkPerson, related_name="agreements", **_party("Wie?"))  # type: ignore[arg-type]
    who_user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", **_party("Wie?"))  # type: ignore[arg-type]
    since = models.DateField("Vanaf wanneer")
    due_on = models.DateField("Voor welke dag?", null=True, blank=True)
    due_at = models.TimeField("Hoe laat?", null=True, blank=True)
    checker_person = models.ForeignKey(Person, related_name="+", **_party("Wie kijkt of het lukt?"))  # type: ignore[arg-type]
    checker_network = models.ForeignKey(NetworkPerson, related_name="+", **_party("Wie kijkt of het lukt?"))  # type: ignore[arg-type]
    checker_user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", **_party("Wie kijkt of het lukt?"))  # type: ignore[arg-type]
    if_not = models.CharField("En als het niet lukt?", max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=AgreementState.choices, default=AgreementState.NEW)
    made_on = models.DateField(auto_now_add=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("who"),
                name="agreement_has_one_who",
                violation_error_message="Kies wie dit doet.",
            ),
            models.CheckConstraint(
                condition=exactly_one("checker"),
                name="agreement_has_one_checker",
                violation_error_message="Kies wie kijkt of het lukt.",
            ),
        ]
        indexes = [models.Index("due_on", name="agreement_due", condition=~Q(state=AgreementState.ENDED))]

    def __str__(self) -> str:
        return self.what

    @property
    def who(self) -> models.Model:
        return self.who_person or self.who_network or self.who_user  # type: ignore[return-value]

    @property
    def checker(self) -> models.Model:
        return self.checker_person or self.checker_network or self.checker_user  # type: ignore[return-value]


class AgreementTick(HouseholdBound, Identified):
    """Somebody looked whether it works, on a day. Append-only; "Maak ongedaan" is a row that withdraws another one."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="ticks")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="ticks")
    outcome = models.CharField(max_length=8, choices=TickOutcome.choices)
    what_helps = models.CharField("Wat helpt?", max_length=300, blank=True)
    state_before = models.CharField(max_length=8, choices=AgreementState.choices)
    due_before = models.DateField(null=True)
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = AgreementTickQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.outcome}"
