"""Beheer (ux, S28): the organisations that a beheerder looks after."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import OrganisationKind, Role
from accounts.models import AuditEvent, Organisation, User
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.cases.factories import HouseholdFactory, team_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

FRAME = 5
"""Session, person and frame of a page, and its start and end."""


def regional() -> User:
    """Return a beheerder of the regiobureau."""
    return worker_of(OrganisationFactory(name="Regiobureau", kind="other", is_region_office=True), Role.ADMINISTRATOR)


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("accounts:organisation-list") + query)
    return [organisation.name for organisation in page.context["page_obj"]]


def filled(organisation: Organisation, **changed: Any) -> dict[str, Any]:
    """What the browser posts when somebody opens the form and changes a few things."""
    shown = {
        "name": organisation.name,
        "kind": organisation.kind,
        "phone": organisation.phone,
        "municipalities": [str(place.uuid) for place in organisation.municipalities.all()],
    }
    opened = {f"getoond-{name}": value for name, value in shown.items()}
    return {**shown, **opened, "version": organisation.version, **changed}


def test_a_beheerder_of_the_regiobureau_sees_the_organisations_of_that_region_only(client: Client) -> None:
    OrganisationFactory(name="Wijkteam Noord")
    OrganisationFactory(name="Wijkteam Elders", region=RegionFactory(name="Regio Elders"))
    sign_in(client, regional())

    assert names(client) == ["Regiobureau", "Wijkteam Noord"]


def test_another_beheerder_sees_the_own_organisation_only(client: Client) -> None:
    team = OrganisationFactory(name="Wijkteam Noord")
    OrganisationFactory(name="Wijkteam Zuid")
    sign_in(client, worker_of(team, Role.ADMINISTRATOR))

    assert names(client) == ["Wijkteam Noord"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_beheer_is_not_there_for_any_other_role(client: Client, role: Role) -> None:
    office = OrganisationFactory(kind="other", is_region_office=True)
    sign_in(client, worker_of(office, role))

    pages = [reverse("accounts:organisation-list"), office.get_absolute_url()]

    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_an_organisation_is_found_by_part_of_its_name(client: Client) -> None:
    OrganisationFactory(name="Wijkteam Noord")
    sign_in(client, regional())

    assert names(client, "?zoek=NOOR") == ["Wijkteam Noord"]
    assert names(client, "?zoek=zuid") == []


def test_the_list_costs_the_same_with_one_organisation_and_with_thirty(client: Client) -> None:
    sign_in(client, regional())
    costs = []
    for number in (1, 29):
        for _ in range(number):
            worker_of(OrganisationFactory())
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("accounts:organisation-list"))
        costs.append(len(counted))

    assert costs[0] == costs[1] <= 12 + FRAME


def test_a_page_of_an_organisation_costs_the_same_with_one_person_and_with_twenty(client: Client) -> None:
    team = OrganisationFactory()
    sign_in(client, regional())
    costs = []
    for number in (1, 19):
        for _ in range(number):
            worker_of(team)
        with CaptureQueriesContext(connection) as counted:
            client.get(team.get_absolute_url())
        costs.append(len(counted))

    assert costs[0] == costs[1] <= 12 + FRAME


def test_people_come_a_page_at_a_time_in_the_order_of_their_names(client: Client) -> None:
    team = OrganisationFactory()
    for number in range(30):
        worker_of(team, name=f"Medewerker {number:02d}")
    sign_in(client, regional())

    second = client.get(team.get_absolute_url() + "?page=2").context["page_obj"]

    assert [row.user.name for row in second] == [f"Medewerker {number}" for number in range(25, 30)]


def test_a_new_organisation_begins_in_the_region_of_the_regiobureau(client: Client) -> None:
    beheerder, place = regional(), MunicipalityFactory(name="Waterdonk")
    office = beheerder.memberships.get().organisation
    sign_in(client, beheerder)

    page = client.post(
        reverse("accounts:organisation-create", args=[office.uuid]),
        {"name": "Wijkteam Haven", "kind": "local_team", "municipalities": [place.uuid], "phone": "088 000 11 22"},
    )

    made = Organisation.objects.get(name="Wijkteam Haven")
    assert (page.status_code, page.headers["Location"]) == (303, made.get_absolute_url())
    assert (made.region, made.kind, made.phone) == (office.region, OrganisationKind.LOCAL_TEAM, "088 000 11 22")
    assert (list(made.municipalities.all()), made.is_region_office) == ([place], False)
    event = AuditEvent.objects.get(event="organisation.created")
    assert (event.actor, event.target) == (beheerder.uuid, made.uuid)


def test_a_beheerder_of_one_organisation_makes_no_other(client: Client) -> None:
    team = OrganisationFactory()
    sign_in(client, worker_of(team, Role.ADMINISTRATOR))

    page = client.post(reverse("accounts:organisation-create", args=[team.uuid]), {"name": "Nog een", "kind": "other"})

    assert (page.status_code, Organisation.objects.count()) == (404, 1)


def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(client: Client) -> None:
    OrganisationFactory(name="Wijkteam Noord")
    beheerder = regional()
    sign_in(client, beheerder)

    page = client.post(
        reverse("accounts:organisation-create", args=[beheerder.memberships.get().organisation.uuid]),
        {"name": "wijkteam noord", "kind": "other"},
    )

    assert (page.status_code, page.context["form"]["name"].value()) == (422, "wijkteam noord")
    assert page.context["form"].errors == {"name": ["Er is in deze regio al een organisatie met deze naam."]}


def test_changing_an_organisation_is_kept_and_recorded(client: Client) -> None:
    beheerder, team, place = regional(), OrganisationFactory(kind="school"), MunicipalityFactory()
    sign_in(client, beheerder)

    page = client.post(
        reverse("accounts:organisation-change", args=[team.uuid]),
        filled(team, name="Leerplicht Oost", phone="14 0123", municipalities=[str(place.uuid)]),
    )

    team.refresh_from_db()
    assert (page.status_code, team.name, team.phone, list(team.municipalities.all())) == (
        303,
        "Leerplicht Oost",
        "14 0123",
        [place],
    )
    event = AuditEvent.objects.get(event="organisation.changed")
    assert (event.actor, event.target, event.details) == (beheerder.uuid, team.uuid, {"kind": "school"})


def test_two_beheerders_who_change_the_same_name_see_both(client: Client) -> None:
    beheerder, team = regional(), OrganisationFactory(name="Wijkteam Noord")
    sign_in(client, beheerder)
    address = reverse("accounts:organisation-change", args=[team.uuid])
    opened = filled(team)
    client.post(address, {**opened, "name": "Wijkteam Noordwest"})

    page = client.post(address, {**opened, "name": "Wijkteam Noordoost"})

    assert (page.status_code, page.templates[0].name) == (409, "errors/conflict.html")
    text = page.content.decode()
    assert "Wijkteam Noordwest" in text
    assert "Wijkteam Noordoost" in text


def test_choosing_between_both_names_keeps_the_chosen_one(client: Client) -> None:
    team = OrganisationFactory(name="Wijkteam Noord")
    sign_in(client, regional())
    address = reverse("accounts:organisation-change", args=[team.uuid])
    opened = filled(team)
    client.post(address, {**opened, "name": "Wijkteam Noordwest"})
    page = client.post(address, {**opened, "name": "Wijkteam Noordoost"})
    carried = {pair["name"]: pair["value"] for pair in page.context["hidden"]}

    done = client.post(address, {**carried, "conflict": "1", "take_name": "mine"})

    team.refresh_from_db()
    assert (done.status_code, team.name) == (303, "Wijkteam Noordoost")


def test_a_team_with_a_face_stays_a_local_team(client: Client) -> None:
    team = team_of(HouseholdFactory())
    sign_in(client, regional())

    page = client.post(reverse("accounts:organisation-change", args=[team.uuid]), filled(team, kind="other"))

    team.refresh_from_db()
    assert (page.status_code, team.kind) == (422, OrganisationKind.LOCAL_TEAM)
    assert page.context["form"].errors["kind"] == [
        f"{team.name} heeft nog vaste gezichten van gezinnen. Dan kan de soort niet veranderen."
    ]
