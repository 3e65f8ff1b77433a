"""The access rule of design 2, turned into SQL in one place (`among`)."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, CharField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable, RawSQL

from accounts.choices import Role
from accounts.clock import StatementTimestamp
from accounts.models import Membership, User
from cases.rules import PERMISSION_FOR, SEAT_OF, SEATS_FOR, Act, Seat


class _PartAndLevel(Func):
    """Both in one small array."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(CharField())

    def __init__(self) -> None:
        super().__init__("part", "level")


class _IsAmong(Func):
    """`column = ANY(array)`. A plain `IN (subquery)` makes the planner walk the date index (design 2)."""

    template = "%(expressions)s"
    arg_joiner = " = ANY"
    output_field = BooleanField()


def among(user: User, act: Act, column: str) -> _IsAmong:
    """The condition that `column` is the id of a household with which `user` may do `act` at this moment.

    At this moment by the database clock: an involvement of this person runs, in the name of an organisation of which
    the person is an active member, and that organisation holds the object permission, in force. A team lead of an
    organisation that coordinates needs no involvement. The set of ids is small and is evaluated once per statement.
    """
    sql, params = _ids_for(act)
    # Nothing typed is part of this SQL: it was made by the querysets below, with places for its parameters.
    ids = RawSQL(sql, [user.pk if param == _SOMEBODY else param for param in params])  # noqa: S611
    return _IsAmong(F(column), ids)


_SOMEBODY = -1
"""Stands for the person in the SQL that is kept: no row has this id."""


@cache
def _ids_for(act: Act) -> tuple[str, tuple[Any, ...]]:
    """The ids of the households with which `_SOMEBODY` may do `act`, as SQL.

    The rule below is written as querysets. Making SQL of them takes Python longer than running it takes the database,
    and one page asks it a dozen times. Only who asks differs, so the SQL is made once.
    """
    somebody = User(pk=_SOMEBODY)
    sets = [_by_involvement(somebody, act)]
    if Seat.TEAM_LEAD in SEATS_FOR[act]:
        sets.append(_by_leading(somebody))
    arrays = ["ARRAY[]::bigint[]"]
    params: list[Any] = []
    for rows in sets:
        with suppress(EmptyResultSet):  # Nobody gets this act in this way.
            sql, own_params = rows.query.sql_with_params()
            arrays.append(f"ARRAY({sql})")
            params += own_params
    return f"({' || '.join(arrays)})", tuple(params)


def in_force(codename: str) -> QuerySet[Any]:
    """Object permissions of this kind that run now. The kind is looked up once a statement, so that an index serves."""
    permission = Permission.objects.filter(codename=codename, content_type__app_label="cases").values("pk")[:1]
    return apps.get_model("cases", "HouseholdGroupPermission").objects.filter(
        permission=Subquery(permission), period__contains=StatementTimestamp()
    )


def _by_involvement(user: User, act: Act) -> QuerySet[Any]:
    seats = Q(pk__in=())  # an act without a seat is for nobody who is involved: an empty Q would let everybody in
    for (part, level), seat in SEAT_OF.items():
        if seat in SEATS_FOR[act]:
            seats |= Q(part=part, level=level)
    return _parts_with(user, PERMISSION_FOR[act]).filter(seats).values("household_id")


def _by_leading(user: User) -> QuerySet[Any]:
    return _led_by(user).values("content_object_id")


def _parts_with(user: User, permission: str) -> QuerySet[Any]:
    """What `user` is for a household, where the organisation in whose name holds `permission`."""
    works_there = Membership.objects.current().filter(user=user, organisation=OuterRef("organisation"))
    organisation_may = in_force(permission).filter(
        content_object=OuterRef("household"), group__organisation=OuterRef("organisation")
    )
    involvements: QuerySet[Any] = apps.get_model("cases", "Involvement").objects.running()
    return involvements.filter(user=user).filter(
        Exists(works_there), Exists(organisation_may), ~Exists(exclusions_of(user, "household"))
    )


def _led_by(user: User) -> QuerySet[Any]:
    """What an organisation that `user` leads holds to coordinate a household."""
    leads = Membership.objects.current().filter(user=user, role=Role.TEAM_LEAD).values("organisation__group_id")
    coordinated = in_force("coordinate_household").filter(group__in=leads)
    return coordinated.filter(~Exists(exclusions_of(user, "content_object")))


def seats_at(user: User, household: str) -> dict[str, Combinable]:
    """Annotations from which `rules.acts_of` reads every act of `user` at `household`, by the same rule as `among`.

    One for each permission, with what the person is there (part and level), and one that says whether the person leads.
    """
    seats: dict[str, Combinable] = {
        f"seats_{permission}": ArraySubquery(
            _parts_with(user, permission).filter(household=OuterRef(household)).values_list(_PartAndLevel())
        )
        for permission in sorted(set(PERMISSION_FOR.values()))
    }
    return seats | {"is_led": Exists(_led_by(user).filter(content_object=OuterRef(household)))}


def exclusions_of(user: User, household: str) -> QuerySet[Any]:
    running: QuerySet[Any] = apps.get_model("cases", "Exclusion").objects.running()
    return running.filter(user=user, household=OuterRef(household))
