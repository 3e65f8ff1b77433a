"""Which household a question to the table is about, and how a professional weighed whether to report."""

from __future__ import annotations

from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from cases.choices import Part
from cases.querysets.rule import among
from cases.querysets.story import FollowsHousehold
from cases.rules import Act


class QuestionLinkQuerySet(ScopedQuerySet):
    """ "Alleen jij en je duo zien dit": who asked, and the other half of the duo, while they see the household.

    The duo partner of this moment; and when the duo partner is the one who asked, the contact person. The policy of
    the table says the same (migration 0029).
    """

    def visible_to(self, user: User) -> Self:
        parts = apps.get_model("cases", "Involvement").objects.running().filter(household=OuterRef("household"))
        is_duo = Exists(parts.filter(user=user, part=Part.DUO))
        is_face = Exists(parts.filter(user=user, part=Part.CONTACT))
        asked_by_duo = Exists(parts.filter(user=OuterRef("asker"), part=Part.DUO))
        mine = Q(asker=user) | Q(is_duo) | (Q(is_face) & Q(asked_by_duo))
        return self.filter(mine, among(user, Act.READ_CARD, "household_id"))


class ReportWeighingQuerySet(FollowsHousehold):
    """For the professionals close by; never for the family, the card or the table (ux, S34)."""

    read_act = Act.READ_INNER
