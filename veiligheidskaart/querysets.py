"""Which rows. A card follows its household; an edition is also for its reader."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from accounts.models import Organisation, User
from cases.models import Involvement
from cases.querysets import FollowsHousehold, among
from cases.rules import Act
from veiligheidskaart.choices import MoveState
from veiligheidskaart.content import PROFESSIONALS


class VeiligheidskaartQuerySet(FollowsHousehold):
    """The card of a household with its one draft: for the people who write it."""

    read_act = Act.EDIT
    write_act = Act.EDIT


class KaartVersionQuerySet(FollowsHousehold):
    """Final versions. The text of a version is for the inner circle; others read the edition for professionals."""

    read_act = Act.READ_CARD
    write_act = Act.FINALISE

    def with_mark(self) -> Self:
        """Annotate what `KaartVersion.mark` needs: whom the card says to call, and who the face is at this moment."""
        face = Involvement.objects.running().faces().filter(household=OuterRef("household"))
        return self.annotate(
            called_name=KT("content__contacts__face__name"),
            called_phone=KT("content__contacts__face__phone"),
            face_name=Subquery(face.values("user__name")[:1]),
            face_phone=Subquery(face.values("user__phone")[:1]),
        )

    def with_move(self, user: User) -> Self:
        """Annotate whether the family is moving, as far as `user` may know that."""
        moves = apps.get_model("veiligheidskaart", "Move").objects.visible_to(user).running()
        return self.annotate(is_moving=Exists(moves.filter(household=OuterRef("household"))))

    def newest(self) -> Self:
        """Only the last card of each household."""
        return self.order_by("household_id", "-number").distinct("household_id")


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


class SecondReadingQuerySet(FollowsHousehold):
    """Who read along: part of the work of those who finalise."""

    read_act = Act.READ_INNER
    write_act = Act.FINALISE


class HandOutQuerySet(FollowsHousehold):
    """Who got which card: part of the work of those who hand it out."""

    read_act = Act.READ_INNER
    write_act = Act.FINALISE


class MoveQuerySet(FollowsHousehold):
    """Moves: the inner circle knows of them; the contact person prepares, carries and ends them."""

    read_act = Act.READ_INNER
    write_act = Act.SWITCH

    def changeable_by(self, user: User) -> Self:
        """Moves that `user` may still carry on or take back."""
        return super().changeable_by(user).running()

    def running(self) -> Self:
        """Those that are on their way: nobody took the family over, and nobody took them back."""
        return self.filter(state__in=(MoveState.PREPARED, MoveState.FILE_MADE))

    def without_data(self) -> Self:
        """Leave the file in the database."""
        return self.defer("data")


class FollowsCard(FollowsHousehold):
    """What is typed for a card: for the people who write it."""

    read_act = Act.EDIT
    write_act = Act.EDIT


class CatalogueReviewQuerySet(QuerySet[Any]):
    """Reviews of the fixed texts, which are those of the whole installation."""

    def kept_by(self, user: User) -> Self:
        """Every review, for who runs a regiobureau."""
        return self.all() if Organisation.objects.offices_of(user).exists() else self.none()


class ReceivedCardQuerySet(FollowsHousehold):
    """Cards that came from elsewhere, each for one reader: for the inner circle, who write on."""

    read_act = Act.READ_INNER
    write_act = Act.EDIT


class TrustedIssuerQuerySet(QuerySet[Any]):
    """Whose cards are read in here, which is for the whole installation."""

    def kept_by(self, user: User) -> Self:
        """Every list of keys, for who runs a regiobureau."""
        return self.all() if Organisation.objects.offices_of(user).exists() else self.none()

    def waiting(self) -> Self:
        """Put in, and neither trusted nor taken away."""
        return self.filter(trusted_at=None, ended_at=None)

    def trusted(self) -> Self:
        """Those by which a card is judged at this moment."""
        return self.filter(trusted_at__isnull=False, ended_at=None)
