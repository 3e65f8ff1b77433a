"""Emergencies: tries, access and verdicts."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Case, Q, Value, When

from accounts.choices import Role
from accounts.clock import StatementTimestamp
from accounts.models import Membership, User
from accounts.querysets import ScopedQuerySet
from cases.querysets.rule import among
from cases.rules import EMERGENCY_CHOICE_LASTS, Act


class EmergencySearchQuerySet(ScopedQuerySet):
    """Tries to open a household in an emergency: one's own."""

    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)

    def open_to(self, user: User) -> Self:
        """Searches of which something may still be opened, by who searched."""
        recent = StatementTimestamp() - Value(EMERGENCY_CHOICE_LASTS)
        return self.visible_to(user).filter(access=None, at__gt=recent)


class EmergencyAccessQuerySet(ScopedQuerySet):
    """Emergencies: seen by who opened, by those who see who has access, and by the privacy officer of the region."""

    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(user=user) | Q(region__in=privacy_regions(user)) | Q(among(user, Act.SEE_ACCESS, "household_id"))
        )

    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def running_of(self, user: User) -> Self:
        """Emergency access that `user` has at this moment."""
        return self.of(user).filter(involvement__period__contains=StatementTimestamp())

    def reviewable_by(self, user: User) -> Self:
        """Everything of the regions of this privacy officer."""
        return self.filter(region__in=privacy_regions(user))

    def judgeable_by(self, user: User) -> Self:
        """What waits for a verdict: never one's own."""
        return self.reviewable_by(user).unreviewed().exclude(user=user)

    def unreviewed(self) -> Self:
        return self.filter(verdict=None)

    def waiting_first(self) -> Self:
        """What waits longest first; then what was judged, newest first."""
        return self.order_by(
            Case(When(verdict=None, then="opened_at")).asc(nulls_last=True), "-verdict__at", "-opened_at", "pk"
        )


class EmergencyVerdictQuerySet(ScopedQuerySet):
    """Verdicts follow the access they are about."""

    def visible_to(self, user: User) -> Self:
        return self.filter(access__in=apps.get_model("cases", "EmergencyAccess").objects.visible_to(user))


def privacy_regions(user: User) -> Any:
    """The regions of which `user` is privacy officer at this moment."""
    return Membership.objects.current().filter(user=user, role=Role.PRIVACY_OFFICER).values("organisation__region")
