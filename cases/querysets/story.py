"""Rows that follow their household: people, film, phases, agreements and what was looked at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.apps import apps
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from cases.choices import AgreementState, Audience, HouseholdStatus, NoteKind
from cases.querysets.rule import among
from cases.rules import Act

TICK_FIELDS = ("uuid", "outcome", "due_before", "what_helps")
"""What `with_tick_of` reads along of a look."""

DOERS = ("who_person", "who_network", "who_user")
CHECKERS = ("checker_person", "checker_network", "checker_user")


class FollowsHousehold(ScopedQuerySet):
    """Rows of a household follow the household: whoever may read that part of it sees them."""

    read_act = Act.READ_STORY
    write_act = Act.EDIT

    def visible_to(self, user: User) -> Self:
        return self.filter(among(user, self.read_act, "household_id"))

    def changeable_by(self, user: User) -> Self:
        return self.filter(among(user, self.write_act, "household_id"), household__status__in=HouseholdStatus.ACTIVE)


class StoryQuerySet(FollowsHousehold):
    """People, relations, homes, network and phases."""


class SafetyRatingQuerySet(StoryQuerySet):
    """Numbers from 0 to 10 that somebody gave."""

    def standing(self) -> Self:
        """Numbers that nobody took back."""
        return self.filter(withdrawal=None)

    def with_givers(self) -> Self:
        """Read along whose numbers they are."""
        return self.select_related("given_by_person", "given_by_network", "given_by_user")


class WithAudience(FollowsHousehold):
    """Rows that also say who may read them (design 2, "audience per item")."""

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).for_audience_of(user)

    def changeable_by(self, user: User) -> Self:
        """Rows that `user` may add to: what one may not read, one does not add to either."""
        return super().changeable_by(user).for_audience_of(user)

    def for_audience_of(self, user: User) -> Self:
        """Leave out what only the inner circle may read, unless `user` is in it."""
        return self.filter(~Q(audience=Audience.INNER) | Q(among(user, Act.READ_INNER, "household_id")))


class FilmEventQuerySet(WithAudience):
    write_act = Act.TELL

    def standing(self) -> Self:
        """Events that nobody withdrew."""
        withdrawn = apps.get_model("cases", "FilmNote").objects.filter(event=OuterRef("pk"), kind=NoteKind.WITHDRAWAL)
        return self.filter(~Exists(withdrawn))


class FilmPatternQuerySet(WithAudience):
    """Patterns. One whose event was taken out of the film is not there: somebody makes it anew without that one."""

    write_act = Act.TELL

    def standing(self) -> Self:
        """Patterns that nobody took out, of events that all stand there."""
        links = apps.get_model("cases", "PatternEvent").objects.filter(pattern=OuterRef("pk"))
        gone = links.filter(event__notes__kind=NoteKind.WITHDRAWAL)
        return self.filter(~Exists(gone), withdrawal=None)


class StatementQuerySet(WithAudience):
    """What is said about what is going on."""

    def standing(self) -> Self:
        """Statements that nobody took out."""
        notes = apps.get_model("cases", "StatementNote").objects
        return self.filter(~Exists(notes.filter(statement=OuterRef("pk"), kind=NoteKind.WITHDRAWAL)))


class AgreementQuerySet(FollowsHousehold):
    read_act = Act.READ_AGREEMENTS

    def tickable_by(self, user: User) -> Self:
        return self.current().filter(
            among(user, Act.TICK, "household_id"), household__status__in=HouseholdStatus.ACTIVE
        )

    def current(self) -> Self:
        return self.exclude(state=AgreementState.ENDED)

    def due_before(self, day: date) -> Self:
        """Agreements with a day before `day`."""
        return self.current().filter(due_on__lt=day)

    def with_tick_of(self, user: User, since: datetime) -> Self:
        """Annotate the last look of `user` since then that stands: `tick_uuid`, `tick_outcome`, …"""
        looks = apps.get_model("cases", "AgreementTick").objects.visible_to(user).standing()
        last = looks.filter(agreement=OuterRef("pk"), by=user, at__gte=since).order_by("-at")
        return self.annotate(**{f"tick_{name}": Subquery(last.values(name)[:1]) for name in TICK_FIELDS})

    def with_may_tick(self, user: User) -> Self:
        """Annotate `may_tick`: whether `user` may say if it works."""
        return self.annotate(may_tick=ExpressionWrapper(Q(among(user, Act.TICK, "household_id")), BooleanField()))

    def with_parties(self, *parties: str) -> Self:
        """Read along how these parties of each agreement are called, and no more of them: a list holds dozens."""
        own = [field.name for field in self.model._meta.concrete_fields]
        return self.select_related(*parties).only(*own, *(f"{party}__name" for party in parties))


class AgreementTickQuerySet(FollowsHousehold):
    read_act = Act.READ_AGREEMENTS
    write_act = Act.TICK

    def standing(self) -> Self:
        """Ticks that nobody took back, and that take nothing back themselves."""
        return self.filter(withdraws=None, withdrawn_by=None)
