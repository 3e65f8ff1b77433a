"""Every role has exactly its menu (ux 1), as far as it is built: what is not there yet is absent, not greyed out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.test import Client

from accounts.choices import OrganisationKind, Role
from tests.accounts.factories import MembershipFactory, OrganisationFactory, UserFactory, worker_of
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.authz]

WITH_FAMILIES = ["Mijn dag", "Huishoudens", "Consultaties", "RVT"]

MENUS: dict[tuple[Role, OrganisationKind], list[str]] = {
    (Role.PROFESSIONAL, OrganisationKind.LOCAL_TEAM): [*WITH_FAMILIES, "Cijfers"],
    (Role.PROFESSIONAL, OrganisationKind.YOUTH_CARE): [*WITH_FAMILIES, "Cijfers"],
    (Role.TEAM_LEAD, OrganisationKind.LOCAL_TEAM): [*WITH_FAMILIES, "Cijfers"],
    (Role.PROFESSIONAL, OrganisationKind.VEILIG_THUIS): [*WITH_FAMILIES, "Cijfers"],
    (Role.RVT_CHAIR, OrganisationKind.SAFETY_TEAM): ["Mijn dag", "RVT", "Cijfers"],
    (Role.RVT_SECRETARY, OrganisationKind.SAFETY_TEAM): ["Mijn dag", "RVT", "Cijfers"],
    (Role.RVT_EXPERT, OrganisationKind.SAFETY_TEAM): ["RVT"],
    (Role.POLICY, OrganisationKind.MUNICIPAL_POLICY): ["Cijfers"],
    (Role.ADMINISTRATOR, OrganisationKind.OTHER): ["Mijn dag", "Beheer", "Cijfers"],
    (Role.PRIVACY_OFFICER, OrganisationKind.OTHER): ["Mijn dag", "Logboek", "Noodtoegang"],
}


def menu(client: Client) -> list[str]:
    return [item["label"] for item in client.get("/meldingen/").context["menu"]]


@pytest.mark.parametrize(("role", "kind"), MENUS)
def test_a_role_has_exactly_its_menu(client: Client, role: Role, kind: OrganisationKind) -> None:
    sign_in(client, worker_of(OrganisationFactory(kind=kind), role))

    assert menu(client) == MENUS[role, kind]


def test_every_role_stands_in_the_table() -> None:
    assert {role for role, _ in MENUS} == set(Role)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ((Role.PROFESSIONAL, Role.RVT_EXPERT), [*WITH_FAMILIES, "Cijfers"]),
        ((Role.ADMINISTRATOR, Role.TEAM_LEAD), [*WITH_FAMILIES, "Beheer", "Cijfers"]),
        ((Role.POLICY, Role.PRIVACY_OFFICER), ["Mijn dag", "Cijfers", "Logboek", "Noodtoegang"]),
        ((), ["Mijn dag"]),
    ],
)
def test_who_has_more_roles_sees_all_their_menus_together(
    client: Client, roles: Iterable[Role], expected: list[str]
) -> None:
    user = UserFactory()
    for role in roles:
        MembershipFactory(user=user, role=role)
    sign_in(client, user)

    assert menu(client) == expected


@pytest.mark.parametrize(
    ("role", "kind", "first"),
    [
        (Role.PROFESSIONAL, OrganisationKind.LOCAL_TEAM, "/mijn-dag/"),
        (Role.RVT_EXPERT, OrganisationKind.SAFETY_TEAM, "/rvt/"),
        (Role.POLICY, OrganisationKind.MUNICIPAL_POLICY, "/cijfers/"),
    ],
)
def test_a_role_lands_on_the_first_of_its_menu(client: Client, role: Role, kind: OrganisationKind, first: str) -> None:
    sign_in(client, worker_of(OrganisationFactory(kind=kind), role))

    assert client.get("/")["Location"] == first


def test_a_menu_leads_to_pages_that_open(client: Client) -> None:
    user = UserFactory()
    for role in Role:
        MembershipFactory(user=user, role=role)
    sign_in(client, user)

    items = client.get("/meldingen/").context["menu"]

    assert [client.get(item["url"]).status_code for item in items] == [200] * len(items)
