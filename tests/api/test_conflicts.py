"""Two at once, twice the same, and the words of every refusal (docs/adr/0013)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from accounts.api_entry import WriteThrottle
from accounts.models import AuditEvent, SubmissionKey
from cases.models import Household, Person
from cases.services import households
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.api.client import Api
from tests.api.test_households import new_household
from tests.cases.factories import HouseholdFactory, face_of

pytestmark = pytest.mark.django_db


def is_problem(answer: Any, status: int) -> bool:
    """Is this a problem document with this status, inside and outside?"""
    return (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (
        status,
        "application/problem+json",
        status,
    )


# --- Which version --------------------------------------------------------------------------------


def test_a_change_without_a_version_is_refused():
    household = HouseholdFactory(call_name="Eerst")

    answer = Api(face_of(household)).patch(f"/households/{household.uuid}/", {"call_name": "Daarna"})

    assert is_problem(answer, 428)
    assert Household.objects.get().call_name == "Eerst"


@pytest.mark.parametrize("given", ["1", '"een"', "*", 'W/"1"', '"01"', ""])
def test_a_version_that_is_no_version_is_refused(given):
    household = HouseholdFactory(call_name="Eerst")

    answer = Api(face_of(household)).patch(f"/households/{household.uuid}/", {"call_name": "Daarna"}, version=given)

    assert is_problem(answer, 400)
    assert Household.objects.get().call_name == "Eerst"


def test_a_change_of_an_older_version_is_refused_and_shows_how_it_is_now():
    household = HouseholdFactory(call_name="Eerst")
    api = Api(face_of(household))
    api.patch(f"/households/{household.uuid}/", {"call_name": "Van mijn collega"}, version=1)

    answer = api.patch(f"/households/{household.uuid}/", {"call_name": "Van mij"}, version=1)

    assert is_problem(answer, 412)
    assert answer.json()["current"] == api.get(f"/households/{household.uuid}/").json()
    assert Household.objects.get().call_name == "Van mijn collega"


def test_a_change_that_comes_in_while_this_one_is_looked_at_is_noticed_too(monkeypatch):
    household = HouseholdFactory(call_name="Eerst")
    face = face_of(household)

    def somebody_is_quicker(row: Household, **change: Any) -> Household:
        households.change_household(
            Household.objects.get(), version=1, call_name="Sneller", municipality=row.municipality, by=face
        )
        return households.change_household(row, **change)

    monkeypatch.setattr("cases.api.change_household", somebody_is_quicker)
    answer = Api(face).patch(f"/households/{household.uuid}/", {"call_name": "Van mij"}, version=1)

    assert is_problem(answer, 412)
    assert answer.json()["current"]["call_name"] == "Sneller"


# --- Once -----------------------------------------------------------------------------------------


def test_the_same_post_twice_makes_one_household_and_gets_the_same_answer():
    team = OrganisationFactory()
    api, key, body = Api(worker_of(team)), str(uuid4()), new_household(team)

    first = api.post("/households/", body, Idempotency_Key=key)
    second = api.post("/households/", body, Idempotency_Key=key)

    assert (first.status_code, first["Location"], first.content) == (
        second.status_code,
        second["Location"],
        second.content,
    )
    assert Household.objects.count() == 1
    assert AuditEvent.objects.filter(event="household.opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_equal_posts_at_the_same_time_make_one_household_and_get_five_equal_answers():
    team = OrganisationFactory()
    worker, key, body = worker_of(team), str(uuid4()), new_household(team)

    def post(_: int) -> tuple[int, bytes]:
        try:
            answer = Api(worker).post("/households/", body, Idempotency_Key=key)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as threads:
        answers = set(threads.map(post, range(5)))

    assert [status for status, _ in answers] == [201]
    assert Household.objects.count() == 1


def test_without_a_key_every_post_makes_one():
    team = OrganisationFactory()
    api = Api(worker_of(team))

    for _ in range(2):
        api.post("/households/", new_household(team))

    assert Household.objects.count() == 2


def test_the_same_key_with_other_content_is_refused():
    team = OrganisationFactory()
    api, key = Api(worker_of(team)), str(uuid4())
    api.post("/households/", new_household(team), Idempotency_Key=key)

    answer = api.post("/households/", new_household(team, call_name="Anders"), Idempotency_Key=key)

    assert is_problem(answer, 422)
    assert Household.objects.count() == 1


def test_the_same_key_of_another_person_is_another_key():
    team, key = OrganisationFactory(), str(uuid4())
    for _ in range(2):
        answer = Api(worker_of(team)).post("/households/", new_household(team), Idempotency_Key=key)
        assert answer.status_code == 201

    assert Household.objects.count() == 2


def test_a_post_that_was_refused_gives_its_key_back():
    team, key = OrganisationFactory(), str(uuid4())
    api = Api(worker_of(team))
    api.post("/households/", new_household(team, call_name=""), Idempotency_Key=key)

    assert api.post("/households/", new_household(team), Idempotency_Key=key).status_code == 201


def test_a_post_that_the_work_forbids_gives_its_key_back():
    household, key = HouseholdFactory(closed=True), str(uuid4())
    Api(face_of(household)).post(f"/households/{household.uuid}/people/", {"name": "Oma"}, Idempotency_Key=key)

    assert not SubmissionKey.objects.exists()


def test_a_key_that_is_no_uuid_is_refused():
    team = OrganisationFactory()

    answer = Api(worker_of(team)).post("/households/", new_household(team), Idempotency_Key="een")

    assert is_problem(answer, 400)
    assert not Household.objects.exists()


def test_a_key_holds_no_copy_of_the_answer():
    team = OrganisationFactory()
    Api(worker_of(team)).post("/households/", new_household(team), Idempotency_Key=str(uuid4()))

    row = SubmissionKey.objects.get()

    assert (row.status, row.location) == (201, f"/api/v1/households/{Household.objects.get().uuid}/")


# --- No -------------------------------------------------------------------------------------------


def test_who_did_not_sign_in_gets_401():
    answer = Api(None).get("/households/")

    assert is_problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Session"


def test_a_post_without_the_token_of_the_session_gets_403():
    team = OrganisationFactory()
    api = Api(worker_of(team), enforce_csrf_checks=True)

    assert is_problem(api.post("/households/", new_household(team)), 403)
    assert not Household.objects.exists()


def test_not_yours_and_not_there_are_the_same_bytes():
    household, stranger = HouseholdFactory(), Api(worker_of(OrganisationFactory()))
    random = uuid4()

    for path in ("", "people/", "agreements/", f"people/{household.people.first().uuid}/"):
        hidden = stranger.get(f"/households/{household.uuid}/{path}")
        absent = stranger.get(f"/households/{random}/{path}")

        assert is_problem(hidden, 404)
        assert (hidden.content, sorted(hidden.items())) == (absent.content, sorted(absent.items()))


def test_an_address_that_does_not_exist_is_the_same_404():
    household = HouseholdFactory()
    api = Api(face_of(household))

    assert api.get("/nergens/").content == api.get(f"/households/{uuid4()}/").content
    assert is_problem(api.get(f"/households/{household.pk}/"), 404)


@pytest.mark.parametrize("method", ["put", "delete", "options", "trace"])
def test_a_method_that_is_not_there_gets_405(method):
    household = HouseholdFactory()
    api = Api(face_of(household))

    answer = getattr(api.client, method)(f"/api/v1/households/{household.uuid}/")

    assert is_problem(answer, 405)


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml"]
)
def test_anything_but_json_gets_415(content_type):
    team = OrganisationFactory()
    api = Api(worker_of(team))

    answer = api.client.post("/api/v1/households/", b"call_name=x", content_type=content_type)

    assert is_problem(answer, 415)


@pytest.mark.parametrize("body", [" ", "{", "[]", '"tekst"', "null", "1", '{"call_name": "\\ud800"}', "\x00"])
def test_a_body_that_is_no_household_gets_400(body):
    team = OrganisationFactory()

    answer = Api(worker_of(team)).post("/households/", body)

    assert is_problem(answer, 400)


def test_a_body_of_more_than_a_megabyte_gets_a_problem_document():
    team = OrganisationFactory()

    answer = Api(worker_of(team)).post("/households/", " " * 1_100_000)

    assert is_problem(answer, 413)


def test_somebody_who_changes_all_day_long_gets_429(monkeypatch):
    monkeypatch.setattr(WriteThrottle, "rate", "2/min")
    household = HouseholdFactory()
    api = Api(face_of(household))
    path = f"/households/{household.uuid}/"
    answers = [api.patch(path, {"call_name": f"Naam {n}"}, version=n) for n in (1, 2, 3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert is_problem(answers[2], 429)
    assert int(answers[2]["Retry-After"]) > 0
    assert api.get(path).status_code == 200, "reading is not counted"


def test_a_mistake_of_ours_is_a_problem_document_without_a_story(monkeypatch):
    household = HouseholdFactory()
    api = Api(face_of(household), raise_request_exception=False)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError("Familie Vermeer")

    monkeypatch.setattr("cases.api.change_household", fail)
    answer = api.patch(f"/households/{household.uuid}/", {"call_name": "Anders"}, version=1)

    assert is_problem(answer, 500)
    assert "Vermeer" not in answer.content.decode()


def test_what_the_database_refuses_because_of_other_rows_is_a_409(monkeypatch):
    household = HouseholdFactory()
    mother = household.people.first()

    def relate_twice(row: Person, *args: Any, **kwargs: Any) -> None:
        household.relations.create(household=household, person=mother, kind="parent_of", other=household.people.last())

    monkeypatch.setattr("cases.api.change_person", relate_twice)
    answer = Api(face_of(household)).patch(
        f"/households/{household.uuid}/people/{mother.uuid}/", {"name": "Noor"}, version=1
    )

    assert is_problem(answer, 409)
