"""Help: what somebody of a household is helped with, and how that stands. Follows the household."""

from __future__ import annotations

from typing import Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from cases.querysets.story import StoryQuerySet


class HelpItemQuerySet(StoryQuerySet):
    def standing(self) -> Self:
        """Help of which at least one step stands: what was taken back altogether is not there."""
        return self.filter(Exists(apps.get_model("cases", "HelpStep").objects.standing().filter(item=OuterRef("pk"))))


class HelpStepQuerySet(StoryQuerySet):
    def standing(self) -> Self:
        """Steps that nobody took back, and that take nothing back themselves."""
        return self.filter(withdraws=None, withdrawn_by=None)

    def in_words(self) -> Self:
        """Read along what a row says: the help itself, who keeps contact, and `for_names`. One query for all of it."""
        names = apps.get_model("cases", "Person").objects.filter(helped__item=OuterRef("item")).order_by("order", "id")
        rows = self.select_related("item__helper_network", "keeper_network", "keeper_user", "added_by")
        return rows.annotate(for_names=ArraySubquery(names.values("name")))
