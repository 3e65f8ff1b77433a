"""Logboek: what the privacy officer of an organisation reads, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import audit_line
from accounts.choices import Role
from accounts.models import AccessLine, Organisation, User
from accounts.rules import code_of
from cases.models import Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.accounts.test_access_log import LINE
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, team_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PAGE = "/logboek/"


@pytest.fixture
def team() -> Organisation:
    made: Organisation = OrganisationFactory()
    return made


@pytest.fixture
def household(team: Organisation) -> Household:
    made: Household = HouseholdFactory(team=team, by=worker_of(team, name="Sanne Verbeek"), call_name="Familie Kanarie")
    return made


@pytest.fixture
def officer(team: Organisation, client: Client) -> Client:
    """The browser of the privacy officer of the team."""
    return sign_in(client, worker_of(team, Role.PRIVACY_OFFICER))


def logged(user: User, organisation: Organisation, **more: Any) -> None:
    audit_line.insert([{**LINE, "who": user.uuid, "organisation": organisation.uuid, **more}])


def test_a_look_is_there_with_a_code_and_nothing_of_the_family(officer: Client, household: Household) -> None:
    sign_in(Client(), face_of(household)).get(household.get_absolute_url())

    page = officer.get(PAGE).content.decode()

    for word in ("Sanne Verbeek", "Gekeken", code_of(household.uuid), "Vaste contactpersoon"):
        assert word in page
    for word in ("Kanarie", "Noor", str(household.uuid)):
        assert word not in page


def test_a_refusal_is_marked(officer: Client, household: Household, team: Organisation) -> None:
    sign_in(Client(), worker_of(team, name="Nieuws Gierig")).get(household.get_absolute_url())

    page = officer.get(PAGE).content.decode()

    assert "Nieuws Gierig" in page
    assert "Geweigerd" in page


def test_another_organisation_has_another_officer(officer: Client, household: Household) -> None:
    elsewhere = OrganisationFactory()
    logged(worker_of(elsewhere, name="Iemand Elders"), elsewhere)

    assert "Iemand Elders" not in officer.get(PAGE).content.decode()


def test_row_security_says_so_too(household: Household, team: Organisation) -> None:
    elsewhere = OrganisationFactory()
    logged(worker_of(elsewhere), elsewhere)
    logged(face_of(household), team)

    with as_application(worker_of(team, Role.PRIVACY_OFFICER)):
        seen = set(AccessLine.objects.values_list("organisation", flat=True))

    assert seen == {team.uuid}


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.TEAM_LEAD, Role.ADMINISTRATOR])
def test_the_page_is_not_there_for_anybody_else(client: Client, team: Organisation, role: Role) -> None:
    sign_in(client, worker_of(team, role))

    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/mijn/").content.decode()


def test_the_officer_finds_it_in_the_menu(officer: Client) -> None:
    assert f'href="{PAGE}"' in officer.get("/mijn/").content.decode()


def test_choosing_a_person_and_emergency_access(officer: Client, team: Organisation) -> None:
    one, other = worker_of(team, name="Een Aa"), worker_of(team, name="Twee Bee")
    logged(one, team)
    logged(one, team, checks="TTFT")
    logged(other, team)

    by_person = officer.get(PAGE, {"wie": str(one.uuid)}).context["rows"]
    emergencies = officer.get(PAGE, {"nood": "on"}).context["rows"]

    assert [row.name for row in by_person] == ["Een Aa", "Een Aa"]
    assert [(row.name, row.is_emergency) for row in emergencies] == [("Een Aa", True)]


def test_choosing_a_period(officer: Client, team: Organisation) -> None:
    logged(worker_of(team, name="Een Aa"), team)
    today = timezone.localdate()

    rows = officer.get(PAGE, {"vanaf": today.isoformat(), "tot_en_met": today.isoformat()}).context["rows"]
    earlier = officer.get(PAGE, {"tot_en_met": (today - timedelta(days=1)).isoformat()}).context["rows"]

    assert "Een Aa" in [row.name for row in rows]
    assert earlier == []


def test_reading_the_log_is_a_line_in_it(officer: Client, household: Household, team: Organisation) -> None:
    logged(face_of(household), team, household=household.uuid)

    officer.get(PAGE)

    line = AccessLine.objects.order_by("-seq")[0]
    assert (line.event_code, line.obj_type, line.household_ids) == ("list", "access_log", [household.uuid])


def test_the_page_costs_the_same_with_one_and_with_thirty_lines(
    officer: Client, household: Household, team: Organisation
) -> None:
    counts = []
    for number in (1, 30):
        for _ in range(number):
            logged(worker_of(team_of(household)), team)
        with CaptureQueriesContext(connection) as queries:
            officer.get(PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 18
