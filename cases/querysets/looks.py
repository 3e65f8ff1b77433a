"""Looks that the privacy officer looks back at."""

from __future__ import annotations

from typing import Self

from django.apps import apps
from django.db.models import Case, Exists, F, OuterRef, Q, When

from accounts.choices import Role
from accounts.models import Membership, User
from accounts.querysets import ScopedQuerySet
from cases.querysets.emergency import privacy_regions


class LookReviewQuerySet(ScopedQuerySet):
    """For the privacy officers of the organisation in whose name somebody looked, else for those of its region."""

    def visible_to(self, user: User) -> Self:
        """An organisation whose only privacy officer looked has none for that look."""
        officers = Membership.objects.current().filter(role=Role.PRIVACY_OFFICER, user__is_active=True)
        own = officers.filter(user=user).values("organisation")
        others = officers.filter(organisation=OuterRef("organisation")).exclude(user=OuterRef("user"))
        in_region = Q(organisation__region__in=privacy_regions(user))
        return self.filter(Q(organisation__in=own) | (in_region & ~Exists(others)))

    def judgeable_by(self, user: User) -> Self:
        """What waits for a verdict: never one's own look."""
        return self.visible_to(user).unjudged().exclude(user=user)

    def unjudged(self) -> Self:
        return self.filter(verdict=None)

    def waiting_first(self) -> Self:
        """What waits longest first; then what was judged, newest first."""
        waiting_since = Case(When(verdict=None, then=F("chosen_at")))
        return self.order_by(waiting_since.asc(nulls_last=True), "-verdict__at", "-at", "pk")


class LookVerdictQuerySet(ScopedQuerySet):
    """Verdicts follow the look they are about."""

    def visible_to(self, user: User) -> Self:
        return self.filter(review__in=apps.get_model("cases", "LookReview").objects.visible_to(user))
