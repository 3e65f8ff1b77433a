"""Where somebody can be found: for who is contact person or duo, by a grant."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Case, DurationField, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.clock import StatementTimestamp
from accounts.models import User
from accounts.querysets import ScopedQuerySet
from cases.choices import HouseholdStatus, Part
from cases.querysets.rule import among
from cases.rules import REVEAL_FOR, Act


class ProtectedFactQuerySet(ScopedQuerySet):
    """Where somebody can be found: for who is contact person or duo now and holds a grant that runs."""

    def visible_to(self, user: User) -> Self:
        return self.filter(among(user, Act.READ_INNER, "household_id"), Exists(fact_grants_of(user, "household")))

    def changeable_by(self, user: User) -> Self:
        return self.running().filter(household__in=apps.get_model("cases", "Household").objects.guarded_by(user))

    def revealable_by(self, user: User) -> Self:
        """Secret ones that `user` may have shown, with a reason."""
        return self.running().visible_to(user).filter(is_secret=True)

    def running(self) -> Self:
        """Those that still hold."""
        return self.filter(ended_on=None)

    def without_secrets(self) -> Self:
        """Annotate `shown`: what may stand on a page. The secret itself is not read from the database."""
        shown = Case(When(is_secret=False, then=F("value")), default=Value(""))
        return self.defer("value", "traces").annotate(shown=shown)


class RevealQuerySet(ScopedQuerySet):
    """A look at a secret is for the one who took it, as long as it lasts."""

    def visible_to(self, user: User) -> Self:
        """Looks of `user` that are not over, of facts that `user` may still know."""
        since = StatementTimestamp() - Value(REVEAL_FOR, DurationField())
        facts = apps.get_model("cases", "ProtectedFact").objects.visible_to(user)
        return self.filter(by=user, at__gt=since, fact__in=facts)


class ProtectedFactGrantQuerySet(ScopedQuerySet):
    """Who may know where somebody can be found: seen by who may know it."""

    def visible_to(self, user: User) -> Self:
        return self.running().filter(
            among(user, Act.READ_INNER, "household_id"), Exists(fact_grants_of(user, "household"))
        )

    def takeable_by(self, user: User) -> Self:
        """Grants of the duo, for the contact person of an active household."""
        active = Q(household__status__in=HouseholdStatus.ACTIVE)
        return self.running().filter(active, among(user, Act.SWITCH, "household_id"), involvement__part=Part.DUO)

    def running(self) -> Self:
        """Those that run, of a part as contact person or duo that runs too."""
        now = StatementTimestamp()
        return self.filter(
            period__contains=now,
            involvement__period__contains=now,
            involvement__part__in=[Part.CONTACT, Part.DUO],
        )


def fact_grants_of(user: User, household: str) -> QuerySet[Any]:
    """Running grants of `user`."""
    running: QuerySet[Any] = apps.get_model("cases", "ProtectedFactGrant").objects.running()
    return running.filter(user=user, household=OuterRef(household))
