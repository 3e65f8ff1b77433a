"""The access rule of design 2, turned into SQL in one place (`among`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import BooleanField, F, Func, JSONField, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from accounts.clock import StatementTimestamp
from accounts.models import User
from cases.rules import PERMISSION_FOR, SEAT_OF, SEATS_FOR, Act, Seat


class IsAmong(Func):
    """`column = ANY(array)`. A plain `IN (subquery)` makes the planner walk the date index (design 2)."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def among(user: User, act: Act, column: str) -> IsAmong:
    """The condition that `column` is the id of a household with which `user` may do `act` at this moment.

    At this moment by the database clock: an involvement of this person runs, in the name of an organisation of which
    the person is an active member, and that organisation holds the object permission, in force. A team lead of an
    organisation that coordinates needs no involvement. Who is kept out may nothing. The database function
    `households_for` says so (docs/adr/0046); who may do what it hears from here. Where somebody sits is reckoned once a
    statement, for all acts together.
    """
    return IsAmong(F(column), _households(user, SEATS_FOR[act], PERMISSION_FOR[act]))


def seated(user: User, parts: Iterable[str], column: str) -> IsAmong:
    """The condition that `column` is the id of a household that `user` sees by one of `parts`. It only narrows.

    `+ 0`: what stands beside it found the rows by an index already, and would look up both sets in it.
    """
    seats = frozenset(seat for (part, _), seat in SEAT_OF.items() if part in parts)
    return IsAmong(F(column) + 0, _households(user, seats, "view_household"))


def _households(user: User, seats: frozenset[Seat], permission: str) -> RawSQL:
    places = [f"{part}:{level}" for (part, level), seat in SEAT_OF.items() if seat in seats]
    return RawSQL(
        "(SELECT households_for(%s, %s::text[], %s, %s))::bigint[]",
        [user.pk, places, permission, Seat.TEAM_LEAD in seats],
    )


def by_what_right(user: User, column: str) -> Func:
    """By which involvement `user` is at the household of `column` now, as JSON, NULL without: for the access log."""
    return Func(Value(user.pk), F(column), function="by_what_right", output_field=JSONField())


def in_force(codename: str) -> QuerySet[Any]:
    """Object permissions of this kind that run now. The kind is looked up once a statement, so that an index serves."""
    permission = Permission.objects.filter(codename=codename, content_type__app_label="cases").values("pk")[:1]
    return apps.get_model("cases", "HouseholdGroupPermission").objects.filter(
        permission=Subquery(permission), period__contains=StatementTimestamp()
    )
