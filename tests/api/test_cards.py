"""Cards by the API: the draft, making it final, and what each reader gets."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.choices import Role
from cases.choices import Level, Part
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.api.client import Api
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.veiligheidskaart import factories as cards
from veiligheidskaart.models import KaartVersion, Veiligheidskaart

pytestmark = pytest.mark.django_db


def final_body(household, **changes):
    """Return the body of a post that makes the draft final."""
    card = Veiligheidskaart.objects.get(household=household)
    noor = str(household.people.get(name="Noor").uuid)
    return {
        "draft_version": card.version,
        "present": [noor],
        "look_back_on": cards.soon().isoformat(),
    } | changes


def test_a_draft_that_nobody_wrote_has_version_0():
    household = HouseholdFactory()

    answer = Api(face_of(household)).get(f"/households/{household.uuid}/card/draft/")

    assert (answer.status_code, answer["ETag"], answer.json()["next_number"]) == (200, '"0"', 1)


def test_a_block_that_is_sent_replaces_that_block_and_the_others_stay():
    household = HouseholdFactory()
    api, path = Api(face_of(household)), f"/households/{household.uuid}/card/draft/"
    api.patch(path, {"steps": {"calm": "Wij drinken thee."}}, version=0)

    answer = api.patch(path, {"good": {"seen": "dat jullie hard werken."}}, version=1)

    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert answer.json()["steps"]["calm"] == "Wij drinken thee."
    assert answer.json()["good"] == {"voices": [], "seen": "dat jullie hard werken.", "readers": None}
    assert answer.json() == api.get(path).json()


def test_an_older_draft_is_refused_and_shows_how_it_is_now():
    household = HouseholdFactory()
    api, path = Api(face_of(household)), f"/households/{household.uuid}/card/draft/"
    api.patch(path, {"steps": {"calm": "Van mijn collega"}}, version=0)

    answer = api.patch(path, {"steps": {"calm": "Van mij"}}, version=0)

    assert answer.status_code == 412
    assert answer.json()["current"]["steps"]["calm"] == "Van mijn collega"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"steps": {"calm": "x" * 111}}, "steps"),
        ({"steps": {"place": "Beukenlaan 12"}}, "steps"),
        ({"good": {"voices": [{"who": ["een"], "text": "x"}]}}, "good"),
        ({"good": {"voices": [{"who": [], "text": "x"}] * 5}}, "good"),
        ({"agreements": {"chosen": [1]}}, "agreements"),
        ({"look_back_on": "morgen"}, "look_back_on"),
        ({"address": "Beukenlaan 12"}, "address"),
        ({"version": 3}, "version"),
    ],
)
def test_a_draft_that_is_not_right_is_refused(body, field):
    household = HouseholdFactory()

    answer = Api(face_of(household)).patch(f"/households/{household.uuid}/card/draft/", body, version=0)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Veiligheidskaart.objects.exists()


def test_somebody_of_another_household_and_an_unknown_one_get_the_same_words():
    household, other = HouseholdFactory(), HouseholdFactory()
    api, path = Api(face_of(household)), f"/households/{household.uuid}/card/draft/"

    answers = [
        api.patch(path, {"good": {"voices": [{"who": [str(who)], "text": "Ik ben blij."}]}}, version=0)
        for who in (other.people.first().uuid, uuid4())
    ]

    assert (answers[0].status_code, answers[0].content) == (409, answers[1].content)


def test_a_team_lead_does_not_read_the_draft():
    household = HouseholdFactory()

    answer = Api(worker_of(team_of(household), Role.TEAM_LEAD)).get(f"/households/{household.uuid}/card/draft/")

    assert answer.status_code == 404


def test_a_draft_becomes_final_once():
    household = cards.with_draft()
    api, key = Api(face_of(household)), str(uuid4())
    path, body = f"/households/{household.uuid}/card/versions/", final_body(household)

    answers = [api.post(path, body, Idempotency_Key=key) for _ in range(2)]

    version = KaartVersion.objects.get()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (201, f"/api/v1{path}{version.uuid}/")
    ] * 2
    assert (answers[0].json()["number"], answers[0].json()["present"], answers[0].json()["all_agree"]) == (
        1,
        ["Noor"],
        True,
    )


def test_who_sees_it_differently_stands_in_the_version():
    household = cards.with_draft()
    daan = str(household.people.get(name="Daan").uuid)
    body = final_body(household, views=[{"person": daan, "text": "Ik vind dit te streng."}])

    answer = Api(face_of(household)).post(f"/households/{household.uuid}/card/versions/", body)

    assert (answer.status_code, answer.json()["all_agree"]) == (201, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"present": []}, "present"),
        ({"present": [str(uuid4())]}, "present"),
        ({"not_discussed_with": [str(uuid4())]}, "not_discussed_with"),
        ({"views": [{"person": str(uuid4()), "text": "Nee."}]}, "views"),
        ({"look_back_on": None}, "look_back_on"),
        ({"number": 7}, "number"),
    ],
)
def test_a_final_card_that_is_not_right_is_not_made(changes, field):
    household = cards.with_draft()

    answer = Api(face_of(household)).post(
        f"/households/{household.uuid}/card/versions/", final_body(household, **changes)
    )

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not KaartVersion.objects.exists()


def test_a_card_that_is_not_ready_is_a_409_with_everything_that_is_still_to_do():
    household = cards.with_draft(look_back_on=None)
    body = final_body(household, look_back_on="2020-01-01")

    answer = Api(face_of(household)).post(f"/households/{household.uuid}/card/versions/", body)

    assert answer.status_code == 409
    assert "binnen drie maanden" in answer.json()["detail"]


def test_a_draft_that_changed_in_the_meantime_is_not_made_final():
    household = cards.with_draft()
    body = final_body(household, draft_version=99)

    answer = Api(face_of(household)).post(f"/households/{household.uuid}/card/versions/", body)

    assert answer.status_code == 409
    assert not KaartVersion.objects.exists()


@pytest.mark.parametrize("method", ["patch", "put", "delete"])
def test_a_final_card_is_never_changed(method):
    version = cards.finalised()
    api = Api(face_of(version.household))

    answer = getattr(api.client, method)(
        f"/api/v1/households/{version.household.uuid}/card/versions/{version.uuid}/",
        "{}",
        content_type="application/json",
    )

    assert answer.status_code == 405


def test_who_joins_reads_the_edition_for_professionals_and_not_the_text_of_the_family():
    version, other = cards.finalised(), OrganisationFactory()
    household, guest = version.household, worker_of(other)
    involve(household, guest, other, Part.INVITED, Level.CARD, permissions=("view",))
    api, path = Api(guest), f"/households/{household.uuid}/card"

    shown = api.get(f"{path}/versions/{version.uuid}/").json()
    editions = api.get(f"{path}/editions/").json()["results"]

    assert [shown[name] for name in ("present", "not_discussed_with", "content", "sha256")] == [None] * 4
    assert [edition["reader"]["key"] for edition in editions] == ["professionals"]


def test_the_face_reads_every_edition():
    version = cards.finalised()
    api = Api(face_of(version.household))

    answer = api.get(f"/households/{version.household.uuid}/card/editions/").json()

    assert answer["count"] == version.editions.count() > 1
    assert {edition["pdf"] for edition in answer["results"]} == {None}
    assert {edition["version"] for edition in answer["results"]} == {str(version.uuid)}


def test_the_edition_of_somebody_of_the_family_does_not_exist_for_who_joins():
    version, other = cards.finalised(), OrganisationFactory()
    guest = worker_of(other)
    involve(version.household, guest, other, Part.INVITED, Level.FILM)
    hidden = version.editions.exclude(reader_key="professionals").first()
    path = f"/households/{version.household.uuid}/card/editions"

    answers = [Api(guest).get(f"{path}/{uuid}/") for uuid in (hidden.uuid, uuid4())]

    assert (answers[0].status_code, answers[0].content) == (404, answers[1].content)
