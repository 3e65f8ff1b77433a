"""The access rule of design 2, turned into SQL in one place (`among`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import BooleanField, F, Field, Func, JSONField, QuerySet, Subquery, Value

from accounts.clock import StatementTimestamp
from accounts.models import User
from cases.rules import PERMISSION_FOR, SEAT_OF, SEATS_FOR, Act, Seat


class IsAmong(Func):
    """`column = ANY(the households that a person may)`. A plain `IN (subquery)` makes the planner walk the date index.

    One node and no more: a list has five of these, and each node of a query costs a page what a row does (design 2).
    """

    output_field = BooleanField()
    comparison = "{} = ANY((SELECT households_for(%s, %s::text[], %s, %s))::bigint[])"

    def __init__(self, column: str, person: int, seats: frozenset[Seat], permission: str) -> None:
        super().__init__(F(column))
        places = [f"{part}:{level}" for (part, level), seat in SEAT_OF.items() if seat in seats]
        self.asked = [person, places, permission, Seat.TEAM_LEAD in seats]

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = compiler.compile(self.source_expressions[0])
        return self.comparison.format(column), (*parameters, *self.asked)


class IsSeated(IsAmong):
    """The same beside a condition that found the rows by an index: `+ 0`, or it would look up both sets in it."""

    comparison = IsAmong.comparison.replace("{}", "{} + 0")


class IfAllowed(Func):
    """The second expression where the first, a condition, holds; else NULL."""

    template = "CASE WHEN %(expressions)s END"
    arg_joiner = " THEN "

    def _resolve_output_field(self) -> Field[Any, Any]:
        field: Field[Any, Any] = self.source_expressions[1].output_field
        return field


def among(user: User, act: Act, column: str) -> IsAmong:
    """The condition that `column` is the id of a household with which `user` may do `act` at this moment.

    At this moment by the database clock: an involvement of this person runs, in the name of an organisation of which
    the person is an active member, and that organisation holds the object permission, in force. A team lead of an
    organisation that coordinates needs no involvement. Who is kept out may nothing. The database function
    `households_for` says so (docs/adr/0046); who may do what it hears from here. Where somebody sits is reckoned once a
    statement, for all acts together.
    """
    return IsAmong(column, user.pk, SEATS_FOR[act], PERMISSION_FOR[act])


def seated(user: User, parts: Iterable[str], column: str) -> IsSeated:
    """The condition that `column` is the id of a household that `user` sees by one of `parts`. It only narrows."""
    seats = frozenset(seat for (part, _), seat in SEAT_OF.items() if part in parts)
    return IsSeated(column, user.pk, seats, "view_household")


def by_what_right(user: User, column: str) -> Func:
    """By which involvement `user` is at the household of `column` now, as JSON, NULL without: for the access log."""
    return Func(Value(user.pk), F(column), function="by_what_right", output_field=JSONField())


def in_force(codename: str) -> QuerySet[Any]:
    """Object permissions of this kind that run now. The kind is looked up once a statement, so that an index serves."""
    permission = Permission.objects.filter(codename=codename, content_type__app_label="cases").values("pk")[:1]
    return apps.get_model("cases", "HouseholdGroupPermission").objects.filter(
        permission=Subquery(permission), period__contains=StatementTimestamp()
    )
