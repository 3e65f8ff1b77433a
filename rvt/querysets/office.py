"""Who runs the table of a region: its chair and secretary, by the membership that runs now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.choices import Role
from accounts.models import Membership

if TYPE_CHECKING:
    from accounts.models import Region, User

OFFICE = (Role.RVT_CHAIR, Role.RVT_SECRETARY)


def regions_run_by(user: User) -> Any:
    """Return the ids of the regions of which `user` is chair or secretary at this moment, as a subquery."""
    return _regions(user, OFFICE)


def regions_advised_by(user: User) -> Any:
    """Return the ids of the regions at whose table `user` may sit at this moment, in whatever role."""
    return _regions(user, Role.AT_THE_TABLE)


def _regions(user: User, roles: Any) -> Any:
    return Membership.objects.current().filter(user=user, role__in=roles).values("organisation__region")


def office_of(region: Region) -> Any:
    """Return the people who run the table of `region` at this moment, by name."""
    return _people(region, OFFICE)


def table_of(region: Region) -> Any:
    """Return everybody who may sit at the table of `region` at this moment, by name."""
    return _people(region, Role.AT_THE_TABLE)


def _people(region: Region, roles: Any) -> Any:
    from accounts.models import User

    here = Membership.objects.current().filter(role__in=roles, organisation__region=region)
    return User.objects.active().filter(pk__in=here.values("user")).order_by("name", "pk")
