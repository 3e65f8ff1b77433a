"""Finding a household (ux, S4): who sees which rows, what a search finds, and where the term goes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from cases.choices import Level, Part, PersonRole
from cases.models import Household
from cases.services.households import NewPerson
from tests.accounts.factories import OrganisationFactory, UserFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.queries import OVERHEAD
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

URL = "/huishoudens/"


def names(response: Any) -> list[str]:
    return [household.call_name for household in response.context["page_obj"]]


def search(client: Client, term: str, **extra: Any) -> Any:
    return client.post(URL, {"zoek": term}, follow=True, **extra)


@pytest.fixture
def team() -> Any:
    return OrganisationFactory()


@pytest.fixture
def sanne(team: Any, client: Client) -> Any:
    user = worker_of(team, name="Sanne Verbeek")
    sign_in(client, user)
    return user


def test_my_households_show_and_those_of_a_colleague_do_not(client: Client, sanne: Any, team: Any) -> None:
    HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)
    HouseholdFactory(call_name="Nowak", team=team)

    response = client.get(URL)

    assert names(response) == ["Familie Adu"]
    assert "Nowak" not in response.content.decode()


def test_an_empty_list_says_so(client: Client, sanne: Any) -> None:
    response = client.get(URL)

    assert "Je hebt nog geen huishoudens." in response.content.decode()


def test_a_row_says_who_is_the_face_and_what_comes_next(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)
    Household.objects.filter(pk=household.pk).update(look_back_on=timezone.localdate() + timedelta(days=1))

    page = client.get(URL).content.decode()

    assert "Sanne Verbeek" in page
    assert "morgen" in page
    assert "nog niet besproken" in page


def test_rows_come_in_the_order_of_the_next_date_and_by_name_when_asked(client: Client, sanne: Any, team: Any) -> None:
    today = timezone.localdate()
    for name, days in [("Adu", 20), ("Bos", 3), ("Familie Aa", None)]:
        household = HouseholdFactory(call_name=name, team=team, by=sanne)
        day = today + timedelta(days=days) if days else None
        Household.objects.filter(pk=household.pk).update(look_back_on=day)

    by_date = names(client.get(URL))
    by_name = names(client.get(URL, {"volgorde": "naam"}))

    assert by_date == ["Bos", "Adu", "Familie Aa"]
    assert by_name == ["Familie Aa", "Adu", "Bos"]


@pytest.mark.parametrize("term", ["adu", "ADU", "Ádu", "familie adu", "noor", "ÑOOR"])
def test_a_search_finds_a_name_or_a_first_name_however_it_is_typed(
    client: Client, sanne: Any, team: Any, term: str
) -> None:
    people = [NewPerson(name="Noor", role=PersonRole.MOTHER)]
    HouseholdFactory(call_name="Familie Adu", team=team, by=sanne, people=people)
    HouseholdFactory(call_name="Nowak", team=team, by=sanne, people=[NewPerson(name="Ewa", role=PersonRole.MOTHER)])

    response = search(client, term)

    assert names(response) == ["Familie Adu"]


def test_a_dash_is_a_dash(client: Client, sanne: Any, team: Any) -> None:
    HouseholdFactory(call_name="Haddad – Van Dijk", team=team, by=sanne)

    response = search(client, "haddad-van dijk")

    assert names(response) == ["Haddad – Van Dijk"]


def test_a_household_that_is_not_mine_is_answered_as_one_that_is_not_there(
    client: Client, sanne: Any, team: Any
) -> None:
    HouseholdFactory(call_name="Familie Geheim", team=team)

    there = search(client, "geheim")
    not_there = search(client, "bestaatniet")

    assert "Niets gevonden waar jij bij mag." in there.content.decode()
    plain = [
        response.content.decode().replace(term, "")
        for response, term in [(there, "geheim"), (not_there, "bestaatniet")]
    ]
    assert _without_tokens(plain[0]) == _without_tokens(plain[1])


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line.lower()]


def test_the_first_name_of_somebody_is_found_only_by_who_may_read_about_people(client: Client) -> None:
    household = HouseholdFactory(call_name="Familie Adu", people=[NewPerson(name="Kofi", role=PersonRole.CHILD)])
    school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
    marco = worker_of(school)
    involve(household, marco, school, Part.INVITED, Level.CARD)
    sign_in(client, marco)

    by_name, by_person = names(search(client, "adu")), names(search(client, "kofi"))

    assert by_name == ["Familie Adu"]
    assert by_person == []


def test_no_name_stands_in_an_address(client: Client, sanne: Any, team: Any) -> None:
    HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)

    response = client.post(URL, {"zoek": "adu"})

    assert response.status_code == 303
    assert response["Location"] == "/huishoudens/?soort=gezocht"


def test_a_search_keeps_its_term_in_the_field_and_an_empty_one_ends_it(client: Client, sanne: Any, team: Any) -> None:
    HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)

    found = search(client, "adu")
    ended = search(client, "")

    assert 'value="adu"' in found.content.decode()
    assert ended.redirect_chain == [("/huishoudens/?soort=van-mij", 303)]


def test_one_letter_is_too_little(client: Client, sanne: Any) -> None:
    response = client.post(URL, {"zoek": "a"})

    assert response.status_code == 422
    assert "Typ twee letters of meer." in response.content.decode()


def test_one_letter_while_typing_changes_nothing(client: Client, sanne: Any) -> None:
    response = client.post(URL, {"zoek": "a"}, headers={"HX-Request": "true"})

    assert response.status_code == 204


@pytest.mark.parametrize("term", ["x" * 81, "a\x00b", "%_", "'; --"])
def test_odd_terms_are_refused_or_find_nothing(client: Client, sanne: Any, team: Any, term: str) -> None:
    HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)

    response = search(client, term)

    assert response.status_code in {200, 422}
    assert "Familie Adu" not in response.content.decode() or response.status_code == 422


def test_the_part_that_htmx_gets_is_literally_part_of_the_page(client: Client, sanne: Any, team: Any) -> None:
    HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)

    page = client.get(URL).content.decode()
    part = client.get(URL, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert part.strip() in page


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("van-mij", ["Bij mij", "Ik neem waar"]),
        ("waarneming", ["Ik neem waar"]),
        ("terugkijken", ["Bij mij"]),
        ("afgesloten", ["Klaar"]),
        ("mijn-team", ["Bij mij", "Ik neem waar"]),
        ("bestaat-niet", ["Bij mij", "Ik neem waar"]),
    ],
)
def test_a_chip_chooses_among_what_i_may_see(
    client: Client, sanne: Any, team: Any, choice: str, expected: list[str]
) -> None:
    mine = HouseholdFactory(call_name="Bij mij", team=team, by=sanne)
    Household.objects.filter(pk=mine.pk).update(look_back_on=timezone.localdate() + timedelta(days=2))
    HouseholdFactory(call_name="Klaar", team=team, by=sanne, closed=True)
    covered = HouseholdFactory(call_name="Ik neem waar", team=team)
    involve(covered, sanne, team, Part.COVER)
    HouseholdFactory(call_name="Niet van mij", team=team)

    response = client.get(URL, {"soort": choice, "volgorde": "naam"})

    assert names(response) == expected


def test_a_team_lead_sees_the_households_of_the_team_and_those_without_a_face(client: Client, team: Any) -> None:
    lead = worker_of(team, Role.TEAM_LEAD)
    HouseholdFactory(call_name="Met gezicht", team=team)
    without = HouseholdFactory(call_name="Zonder gezicht", team=team)
    face = face_of(without)
    face.is_active = False
    face.save()
    HouseholdFactory(call_name="Van een ander team")
    sign_in(client, lead)

    of_team = names(client.get(URL, {"soort": "mijn-team", "volgorde": "naam"}))
    without_face = names(client.get(URL, {"soort": "zonder-gezicht"}))

    assert of_team == ["Met gezicht", "Zonder gezicht"]
    assert without_face == ["Zonder gezicht"]


def test_there_are_25_on_a_page_and_the_links_keep_what_was_chosen(client: Client, sanne: Any, team: Any) -> None:
    for number in range(26):
        HouseholdFactory(call_name=f"Gezin {number:02}", team=team, by=sanne)

    first = client.get(URL, {"volgorde": "naam"})
    second = client.get(URL, {"volgorde": "naam", "page": 2})

    assert len(names(first)) == 25
    assert "?soort=van-mij&amp;volgorde=naam&amp;page=2" in first.content.decode()
    assert names(second) == ["Gezin 25"]
    assert "26 huishoudens" in second.content.decode()


def test_a_page_that_does_not_exist_is_not_there(client: Client, sanne: Any) -> None:
    assert client.get(URL, {"page": 9}).status_code == 404


def test_choosing_for_the_film_leads_to_the_film_and_shows_only_where_i_may_write(
    client: Client, sanne: Any, team: Any
) -> None:
    mine = HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)
    other = HouseholdFactory(call_name="Alleen kaart")
    involve(other, sanne, team, Part.INVITED, Level.CARD)

    response = client.get(URL, {"voor": "film"})

    assert names(response) == ["Familie Adu"]
    assert reverse("cases:film-create", args=[mine.uuid]) in response.content.decode()


def test_who_works_for_no_local_team_gets_no_button_for_a_new_household(client: Client, sanne: Any) -> None:
    shown = client.get(URL).content.decode()
    sign_in(client, worker_of(OrganisationFactory(kind=OrganisationKind.MENTAL_HEALTH)))
    hidden = client.get(URL).content.decode()

    assert "Nieuw huishouden" in shown
    assert "Nieuw huishouden" not in hidden


def test_somebody_without_any_household_role_sees_an_empty_list(client: Client) -> None:
    HouseholdFactory(call_name="Familie Adu")
    sign_in(client, UserFactory())

    assert names(client.get(URL)) == []


@pytest.mark.parametrize("query", [{}, {"soort": "mijn-team"}, {"soort": "zonder-gezicht"}, {"volgorde": "naam"}])
def test_30_rows_cost_as_many_queries_as_one(
    client: Client, team: Any, query: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    lead = worker_of(team, Role.TEAM_LEAD)
    sign_in(client, lead)
    HouseholdFactory(team=team, by=lead)
    with django_assert_max_num_queries(12 + OVERHEAD) as with_one:
        client.get(URL, query)
    for _ in range(29):
        HouseholdFactory(team=team, by=lead)

    with django_assert_max_num_queries(12 + OVERHEAD) as with_thirty:
        client.get(URL, query)

    assert len(with_thirty) == len(with_one)


def test_today_is_a_local_day(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(team=team, by=sanne)
    Household.objects.filter(pk=household.pk).update(look_back_on=date(2020, 1, 1))

    response = client.get(URL)

    assert response.context["page_obj"][0].next_on is None
    assert team_of(household) == team
