"""Where somebody can be found. Few may know it, and fewer code may name it: tests/cases/test_protected_facts.py."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models

from accounts.clock import Period, StatementTimestamp
from accounts.models import Identified, Versioned
from cases.choices import FactKind
from cases.models.faces import Involvement
from cases.models.household import HouseholdBound
from cases.models.people import Person
from cases.querysets import ProtectedFactGrantQuerySet, ProtectedFactQuerySet, RevealQuerySet


class ProtectedFact(HouseholdBound, Identified, Versioned):
    """A place or number by which somebody is found. No related name leads here from a person or a household.

    `traces` are the forms in which a text could tell it (`cases.guard`); they are compared inside the database.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField("Wat is het?", max_length=8, choices=FactKind.choices)
    value = models.CharField("Adres, plek of nummer", max_length=200)
    is_secret = models.BooleanField("Geheim", default=False)
    ended_on = models.DateField(null=True, editable=False)
    traces = ArrayField(models.TextField(), editable=False)

    objects = ProtectedFactQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def audit_people(self) -> tuple[UUID, ...]:
        """Whom a look at this row is about."""
        return (self.person.uuid,)


class ProtectedFactGrant(HouseholdBound, Identified):
    """Somebody may know the protected facts of a household, for a period `[from, until)`.

    Becoming contact person or duo writes one (trigger of 0013) and the end of that part ends it. The contact person may
    take the one of the duo away. The application itself can write none.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    involvement = models.OneToOneField(Involvement, models.PROTECT, related_name="+")
    period = DateTimeRangeField(db_default=Period())

    objects = ProtectedFactGrantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("user", "household", name="fact_grant_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.household_id}"


class Reveal(HouseholdBound, Identified):
    """Somebody looked at a secret fact, and said why. Never changed, never deleted."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    fact = models.ForeignKey(ProtectedFact, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField("Waarom heb je het nodig?", max_length=300)
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = RevealQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by_id} {self.at}"

    @property
    def audit_people(self) -> tuple[UUID, ...]:
        """Whom a look at this row is about."""
        return self.fact.audit_people  # type: ignore[no-any-return]


class UnsafeFor(HouseholdBound, Identified):
    """`other` of the same household is not safe for `person`. No judgement: it says with whom to be careful."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="unsafe_for")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "other", name="unsafe_for_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="unsafe_for_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.other_id}"
