"""Agreements by the API: no agreement without a who, and a who out of the list."""

from __future__ import annotations

from uuid import uuid4

import pytest

from cases.choices import Level, Part
from cases.models import Agreement, AgreementTick
from cases.services.agreements import make_agreement
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.api.client import Api
from tests.cases.factories import TOLD_ON, HouseholdFactory, face_of, involve

pytestmark = pytest.mark.django_db


def person_of(household):
    """Return the mother as the API names her."""
    return {"kind": "person", "id": str(household.people.first().uuid)}


def body_for(household, **changes):
    """Return the body of a post that makes an agreement."""
    who = person_of(household)
    return {"what": "Samen eten", "who": who, "checker": who, "since": "2026-03-01"} | changes


def agreement_of(household):
    mother = household.people.first()
    return make_agreement(
        household, what="Samen eten", who=mother, checker=mother, since=TOLD_ON, by=face_of(household)
    )


def test_an_agreement_is_made():
    household = HouseholdFactory()
    face = face_of(household)
    checker = {"kind": "user", "id": str(face.uuid)}

    answer = Api(face).post(f"/households/{household.uuid}/agreements/", body_for(household, checker=checker))

    agreement = Agreement.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(agreement.uuid),
        "version": 1,
        "what": "Samen eten",
        "detail": "",
        "who": {**person_of(household), "name": "Noor"},
        "since": "2026-03-01",
        "checker": {**checker, "name": face.name},
        "if_not": "",
        "due_on": None,
        "due_at": None,
        "state": "new",
        "made_on": agreement.made_on.isoformat(),
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"who": None}, "who"),
        ({"who": {"kind": "person"}}, "who"),
        ({"who": {"kind": "person", "id": str(uuid4())}}, "who"),
        ({"who": {"kind": "neighbour", "id": str(uuid4())}}, "who"),
        ({"who": {"kind": "person", "id": 1}}, "who"),
        ({"who": "Noor"}, "who"),
        ({"checker": None}, "checker"),
        ({"what": ""}, "what"),
        ({"since": "1899-01-01"}, "since"),
        ({"since": "2101-01-01"}, "since"),
        ({"due_on": "2026-02-01"}, "due_on"),
        ({"due_at": "14:30"}, "due_on"),
        ({"state": "works"}, "state"),
    ],
)
def test_an_agreement_that_is_not_right_is_not_made(changes, field):
    household = HouseholdFactory()

    answer = Api(face_of(household)).post(f"/households/{household.uuid}/agreements/", body_for(household, **changes))

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Agreement.objects.exists()


def test_a_who_of_another_household_and_an_unknown_one_get_the_same_words():
    household, other = HouseholdFactory(), HouseholdFactory()
    api, path = Api(face_of(household)), f"/households/{household.uuid}/agreements/"

    for foreign in (person_of(other), {"kind": "user", "id": str(face_of(other).uuid)}):
        unknown = {**foreign, "id": str(uuid4())}
        answers = [api.post(path, body_for(household, who=who)) for who in (foreign, unknown)]

        assert (answers[0].status_code, answers[0].content) == (400, answers[1].content)


def test_a_change_keeps_what_was_not_sent():
    household = HouseholdFactory()
    agreement = agreement_of(household)

    answer = Api(face_of(household)).patch(
        f"/households/{household.uuid}/agreements/{agreement.uuid}/", {"if_not": "Dan bellen we."}, version=1
    )

    assert (answer.status_code, answer.json()["if_not"], answer.json()["what"]) == (200, "Dan bellen we.", "Samen eten")


def test_a_day_is_compared_with_what_stands_there_already():
    household = HouseholdFactory()
    agreement = agreement_of(household)

    answer = Api(face_of(household)).patch(
        f"/households/{household.uuid}/agreements/{agreement.uuid}/", {"due_on": "2026-01-01"}, version=1
    )

    assert list(answer.json()["errors"]) == ["due_on"]


def test_a_tick_is_kept_once():
    household = HouseholdFactory()
    agreement = agreement_of(household)
    api, key = Api(face_of(household)), str(uuid4())
    path = f"/households/{household.uuid}/agreements/{agreement.uuid}/"

    answers = [api.post(f"{path}ticks/", {"outcome": "done"}, Idempotency_Key=key) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(201, f"/api/v1{path}")] * 2
    assert answers[0].content == answers[1].content
    assert AgreementTick.objects.count() == 1


def test_who_was_invited_to_the_agreements_ticks_and_does_not_change():
    household, other = HouseholdFactory(), OrganisationFactory()
    guest = worker_of(other)
    involve(household, guest, other, Part.INVITED, Level.AGREEMENTS)
    agreement, api = agreement_of(household), Api(guest)
    path = f"/households/{household.uuid}/agreements/{agreement.uuid}/"

    assert api.get(path).status_code == 200
    assert api.post(f"{path}ticks/", {"outcome": "not_yet", "what_helps": "Meer tijd"}).status_code == 201
    assert api.patch(path, {"what": "Anders"}, version=2).status_code == 404


def test_an_ended_agreement_is_not_ticked():
    household = HouseholdFactory()
    agreement = agreement_of(household)
    Agreement.objects.update(state="ended")

    answer = Api(face_of(household)).post(
        f"/households/{household.uuid}/agreements/{agreement.uuid}/ticks/", {"outcome": "done"}
    )

    assert answer.status_code == 404
