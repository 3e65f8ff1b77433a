"""Every role has exactly its menu (ux 1), as far as it is built: what is not there yet is absent, not greyed out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.test import Client

from accounts.choices import OrganisationKind, Role
from tests.accounts.factories import MembershipFactory, OrganisationFactory, UserFactory, worker_of
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.authz]

MENUS: dict[tuple[Role, OrganisationKind], list[str]] = {
    (Role.PROFESSIONAL, OrganisationKind.LOCAL_TEAM): ["Mijn dag", "Huishoudens"],
    (Role.PROFESSIONAL, OrganisationKind.YOUTH_CARE): ["Mijn dag", "Huishoudens"],
    (Role.TEAM_LEAD, OrganisationKind.LOCAL_TEAM): ["Mijn dag", "Huishoudens"],
    (Role.PROFESSIONAL, OrganisationKind.VEILIG_THUIS): ["Mijn dag", "Huishoudens"],
    (Role.RVT_CHAIR, OrganisationKind.SAFETY_TEAM): ["Mijn dag"],
    (Role.RVT_SECRETARY, OrganisationKind.SAFETY_TEAM): ["Mijn dag"],
    (Role.RVT_EXPERT, OrganisationKind.SAFETY_TEAM): [],
    (Role.POLICY, OrganisationKind.MUNICIPAL_POLICY): [],
    (Role.ADMINISTRATOR, OrganisationKind.OTHER): ["Mijn dag", "Beheer"],
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
        ((Role.PROFESSIONAL, Role.RVT_EXPERT), ["Mijn dag", "Huishoudens"]),
        ((Role.ADMINISTRATOR, Role.TEAM_LEAD), ["Mijn dag", "Huishoudens", "Beheer"]),
        ((Role.POLICY, Role.PRIVACY_OFFICER), ["Mijn dag", "Logboek", "Noodtoegang"]),
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


def test_a_menu_leads_to_pages_that_open(client: Client) -> None:
    user = UserFactory()
    for role in Role:
        MembershipFactory(user=user, role=role)
    sign_in(client, user)

    items = client.get("/meldingen/").context["menu"]

    assert [client.get(item["url"]).status_code for item in items] == [200] * len(items)
