"""Signing in as an invented person, on one's own machine only (design 7).

Passwords and TOTP secrets follow from the installation's own key and the address: none stands in the repository.
Everything here refuses outside a demo installation, and beside data that is no demo data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction
from django.http import HttpRequest

from accounts.choices import OrganisationKind, Role
from accounts.errors import DomainError
from accounts.models import Membership, Region, User


class NotADemo(DomainError):
    """Invented people sign in to invented data only."""


@dataclass(frozen=True)
class DemoPerson:
    """One line of the list on the sign-in page."""

    user: User
    caption: str
    is_table: bool


def is_open() -> bool:
    """Is this a demo installation with nothing but demo data in it?"""
    return settings.DEMO_MODE and Region.objects.exists() and not Region.objects.filter(is_demo=False).exists()


def is_from_here(request: HttpRequest) -> bool:
    """Was this sent on the machine itself, to the machine itself, with nothing in between?"""
    host = request.get_host()
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    between = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
    return (
        _is_loopback(request.META.get("REMOTE_ADDR", ""))
        and (name == "localhost" or _is_loopback(name.strip("[]")))
        and not any(header in request.META for header in between)
    )


def of_the_demo() -> Any:
    """People who work in the demo region, and nowhere else."""
    here = Membership.objects.current().filter(organisation__region__is_demo=True)
    elsewhere = Membership.objects.filter(organisation__region__is_demo=False)
    return User.objects.active().filter(pk__in=here.values("user")).exclude(pk__in=elsewhere.values("user"))


def password_of(user: User) -> str:
    """Return the password of a demo person."""
    return base64.b32encode(_digest("password", user))[:20].decode().lower()


def totp_secret_of(user: User) -> str:
    """Return the TOTP secret of a demo person, 20 bytes in base 32."""
    return base64.b32encode(_digest("totp", user)[:20]).decode()


@transaction.atomic
def give_sign_in(user: User) -> None:
    """Give a demo person a password and an authenticator app. Raises NotADemo."""
    if not is_open() or not of_the_demo().contains(user):
        raise NotADemo("Dit kan alleen in een demonstratie.")
    # A hundred random bits gain nothing from a slow hash, and sixty of those would be most of the time of loading.
    # At the first sign-in Django replaces it by the hash that everybody has.
    user.password = PBKDF2PasswordHasher().encode(password_of(user), user.uuid.hex, iterations=1000)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, totp_secret_of(user))


def all_accounts() -> list[dict[str, Any]]:
    """Return how to sign in as each demo person. Raises NotADemo."""
    if not is_open():
        raise NotADemo("Dit is geen demonstratie-installatie.")
    people = {user.pk: user for user in of_the_demo().order_by("pk")}
    accounts: dict[int, dict[str, Any]] = {
        user.pk: {
            "email": user.email,
            "password": password_of(user),
            "totp_secret": totp_secret_of(user),
            "name": user.name,
            "organisation": "",
            "roles": [],
        }
        for user in people.values()
    }
    memberships = Membership.objects.current().filter(user__in=people)
    for membership in memberships.select_related("organisation").order_by("pk"):
        account = accounts[membership.user_id]
        account["organisation"] = account["organisation"] or membership.organisation.name
        account["roles"].append(str(membership.role))
    return list(accounts.values())


def shown_people() -> list[DemoPerson]:
    """Return about ten people, one for each thing there is to see: two teams, Veilig Thuis, the table, the others."""
    memberships = list(
        Membership.objects.current()
        .filter(user__in=of_the_demo())
        .select_related("user", "organisation")
        .order_by("user_id", "pk")
    )
    chosen: list[Membership] = []

    def choose(
        number: int,
        *,
        role: Role,
        kind: OrganisationKind | None = None,
        team: int | None = None,
        other: int | None = None,
    ) -> None:
        fitting = (
            one
            for one in memberships
            if one.role == role
            and kind in {None, one.organisation.kind}
            and team in {None, one.organisation_id}
            and one.organisation_id != other
            and one.user_id not in {taken.user_id for taken in chosen}
        )
        chosen.extend(one for one, _ in zip(fitting, range(number), strict=False))

    choose(1, role=Role.PROFESSIONAL, kind=OrganisationKind.LOCAL_TEAM)
    team = chosen[0].organisation_id if chosen else None
    choose(1, role=Role.PROFESSIONAL, team=team)
    choose(1, role=Role.TEAM_LEAD, team=team)
    choose(1, role=Role.PROFESSIONAL, kind=OrganisationKind.LOCAL_TEAM, other=team)
    choose(1, role=Role.PROFESSIONAL, kind=OrganisationKind.VEILIG_THUIS)
    table = (Role.RVT_CHAIR, Role.RVT_SECRETARY, Role.RVT_EXPERT)
    for role in (*table, Role.POLICY):
        choose(1, role=role)
    choose(2, role=Role.ADMINISTRATOR)  # what one of them asks, the other one decides
    choose(1, role=Role.PRIVACY_OFFICER)
    return [DemoPerson(one.user, _caption(one), is_table=_is_table(one)) for one in chosen]


def _caption(membership: Membership) -> str:
    place = membership.organisation.name
    if membership.role in Role.WITH_HOUSEHOLDS:
        return f"{place}, {membership.function or membership.get_role_display().lower()}"
    label = membership.get_role_display()
    says_it_all = label.endswith("RVT") or membership.role == Role.ADMINISTRATOR
    return label if says_it_all else f"{place}, {label[0].lower()}{label[1:]}"


def _is_table(membership: Membership) -> bool:
    at_table = {Role.RVT_CHAIR, Role.RVT_SECRETARY, Role.RVT_EXPERT}
    return membership.role in at_table or membership.organisation.kind == OrganisationKind.VEILIG_THUIS


def _digest(purpose: str, user: User) -> bytes:
    message = f"demo:{purpose}:{user.email}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
