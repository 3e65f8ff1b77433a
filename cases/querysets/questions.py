"""Which household a question to the table is about, and how a professional weighed whether to report."""

from __future__ import annotations

from typing import Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

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

    def with_tasks(self) -> Self:
        """Those with an advice that the asker agreed to. Adds of that advice `agreed_on`, `follow_ups` and `teller`.

        And `sentence`, the question itself; and `given`: the answers about its tasks, the oldest first, as JSON.
        """
        agreed = apps.get_model("rvt", "Advice").objects.agreed().filter(question__uuid=OuterRef("question"))
        newest = agreed.order_by("-pk")
        given = apps.get_model("cases", "AdviceTaskAnswer").objects.filter(link=OuterRef("pk")).order_by("pk")
        facts = JSONObject(task="task", outcome="outcome", reason="reason")
        return self.filter(Exists(agreed)).annotate(
            agreed_on=Subquery(newest.values("agreed_on")[:1]),
            follow_ups=Subquery(newest.values("follow_ups")[:1]),
            sentence=Subquery(newest.values("question__sentence")[:1]),
            teller=Subquery(newest.values("family_teller")[:1]),
            given=ArraySubquery(given.values(facts=facts)),
        )


class AdviceTaskAnswerQuerySet(ScopedQuerySet):
    """Follows the link: the policy of the table says the same (migration 0031)."""

    def visible_to(self, user: User) -> Self:
        return self.filter(link__in=apps.get_model("cases", "QuestionLink").objects.visible_to(user).values("pk"))


class ReportWeighingQuerySet(FollowsHousehold):
    """For the professionals close by; never for the family, the card or the table (ux, S34)."""

    read_act = Act.READ_INNER
