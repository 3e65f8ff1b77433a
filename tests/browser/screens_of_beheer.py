"""The screens of a beheerder (ux, S28)."""

from __future__ import annotations

from typing import Any

from accounts.choices import ApiScope, Role
from accounts.models import Membership, Organisation, User
from accounts.services.roles import ask_role
from accounts.services.tokens import make_token
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.browser.screens import Screen, Where, send, send_empty, send_red
from tests.browser.visitor import Visitor
from tests.browser.world import World


def regional(world: World) -> User:
    """A beheerder of the regiobureau."""
    office = Organisation.objects.filter(is_region_office=True).first()
    office = office or OrganisationFactory(name="Regiobureau", kind="other", is_region_office=True)
    found = User.objects.administrators_of(office).order_by("pk").first()
    return found or worker_of(office, Role.ADMINISTRATOR, name="Renske Duinker")


def office(world: World) -> dict[str, Any]:
    """The regiobureau."""
    return {"office": regional(world).memberships.get().organisation.uuid}


def team(world: World) -> dict[str, Any]:
    """The team of Sanne."""
    return {"uuid": world.organisation.uuid}


def sanne(world: World) -> dict[str, Any]:
    """A face."""
    return {"uuid": world.sanne.uuid}


def member(**person: Any) -> Where:
    """Somebody else of that team."""
    return lambda world: {"uuid": worker_of(world.organisation, **person).uuid}


def work(name: str) -> Where:
    """What somebody of the team does there."""
    return lambda world: {"uuid": Membership.objects.get(user=getattr(world, name)).uuid}


def question(*, by_me: bool = False) -> Where:
    """A question about the role of somebody of that team; there are two beheerders."""

    def of(world: World) -> dict[str, Any]:
        me = regional(world)
        found = worker_of(me.memberships.get().organisation, Role.ADMINISTRATOR, name="Jurre Velthuis")
        subject = worker_of(world.organisation, name="Bram de Wit")
        asked = ask_role(subject, world.organisation, role=Role.TEAM_LEAD, by=me if by_me else found)
        return {"uuid": asked.uuid}

    return of


def known(world: World) -> dict[str, Any]:
    """Somebody who may get a role elsewhere."""
    return {"uuid": worker_of(OrganisationFactory()).uuid}


def beheerder(world: World) -> dict[str, Any]:
    """The work of another beheerder."""
    office = regional(world).memberships.get().organisation
    return {"uuid": worker_of(office, Role.ADMINISTRATOR).memberships.get().uuid}


def token(world: World) -> dict[str, Any]:
    """The connection of another program."""
    made, _ = make_token(world.organisation, name="Jaarverslag", scopes=list(ApiScope), days=30, by=regional(world))
    return {"uuid": made.uuid}


def make_a_token(visitor: Visitor) -> None:
    """Fill in the form and see the token, once."""
    visitor.page.get_by_label("Naam van de koppeling").fill("Jaarverslag gemeente")
    visitor.page.get_by_label("Cijfers").check()
    send(visitor)
    visitor.page.locator(".token").wait_for()


OF_BEHEER = [
    Screen("beheer", "accounts:organisation-list", regional),
    Screen("beheer, nothing found", "accounts:organisation-list", regional, query="?zoek=zzz"),
    Screen("organisation", "accounts:organisation-detail", regional, team),
    Screen("new organisation", "accounts:organisation-create", regional, office),
    Screen("new organisation, empty", "accounts:organisation-create", regional, office, then=send, then_status=422),
    Screen("organisation, change", "accounts:organisation-change", regional, team),
    Screen("invite", "accounts:user-invite", regional, team),
    Screen("invite, empty", "accounts:user-invite", regional, team, then=send_empty, then_status=422),
    Screen("colleague", "accounts:user-detail", regional, sanne),
    Screen("colleague, blocked", "accounts:user-detail", regional, member(is_active=False)),
    Screen("colleague, not begun", "accounts:user-detail", regional, member(password=None)),
    Screen("block a face", "accounts:user-block", regional, sanne),
    Screen("block a face, refused", "accounts:user-block", regional, sanne, then=send_red, then_status=422),
    Screen("take a block away", "accounts:user-unblock", regional, member(is_active=False)),
    Screen("invite again", "accounts:user-invite-again", regional, member(password=None)),
    Screen("function", "accounts:membership-function", regional, work("fatima")),
    Screen("role, change", "accounts:role-change", regional, work("fatima")),
    Screen("role, change, empty", "accounts:role-change", regional, work("fatima"), then=send, then_status=422),
    Screen("role, give", "accounts:role-give", regional, known),
    Screen("role, give, empty", "accounts:role-give", regional, known, then=send, then_status=422),
    Screen("role, decide", "accounts:role-request", regional, question()),
    Screen("role, asked", "accounts:role-request", regional, question(by_me=True)),
    Screen("my day with a role to decide", "accounts:my-day", regional, lambda world: question()(world) and {}),
    Screen("work of a beheerder ends", "accounts:membership-end", regional, beheerder),
    Screen("connection, new", "accounts:token-make", regional, team),
    Screen("connection, new, empty", "accounts:token-make", regional, team, then=send_empty, then_status=422),
    Screen("connection, made", "accounts:token-make", regional, team, then=make_a_token, shows="accounts:token-detail"),
    Screen("connection", "accounts:token-detail", regional, token),
    Screen("connection, withdraw", "accounts:token-withdraw", regional, token),
    Screen("organisation with a connection", "accounts:organisation-detail", regional, team),
    Screen("work ends", "accounts:membership-end", regional, work("fatima")),
    Screen("work of a face ends", "accounts:membership-end", regional, work("sanne")),
]
