"""Who helps with what: help that was asked, that somebody waits for, that runs, and that is over. Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases.choices import HelpState
from cases.models.household import HouseholdBound
from cases.models.people import NetworkPerson, Person
from cases.querysets import HelpItemQuerySet, HelpStepQuerySet


class HelpItem(HouseholdBound, Identified):
    """Help with one thing, by an organisation or a person (`helper`), somebody of the network, or both together.

    How it stands is its last `HelpStep` that stands. Other help, or by somebody else, is another row.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="help_items")
    what = models.CharField("Waarmee?", max_length=160)
    helper = models.CharField("Wie helpt?", max_length=120, blank=True)
    helper_network = models.ForeignKey(NetworkPerson, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = HelpItemQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(helper="") | Q(helper_network__isnull=False), name="help_item_has_a_helper"
            )
        ]

    def __str__(self) -> str:
        return self.what


class HelpFor(models.Model):
    """For whom of the family the help is."""

    item = models.ForeignKey(HelpItem, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="helped")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("item", "person", name="help_for_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.person_id}"


class HelpStep(HouseholdBound, Identified):
    """How help stands since a day. Append-only; "Maak ongedaan" is a row that withdraws the last one.

    Whoever waits is not alone meanwhile: a professional or somebody of the network keeps contact (`keeper`).
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="help_steps")
    item = models.ForeignKey(HelpItem, models.PROTECT, related_name="steps")
    state = models.CharField("Hoe staat het?", max_length=8, choices=HelpState.choices)
    since = models.DateField("Sinds wanneer?")
    keeper_network = models.ForeignKey(NetworkPerson, models.PROTECT, null=True, blank=True, related_name="+")
    keeper_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = HelpStepQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=HelpState.WAITING, keeper_network__isnull=False, keeper_user__isnull=True)
                | Q(state=HelpState.WAITING, keeper_network__isnull=True, keeper_user__isnull=False)
                | Q(~Q(state=HelpState.WAITING), keeper_network__isnull=True, keeper_user__isnull=True),
                name="help_waiting_has_a_keeper",
                violation_error_message="Kies wie ondertussen contact houdt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"

    @property
    def keeper(self) -> models.Model | None:
        """Who keeps contact while somebody waits."""
        return self.keeper_network or self.keeper_user
