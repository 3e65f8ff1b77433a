"""The register and the figures by a token: delivered once, by the rules of the screen, within the organisation."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.choices import ApiScope, Role
from accounts.models import AuditEvent, Municipality, Organisation, User
from accounts.services.tokens import make_token
from rvt.models import Code, Consultation
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.rvt.years import consult, consultation_of, discuss

pytestmark = pytest.mark.django_db

REGISTER, FIGURES = "/api/v1/consultations/", "/api/v1/figures/2024/"


@pytest.fixture
def beheerder(veilig_thuis: Organisation) -> User:
    return worker_of(veilig_thuis, Role.ADMINISTRATOR)


class Integration:
    """Another program with a token."""

    def __init__(self, organisation: Organisation, by: User, *scopes: ApiScope) -> None:
        _, secret = make_token(organisation, name="Eigen systeem", scopes=scopes or list(ApiScope), days=9, by=by)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **query: str) -> HttpResponse:
        return Client().get(path, query, headers=self.headers)

    def post(self, body: dict[str, Any], key: Any = None) -> HttpResponse:
        headers = {**self.headers, **({"Idempotency-Key": str(key)} if key else {})}
        return Client().post(REGISTER, json.dumps(body), content_type="application/json", headers=headers)


@pytest.fixture
def program(veilig_thuis: Organisation, beheerder: User) -> Integration:
    return Integration(veilig_thuis, beheerder)


def call(**changed: Any) -> dict[str, Any]:
    """Return a call of an hour ago as it is delivered."""
    ended = timezone.now() - timedelta(hours=1)
    body = {
        "began_at": (ended - timedelta(minutes=18)).isoformat(),
        "ended_at": ended.isoformat(),
        "municipality": "Waterdonk",
        "seeker_role": "teacher",
        "natures": ["km_psy", "km_getuige"],
        "setting": "phone",
        "what_now": "done",
    }
    return body | changed


def test_a_consultation_is_delivered_and_read_back(program: Integration, veilig_thuis: Organisation, beheerder: User):
    answer = program.post(call(extras=["lvb"], duration="once"))

    kept = Consultation.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"{REGISTER}{kept.uuid}/")
    assert (kept.organisation, kept.source, kept.staff, kept.duration.code) == (veilig_thuis, "api", None, "once")
    read = program.get(answer["Location"]).json()
    assert (read["id"], read["natures"], read["extras"]) == (str(kept.uuid), ["km_psy", "km_getuige"], ["lvb"])
    assert (read["seeker_organisation"], read["municipality"]) == (None, "Waterdonk")
    event = AuditEvent.objects.get(event="consultation.delivered")
    assert (event.actor, event.target) == (beheerder.uuid, kept.uuid)


def test_a_retry_makes_no_second_one(program: Integration):
    key, body = uuid4(), call()

    first, second = program.post(body, key), program.post(body, key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json(), Consultation.objects.count()) == (second.json(), 1)


def test_a_key_is_for_one_content(program: Integration):
    key = uuid4()
    program.post(call(), key)

    assert (program.post(call(duration="once"), key).status_code, Consultation.objects.count()) == (422, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"municipality": "Elders"}, "municipality"),
        ({"seeker_role": "wizard"}, "seeker_role"),
        ({"natures": []}, "natures"),
        ({"natures": ["km_psy", "phone"]}, "natures"),
        ({"what_now": "call_back"}, "what_now"),
        ({"name": "Eva"}, "name"),
        ({"question": "x" * 201}, "question"),
    ],
)
def test_what_the_screen_refuses_is_refused(program: Integration, changed: dict[str, Any], field: str):
    answer = program.post(call(**changed))

    assert (answer.status_code, list(answer.json()["errors"]), Consultation.objects.exists()) == (400, [field], False)


def test_a_code_that_ended_is_refused(program: Integration):
    Code.objects.filter(list="setting", code="phone").update(last_on=timezone.localdate() - timedelta(days=3))

    assert program.post(call()).json()["errors"] == {"setting": ["Dit antwoord geldt niet meer. Kies iets anders."]}


@pytest.mark.parametrize("minutes", [-30, 90])
def test_an_end_before_the_start_or_in_the_future_is_refused(program: Integration, minutes: int):
    body = call()
    began = timezone.datetime.fromisoformat(body["began_at"])
    ended = (began + timedelta(minutes=minutes)).isoformat()

    answer = program.post(call(began_at=began.isoformat(), ended_at=ended))

    assert (answer.status_code, answer.json()["field"], Consultation.objects.exists()) == (409, "ended_at", False)


def test_a_text_nobody_looked_at_is_refused(program: Integration):
    text = "Belt over Samira, 06 12345678"

    refused, kept = program.post(call(question=text)), program.post(call(question=text, looked_for_names=True))

    assert (refused.status_code, refused.json()["field"], kept.status_code) == (409, "question", 201)


def test_only_the_own_register_is_read(program: Integration, veilig_thuis: Organisation, town: Municipality):
    mine = consultation_of(worker_of(veilig_thuis))
    other = consultation_of(worker_of(OrganisationFactory(region=town.region)))

    listed = program.get(REGISTER).json()["results"]

    assert [row["id"] for row in listed] == [str(mine.uuid)]
    assert program.get(f"{REGISTER}{other.uuid}/").status_code == 404


def test_the_list_is_narrowed_by_day(program: Integration, veilig_thuis: Organisation, town: Municipality):
    consult(veilig_thuis, town, 2024, halves=(2, 3))

    assert program.get(REGISTER, **{"from": "2024-07-01", "until": "2024-12-31"}).json()["count"] == 3
    assert program.get(REGISTER, **{"from": "gisteren"}).status_code == 400


def test_figures_are_those_of_the_region_with_what_is_hidden(program: Integration, veilig_thuis: Organisation):
    discuss(veilig_thuis.region, 2024, halves=(12, 3))

    told = program.get(FIGURES).json()

    asked = next(row for row in told["rows"] if row["label"] == "Besproken vragen")
    assert "Alle vragen zijn zonder namen besproken." in told["not_said"]
    assert (asked["first_half"], asked["second_half"], asked["total"]) == ("–", "minder dan 5", "–")


def test_a_year_of_which_nothing_was_counted_is_not_there(program: Integration):
    assert program.get("/api/v1/figures/2014/").status_code == 404


def test_a_token_does_what_it_is_for(veilig_thuis: Organisation, beheerder: User):
    register = Integration(veilig_thuis, beheerder, ApiScope.REGISTER)
    figures = Integration(veilig_thuis, beheerder, ApiScope.FIGURES)

    assert (register.get(FIGURES).status_code, register.get(REGISTER).status_code) == (403, 200)
    assert (figures.get(FIGURES).status_code, figures.get(REGISTER).status_code) == (200, 403)
    assert (figures.post(call()).status_code, Consultation.objects.exists()) == (403, False)


def test_a_list_asks_no_query_for_a_row(
    program: Integration, veilig_thuis: Organisation, town: Municipality, django_assert_max_num_queries: Any
):
    consult(veilig_thuis, town, 2024, halves=(30, 0))

    with django_assert_max_num_queries(12):
        assert len(program.get(REGISTER).json()["results"]) == 25
