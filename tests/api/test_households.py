"""Households by the API: the same rows and the same services as the pages."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.choices import OrganisationKind, Role
from accounts.models import AuditEvent
from cases.choices import Level, Part
from cases.models import Household
from cases.rules import SEATS_FOR, Act, Seat
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.api.client import Api
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of

pytestmark = pytest.mark.django_db


def new_household(team, /, **changes):
    """Return the body of a post that opens a household in the name of `team`."""
    body = {
        "call_name": "Familie Vermeer",
        "municipality": str(MunicipalityFactory().uuid),
        "team": str(team.uuid),
        "people": [{"name": "Lotte", "role": "mother"}, {"name": "Bram", "role": "child", "birth_year": 2019}],
        "family_informed_on": "2026-02-01",
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def test_a_list_holds_the_households_of_this_person_only():
    mine, _theirs = HouseholdFactory(), HouseholdFactory()

    answer = Api(face_of(mine)).get("/households/").json()

    assert (answer["count"], [row["id"] for row in answer["results"]]) == (1, [str(mine.uuid)])


def test_a_household_as_its_face_reads_it():
    household = HouseholdFactory(call_name="Familie Vermeer")
    face = face_of(household)

    answer = Api(face).get(f"/households/{household.uuid}/")

    assert answer["ETag"] == '"1"'
    assert answer.json() == {
        "id": str(household.uuid),
        "version": 1,
        "call_name": "Familie Vermeer",
        "status": "open",
        "face": {"id": str(face.uuid), "name": face.name, "organisation": team_of(household).name},
        "may": [act.value for act in Act if Seat.CONTACT in SEATS_FOR[act]],
        "kind": "family",
        "municipality": str(household.municipality.uuid),
        "municipality_name": household.municipality.name,
        "together_since": household.together_since.isoformat(),
        "family_informed_on": "2026-01-12",
        "family_not_informed_why": "",
        "family_informed_by": None,
        "contact_every_days": None,
        "look_back_on": None,
        "closed_at": None,
    }


def test_who_was_invited_to_the_card_reads_no_story():
    household, other = HouseholdFactory(), OrganisationFactory()
    guest = worker_of(other)
    involve(household, guest, other, Part.INVITED, Level.CARD, permissions=("view",))

    answer = Api(guest).get(f"/households/{household.uuid}/").json()

    assert {name for name, value in answer.items() if value is not None} == {
        "id",
        "version",
        "call_name",
        "status",
        "face",
        "may",
    }
    assert answer["may"] == ["read_card"]


def test_a_new_household_has_its_maker_as_face():
    team = OrganisationFactory()
    worker = worker_of(team)

    answer = Api(worker).post("/households/", new_household(team))

    household = Household.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/households/{household.uuid}/")
    assert (answer.json()["face"]["id"], answer.json()["kind"]) == (str(worker.uuid), "family")
    assert [person.name for person in household.people.all()] == ["Lotte", "Bram"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"call_name": None}, "call_name"),
        ({"call_name": "x" * 81}, "call_name"),
        ({"call_name": ""}, "call_name"),
        ({"people": []}, "people"),
        ({"people": [{"name": "Lotte"}]}, "people"),
        ({"people": [{"name": "Lotte", "role": "queen"}]}, "people"),
        ({"people": [{"name": "Lotte", "role": "mother", "bsn": "123456782"}]}, "people"),
        ({"people": [{"name": "Lotte", "role": "mother", "born_on": "1899-12-31"}]}, "people"),
        ({"people": [{"name": "Lotte", "role": "mother", "born_on": "2100-01-01"}]}, "people"),
        ({"people": [{"name": "Lotte", "role": "mother", "birth_year": 1899}]}, "people"),
        ({"people": [{"name": "Lotte", "role": "child", "birth_year": 2020, "born_on": "2020-01-01"}]}, "people"),
        ({"family_informed_on": None}, "family_informed_on"),
        ({"family_informed_on": "2100-01-01"}, "family_informed_on"),
        ({"family_informed_on": None, "family_not_informed_why": "Niet veilig"}, "family_informed_by"),
        ({"municipality": str(uuid4())}, "municipality"),
        ({"municipality": 1}, "municipality"),
        ({"team": str(uuid4())}, "team"),
        ({"status": "closed"}, "status"),
        ({"version": 7}, "version"),
        ({"adres": "Beukenlaan 12"}, "adres"),
    ],
)
def test_a_household_that_is_not_right_is_not_made(changes, field):
    team = OrganisationFactory()

    answer = Api(worker_of(team)).post("/households/", new_household(team, **changes))

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert list(answer.json()["errors"]) == [field]
    assert not Household.objects.exists()


def test_another_team_and_an_unknown_team_get_the_same_words():
    team, other = OrganisationFactory(), OrganisationFactory()
    api = Api(worker_of(team))

    foreign = api.post("/households/", new_household(team, team=str(other.uuid)))
    unknown = api.post("/households/", new_household(team, team=str(uuid4())))

    assert (foreign.status_code, foreign.content) == (400, unknown.content)


def test_a_municipality_of_another_region_and_an_unknown_one_get_the_same_words():
    team = OrganisationFactory()
    elsewhere = MunicipalityFactory(region=RegionFactory(name="Regio Bergland"))
    api = Api(worker_of(team))

    foreign = api.post("/households/", new_household(team, municipality=str(elsewhere.uuid)))
    unknown = api.post("/households/", new_household(team, municipality=str(uuid4())))

    assert (foreign.status_code, foreign.content) == (400, unknown.content)


@pytest.mark.parametrize("kind", [OrganisationKind.LOCAL_TEAM, OrganisationKind.MENTAL_HEALTH])
def test_who_works_for_no_local_team_finds_no_way_to_open_a_household(kind):
    team = OrganisationFactory(kind=kind)
    role = Role.POLICY if kind == OrganisationKind.LOCAL_TEAM else Role.PROFESSIONAL
    api = Api(worker_of(team, role))

    answers = [api.post("/households/", body) for body in (new_household(team), {})]

    assert [(answer.status_code, answer["Content-Type"]) for answer in answers] == [
        (404, "application/problem+json")
    ] * 2
    assert not Household.objects.exists()


def test_a_change_goes_by_the_service():
    household = HouseholdFactory(call_name="Familie Vermeer")
    face = face_of(household)

    answer = Api(face).patch(f"/households/{household.uuid}/", {"call_name": "Samira en Bram"}, version=1)

    household.refresh_from_db()
    assert (answer.status_code, answer["ETag"], answer.json()["call_name"]) == (200, '"2"', "Samira en Bram")
    assert (household.call_name, household.sort_name, household.changed_by) == (
        "Samira en Bram",
        "samira en bram",
        face,
    )
    assert AuditEvent.objects.filter(event="household.changed", actor=face.uuid, root=household.uuid).count() == 1


def test_what_was_not_sent_stays():
    household = HouseholdFactory(call_name="Familie Vermeer")
    municipality = MunicipalityFactory()

    Api(face_of(household)).patch(f"/households/{household.uuid}/", {"municipality": str(municipality.uuid)}, version=1)

    household.refresh_from_db()
    assert (household.call_name, household.municipality) == ("Familie Vermeer", municipality)


def test_a_team_lead_reads_and_does_not_change():
    household = HouseholdFactory()
    api = Api(worker_of(team_of(household), Role.TEAM_LEAD))

    assert api.get(f"/households/{household.uuid}/").status_code == 200
    assert api.patch(f"/households/{household.uuid}/", {"call_name": "Anders"}, version=1).status_code == 404


def test_a_closed_household_is_read_and_not_changed():
    household = HouseholdFactory(closed=True)
    api = Api(face_of(household))

    assert api.get(f"/households/{household.uuid}/").json()["status"] == "closed"
    assert api.patch(f"/households/{household.uuid}/", {"call_name": "Anders"}, version=2).status_code == 404
