"""Is there a fixed face already? An answer to who may call, and nothing to anybody else (ux, S4)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client

from accounts.choices import Role
from accounts.models import Notification, User
from cases import rules
from cases.choices import FactKind
from cases.models import Exclusion, FaceQuestion, Household
from cases.services.households import close_household
from cases.services.protected import add_fact, end_fact
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, team_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

URL = "/huishoudens/is-er-al/"
BORN = date(1990, 4, 12)
NOT_FOUND = "Niet gevonden onder deze naam en datum."
TOKEN = re.compile(r'(?<=value=")[^"]{30,}(?=")|csrftoken": "[^"]+"|"x-csrftoken": "[^"]+"')


@pytest.fixture
def household() -> Any:
    household = HouseholdFactory()
    name_noor(household)
    User.objects.filter(pk=face_of(household).pk).update(name="Sanne Verbeek", phone="06 12 34 56 78")
    return household


@pytest.fixture
def daan(client: Client) -> User:
    daan = worker_of(OrganisationFactory(name="Wijkteam West"), name="Daan Visser", phone="06 98 76 54 32")
    sign_in(client, daan)
    return daan


def name_noor(household: Household, surname: str = "de Vríes", born_on: date | None = BORN) -> None:
    noor = household.people.get(name="Noor")
    noor.surname, noor.born_on, noor.birth_year = surname, born_on, None
    noor.save()


def question(**changed: Any) -> dict[str, Any]:
    return {"surname": "De Vries", "born_on": "1990-04-12", "why": "Zij belde ons over haar zoon."} | changed


def answer(client: Client, **changed: Any) -> str:
    response = client.post(URL, question(**changed), follow=True)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_who_asks_hears_whom_to_call_and_nothing_else(client: Client, household: Any, daan: User) -> None:
    said = answer(client)

    assert f"Ja. Bel Sanne Verbeek, {team_of(household).name}, 06 12 34 56 78" in said
    assert household.call_name not in said
    assert "Noor" not in said


def test_the_answer_is_shown_once(client: Client, household: Any, daan: User) -> None:
    answer(client)

    assert "Sanne Verbeek" not in client.get(URL).content.decode()


def test_a_face_without_a_number_is_reached_through_the_team(client: Client, household: Any, daan: User) -> None:
    User.objects.filter(pk=face_of(household).pk).update(phone="")
    team = team_of(household)
    type(team).objects.filter(pk=team.pk).update(phone="088 111 22 33")

    said = answer(client)

    assert f"Ja. Bel {team.name}, 088 111 22 33" in said
    assert "Sanne" not in said


def test_where_something_is_secret_only_the_team_is_called(client: Client, household: Any, daan: User) -> None:
    noor, team = household.people.get(name="Noor"), team_of(household)
    type(team).objects.filter(pk=team.pk).update(phone="088 111 22 33")
    add_fact(noor, kind=FactKind.ADDRESS, value="Wilgenroosdreef 83", is_secret=True, by=face_of(household))

    said = answer(client)

    assert f"Ja. Bel {team.name}, 088 111 22 33" in said
    assert "Sanne" not in said


def test_a_secret_that_holds_no_more_does_not_hide_the_face(client: Client, household: Any, daan: User) -> None:
    noor, face = household.people.get(name="Noor"), face_of(household)
    end_fact(add_fact(noor, kind=FactKind.ADDRESS, value="Wilgenroosdreef 83", is_secret=True, by=face), by=face)

    assert "Ja. Bel Sanne Verbeek" in answer(client)


@pytest.mark.parametrize(
    "changed", [{"surname": "Vries"}, {"surname": "de Vrie"}, {"surname": "%"}, {"born_on": "1990-04-13"}]
)
def test_only_an_exact_name_and_date_match(client: Client, household: Any, daan: User, changed: Any) -> None:
    assert NOT_FOUND in answer(client, **changed)


def test_not_found_looks_the_same_whatever_the_reason(client: Client, household: Any, daan: User) -> None:
    def page() -> str:
        return TOKEN.sub("", client.post(URL, question(), follow=True).content.decode())

    elsewhere = HouseholdFactory(
        municipality=MunicipalityFactory(region=RegionFactory(name="Regio Elders")),
        team=OrganisationFactory(region=RegionFactory(name="Regio Elders")),
    )
    name_noor(elsewhere)
    Exclusion.objects.create(household=household, user=daan, decided_by=face_of(household))
    kept_out = page()
    Exclusion.objects.all().delete()
    name_noor(household, surname="Bakker")
    nobody = page()
    name_noor(household)
    close_household(household, reason="safe", by=face_of(household))
    closed = page()

    assert NOT_FOUND in nobody
    assert kept_out == nobody == closed


def test_who_left_the_family_is_not_found(client: Client, household: Any, daan: User) -> None:
    household.people.filter(name="Noor").update(left_on=date(2026, 1, 1))

    assert NOT_FOUND in answer(client)


def test_the_contact_person_sees_who_asked_and_why(client: Client, household: Any, daan: User) -> None:
    answer(client)
    face = face_of(household)
    sign_in(client, face)

    page = client.get("/meldingen/").content.decode()

    assert f"Daan Visser, 06 98 76 54 32, vroeg of {household.call_name} al een vast gezicht heeft." in page
    assert "Zij belde ons over haar zoon." in page


def test_the_contact_person_also_hears_of_somebody_who_is_kept_out(client: Client, household: Any, daan: User) -> None:
    Exclusion.objects.create(household=household, user=daan, decided_by=face_of(household))

    answer(client)

    assert Notification.objects.get().recipient == face_of(household)


def test_every_question_is_kept_without_the_name_that_was_asked(client: Client, household: Any, daan: User) -> None:
    answer(client)
    answer(client, surname="Onbekend")

    first, second = FaceQuestion.objects.order_by("asked_at")
    assert (first.asked_by, first.household, first.why) == (daan, household, "Zij belde ons over haar zoon.")
    assert (second.asked_by, second.household) == (daan, None)
    assert len(first.term_hash) == 64
    assert first.term_hash != second.term_hash


def test_the_eleventh_question_of_a_day_waits_until_tomorrow(client: Client, household: Any, daan: User) -> None:
    for _ in range(rules.FACE_QUESTIONS_A_DAY):
        answer(client)

    response = client.post(URL, question())

    assert response.status_code == 422
    assert "Je vroeg dit vandaag al 10 keer. Morgen kan het weer." in response.content.decode()
    assert FaceQuestion.objects.count() == rules.FACE_QUESTIONS_A_DAY


@pytest.mark.parametrize("missing", ["surname", "born_on", "why"])
def test_without_a_name_a_date_or_a_reason_nothing_is_asked(
    client: Client, household: Any, daan: User, missing: str
) -> None:
    response = client.post(URL, question(**{missing: ""}))

    assert response.status_code == 422
    assert not FaceQuestion.objects.exists()


def test_the_page_is_not_there_for_who_does_not_work_with_households(client: Client) -> None:
    sign_in(client, worker_of(OrganisationFactory(), Role.POLICY))

    assert client.get(URL).status_code == 404
    assert client.post(URL, question()).status_code == 404


def test_the_database_refuses_who_does_not_work_with_households(household: Any) -> None:
    policy = worker_of(OrganisationFactory(), Role.POLICY)

    with (
        pytest.raises(ProgrammingError, match="not somebody who works with households"),
        as_application(policy),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM ask_for_face('de vries', '1990-04-12', '', '')")


def test_a_question_is_seen_by_the_face_and_not_by_who_asked(client: Client, household: Any, daan: User) -> None:
    answer(client)

    with as_application(face_of(household)):
        assert FaceQuestion.objects.count() == 1
    for somebody in (daan, worker_of(team_of(household), Role.TEAM_LEAD)):
        with as_application(somebody):
            assert not FaceQuestion.objects.exists()


def test_a_question_is_never_changed_and_written_by_its_function_only(
    client: Client, household: Any, daan: User
) -> None:
    answer(client)

    with pytest.raises(DatabaseError), transaction.atomic():
        FaceQuestion.objects.update(why="anders")
    with pytest.raises(ProgrammingError), as_application(face_of(household)), transaction.atomic():
        FaceQuestion.objects.create(household=household, asked_by=daan, why="x", term_hash="")


@pytest.mark.parametrize("where", ["/huishoudens/", "/huishoudens/nieuw/", "/huishoudens/nergens/"])
def test_the_question_is_one_click_away(client: Client, daan: User, where: str) -> None:
    assert f'href="{URL}"' in client.get(where).content.decode()


def test_a_search_that_finds_nothing_leads_to_the_question(client: Client, daan: User) -> None:
    page = client.post("/huishoudens/", {"zoek": "Haddad"}, follow=True).content.decode()

    assert "Niets gevonden waar jij bij mag." in page
    assert page.count(f'href="{URL}"') == 2


def test_elsewhere_the_404_page_does_not_offer_the_question(client: Client) -> None:
    sign_in(client, worker_of(OrganisationFactory(), Role.PRIVACY_OFFICER))

    assert URL not in client.get("/huishoudens/nergens/").content.decode()
