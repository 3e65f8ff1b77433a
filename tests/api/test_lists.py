"""A list asks the database as much for thirty rows as for one, and comes in pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.choices import PersonRole
from cases.services.agreements import make_agreement
from cases.services.people import PersonData, add_person
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.api.client import Api
from tests.cases.factories import TOLD_ON, HouseholdFactory, face_of
from tests.veiligheidskaart import factories as cards

pytestmark = pytest.mark.django_db

AT_MOST = 12
OVERHEAD = ("accounts_session", "SAVEPOINT", 'FROM "accounts_user" WHERE "accounts_user"."id"')
"""Session, person and savepoints: not the page's own."""


def queries_of(api: Api, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = api.get(path, per_page=50)
    assert answer.status_code == 200
    return len([query for query in captured if not any(part in query["sql"] for part in OVERHEAD)])


def households(number: int):
    team = OrganisationFactory()
    worker = worker_of(team)
    for _ in range(number):
        HouseholdFactory(team=team, by=worker)
    return worker, "/households/"


def people(number: int):
    household = HouseholdFactory()
    for index in range(number):
        add_person(
            household,
            PersonData(name=f"Kind {index}", role=PersonRole.OTHER),
            homes=[household.homes.get()],
            by=face_of(household),
        )
    return face_of(household), f"/households/{household.uuid}/people/"


def agreements(number: int):
    household = HouseholdFactory()
    face, mother = face_of(household), household.people.first()
    for index in range(number):
        make_agreement(household, what=f"Nummer {index}", who=mother, checker=face, since=TOLD_ON, by=face)
    return face, f"/households/{household.uuid}/agreements/"


@pytest.mark.parametrize("rows", [households, people, agreements])
def test_thirty_rows_cost_as_many_queries_as_one(rows):
    one, thirty = (queries_of(Api(user), path) for user, path in (rows(1), rows(30)))

    assert one == thirty <= AT_MOST


def test_a_list_comes_in_pages_of_25_and_50_at_most():
    user, path = people(60)
    api = Api(user)

    sizes = [len(api.get(path, **query).json()["results"]) for query in ({}, {"per_page": 50}, {"per_page": 1000})]

    assert sizes == [25, 50, 50]


def test_a_page_after_the_last_is_not_there():
    user, path = people(1)

    assert Api(user).get(path, page=2).status_code == 404


def test_a_filter_that_nobody_made_has_no_effect():
    user, path = households(2)
    api = Api(user)

    assert api.get(path, call_name__startswith="X", ordering="-changed_by__password").json()["count"] == 2


def test_the_versions_of_a_card_cost_as_many_queries_for_three_as_for_one():
    one = cards.finalised()
    three = cards.finalised()
    for _ in range(2):
        cards.finalised(three.household)

    for part in ("versions", "editions"):
        few, many = (
            queries_of(Api(face_of(each.household)), f"/households/{each.household.uuid}/card/{part}/")
            for each in (one, three)
        )
        assert few == many <= AT_MOST
