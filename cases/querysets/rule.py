"""The access rule of design 2, turned into SQL in one place (`among`)."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, Exists, F, Func, OuterRef, QuerySet, Subquery
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
    organisation that coordinates needs no involvement. Who is kept out may nothing. The database function
    `households_for` says so (docs/adr/0046); who may do what it hears from here. It is asked once a statement.
    """
    seats = [f"{part}:{level}" for (part, level), seat in SEAT_OF.items() if seat in SEATS_FOR[act]]
    leads = Seat.TEAM_LEAD in SEATS_FOR[act]
    ids = RawSQL(
        "((SELECT households_for(%s, %s::text[], %s, %s))::bigint[])", [user.pk, seats, PERMISSION_FOR[act], leads]
    )
    return _IsAmong(F(column), ids)


def in_force(codename: str) -> QuerySet[Any]:
    """Object permissions of this kind that run now. The kind is looked up once a statement, so that an index serves."""
    permission = Permission.objects.filter(codename=codename, content_type__app_label="cases").values("pk")[:1]
    return apps.get_model("cases", "HouseholdGroupPermission").objects.filter(
        permission=Subquery(permission), period__contains=StatementTimestamp()
    )


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
