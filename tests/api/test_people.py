"""The people of a household by the API."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cases.choices import Level, Part
from cases.models import Home, Person
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.api.client import Api
from tests.cases.factories import HouseholdFactory, face_of, involve

pytestmark = pytest.mark.django_db


def test_the_people_of_this_household_only():
    household, _other = HouseholdFactory(), HouseholdFactory()

    answer = Api(face_of(household)).get(f"/households/{household.uuid}/people/").json()

    assert [person["name"] for person in answer["results"]] == ["Noor", "Sem"]


def test_somebody_as_the_face_reads_it():
    household = HouseholdFactory()
    person = household.people.first()

    answer = Api(face_of(household)).get(f"/households/{household.uuid}/people/{person.uuid}/").json()

    assert answer == {
        "id": str(person.uuid),
        "version": 1,
        "name": "Noor",
        "surname": "",
        "role": "mother",
        "role_word": "mama",
        "born_on": None,
        "birth_year": 1990,
        "is_unborn": False,
        "language": "Nederlands",
        "needs_interpreter": False,
        "phone": "",
        "belongs_since": person.belongs_since and person.belongs_since.isoformat(),
        "left_on": None,
        "lives_in": [{"id": str(Home.objects.get().uuid), "name": "Thuis"}],
    }


@pytest.mark.parametrize("level", [Level.AGREEMENTS, Level.CARD])
def test_who_was_invited_to_less_than_the_story_finds_no_people(level):
    household, other = HouseholdFactory(), OrganisationFactory()
    guest = worker_of(other)
    involve(household, guest, other, Part.INVITED, level)

    assert Api(guest).get(f"/households/{household.uuid}/people/").status_code == 404


def test_somebody_is_added():
    household = HouseholdFactory()
    home = household.homes.get()
    body = {"name": "Oma Riet", "role": "grandparent", "birth_year": 1951, "lives_in": [str(home.uuid)]}

    answer = Api(face_of(household)).post(f"/households/{household.uuid}/people/", body)

    person = Person.objects.get(name="Oma Riet")
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/households/{household.uuid}/people/{person.uuid}/"
    assert answer.json()["lives_in"] == [{"id": str(home.uuid), "name": "Thuis"}]


def test_a_change_keeps_what_was_not_sent():
    household = HouseholdFactory()
    person = household.people.first()

    answer = Api(face_of(household)).patch(
        f"/households/{household.uuid}/people/{person.uuid}/", {"phone": "06 12 34 56 78"}, version=1
    )

    assert (answer.status_code, answer.json()["phone"], answer.json()["birth_year"]) == (200, "06 12 34 56 78", 1990)
    assert [home["name"] for home in answer.json()["lives_in"]] == ["Thuis"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"born_on": "1990-05-05"}, "birth_year"),
        ({"is_unborn": True}, "is_unborn"),
        ({"born_on": "2100-01-01"}, "born_on"),
        ({"born_on": "vandaag"}, "born_on"),
        ({"birth_year": 1899}, "birth_year"),
        ({"birth_year": True}, "birth_year"),
        ({"birth_year": 99999999999999999999}, "birth_year"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"phone": "bel me"}, "phone"),
        ({"role": "boss"}, "role"),
        ({"lives_in": [str(uuid4())]}, "lives_in"),
        ({"household": str(uuid4())}, "household"),
        ({"left_on": "2026-01-01"}, "left_on"),
        ({"id": str(uuid4())}, "id"),
    ],
)
def test_a_change_that_is_not_right_is_refused(body, field):
    household = HouseholdFactory()
    person = household.people.first()

    answer = Api(face_of(household)).patch(f"/households/{household.uuid}/people/{person.uuid}/", body, version=1)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    person.refresh_from_db()
    assert person.version == 1


def test_a_home_of_another_household_and_an_unknown_one_get_the_same_words():
    household, other = HouseholdFactory(), HouseholdFactory()
    person, api = household.people.first(), Api(face_of(household))
    path = f"/households/{household.uuid}/people/{person.uuid}/"

    foreign = api.patch(path, {"lives_in": [str(other.homes.get().uuid)]}, version=1)
    unknown = api.patch(path, {"lives_in": [str(uuid4())]}, version=1)

    assert (foreign.status_code, foreign.content) == (400, unknown.content)


def test_somebody_of_another_household_is_not_found_under_this_one():
    household, other = HouseholdFactory(), HouseholdFactory()
    foreign = other.people.first()

    answer = Api(face_of(household)).get(f"/households/{household.uuid}/people/{foreign.uuid}/")

    assert answer.status_code == 404
