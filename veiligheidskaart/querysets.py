"""Which rows. A card follows its household; an edition is also for its reader."""

from __future__ import annotations

from typing import Self

from django.db.models import Q

from accounts.models import User
from cases.querysets import FollowsHousehold, among
from cases.rules import Act
from veiligheidskaart.content import PROFESSIONALS


class VeiligheidskaartQuerySet(FollowsHousehold):
    """The card of a household with its one draft: for the people who write it."""

    read_act = Act.EDIT
    write_act = Act.EDIT


class KaartVersionQuerySet(FollowsHousehold):
    """Final versions. The text of a version is for the inner circle; others read the edition for professionals."""

    read_act = Act.READ_CARD
    write_act = Act.FINALISE


class KaartEditionQuerySet(FollowsHousehold):
    """Who joins reads the edition for professionals; the inner circle, who hand them out, read every edition."""

    read_act = Act.READ_CARD
    write_act = Act.FINALISE

    def visible_to(self, user: User) -> Self:
        inner = Q(among(user, Act.READ_INNER, "household_id"))
        return super().visible_to(user).filter(Q(reader_key=PROFESSIONALS) | inner)


class KaartPdfQuerySet(FollowsHousehold):
    read_act = Act.READ_CARD
    write_act = Act.FINALISE

    def visible_to(self, user: User) -> Self:
        inner = Q(among(user, Act.READ_INNER, "household_id"))
        return super().visible_to(user).filter(Q(edition__reader_key=PROFESSIONALS) | inner)


class HandOutQuerySet(FollowsHousehold):
    """Who got which card: part of the work of those who hand it out."""

    read_act = Act.READ_INNER
    write_act = Act.FINALISE
