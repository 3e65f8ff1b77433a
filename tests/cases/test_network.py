"""The family's own network, and what the household is called."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from cases.choices import Level, Part
from cases.models import NetworkPerson
from cases.services.households import change_household
from cases.services.network import change_network_person
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.cases.stories import days_ago, family, helper, two_families
from tests.cases.test_agreements import NOBODY, address, fields_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def filled(**fields: Any) -> dict[str, Any]:
    """Return a good post."""
    return {"name": "Buurvrouw Els", "helps_with": "Noor mag hier aanbellen", **fields}


def test_a_name_and_what_somebody_does_are_enough(client: Client):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("network-create", household), filled())

    assert answer.status_code == 303
    assert "Noor mag hier aanbellen" in client.get(household.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        ({"name": ""}, "Fout:"),
        ({"name": "x" * 61}, "Fout:"),
        ({"helps_with": ""}, "Fout:"),
        ({"helps_with": "x" * 161}, "Fout:"),
        ({"phone": "bel maar"}, "Vul een telefoonnummer in, bijvoorbeeld 06 12 34 56 78."),
        ({"said_yes_on": f"{days_ago(-2):%Y-%m-%d}"}, "Kies een dag die al geweest is."),
        ({"said_yes_on": "1899-12-31"}, "Kies een dag na 1900."),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(client: Client, bad: dict[str, str], text: str):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("network-create", household), filled(relation_word="van hiernaast", **bad))

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "van hiernaast" in answer.content.decode()
    assert not NetworkPerson.objects.exists()


def test_the_same_post_twice_adds_one_person(client: Client):
    household = family()
    sign_in(client, face_of(household))
    key = fields_of(client.get(address("network-create", household)).content.decode())["_sleutel"][0]

    for _ in range(2):
        client.post(address("network-create", household), filled(_sleutel=key))

    assert NetworkPerson.objects.count() == 1


def test_who_stops_leaves_the_list(client: Client):
    household = family()
    person = helper(household, name="Karim")
    sign_in(client, face_of(household))
    hidden = fields_of(client.get(address("network-change", household, person)).content.decode())

    client.post(
        address("network-change", household, person),
        {**filled(name="Karim"), "version": hidden["version"], "ended_on": f"{days_ago(0):%Y-%m-%d}"},
    )

    assert "Karim" not in client.get(household.get_absolute_url()).content.decode()


def test_two_who_change_the_same_person_see_both_texts(client: Client):
    household = family()
    person = helper(household)
    sign_in(client, face_of(household))
    hidden = fields_of(client.get(address("network-change", household, person)).content.decode())
    change_network_person(
        person, version=1, name="Oma Ria", helps_with="Kookt op zondag", by=worker_of(team_of(household))
    )

    answer = client.post(
        address("network-change", household, person),
        {**hidden, **filled(name="Oma Ria", helps_with="Haalt Noor van school")},
    )

    assert answer.status_code == 409
    assert "Haalt Noor van school" in answer.content.decode()


def test_somebody_of_another_household_is_not_found_under_this_one(client: Client):
    household, other = two_families()
    stranger = helper(other)
    sign_in(client, face_of(household))

    answers = [
        client.get(reverse("cases:network-change", args=[household.uuid, uuid])).status_code
        for uuid in (stranger.uuid, NOBODY)
    ]

    assert answers == [404, 404]


@pytest.mark.parametrize("level", list(Level))
def test_who_was_invited_adds_nobody(client: Client, level: Level):
    household = family()
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, level)
    sign_in(client, guest)

    assert client.post(address("network-create", household), filled()).status_code == 404


def test_adding_is_written_in_the_history_without_a_name():
    household = family()
    person = helper(household)

    event = AuditEvent.objects.get(event="network.added")
    assert (event.target, event.root, event.details) == (person.uuid, household.uuid, {})


# --- What the household is called -----------------------------------------------------------------------------------


def test_the_name_of_the_household_is_changed(client: Client):
    household = family()
    sign_in(client, face_of(household))
    hidden = fields_of(client.get(address("household-change", household)).content.decode())

    answer = client.post(
        address("household-change", household),
        {**hidden, "call_name": "Haddad", "municipality": household.municipality_id},
    )

    household.refresh_from_db()
    assert (answer.status_code, household.call_name, household.sort_name) == (303, "Haddad", "haddad")


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_name_has_a_length(client: Client, name: str):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(
        address("household-change", household),
        {"version": 1, "call_name": name, "municipality": household.municipality_id},
    )

    assert answer.status_code == 422


def test_a_municipality_where_nobody_of_us_works_is_refused_like_one_that_does_not_exist(client: Client):
    household = family()
    sign_in(client, face_of(household))
    elsewhere = MunicipalityFactory(name="Elders")

    answers = [
        client.post(
            address("household-change", household), {"version": 1, "call_name": "Haddad", "municipality": key}
        ).status_code
        for key in (elsewhere.pk, 999_999)
    ]

    assert answers == [422, 422]


def test_two_names_at_once_are_laid_side_by_side(client: Client):
    household = family()
    sign_in(client, face_of(household))
    hidden = fields_of(client.get(address("household-change", household)).content.decode())
    change_household(
        household,
        version=1,
        call_name="De Haddads",
        municipality=household.municipality,
        by=worker_of(team_of(household)),
    )

    answer = client.post(
        address("household-change", household),
        {**hidden, "call_name": "Haddad", "municipality": household.municipality_id},
    )

    assert answer.status_code == 409
    assert "De Haddads" in answer.content.decode().replace("<ins>", "").replace("</ins>", "")


def test_a_closed_household_keeps_its_name(client: Client):
    household = HouseholdFactory(closed=True)
    sign_in(client, face_of(household))

    assert client.get(address("household-change", household)).status_code == 404
