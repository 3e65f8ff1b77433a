"""What somebody who needs emergency access must say, and what is found with it (ux S11)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from cases import rules
from cases.choices import HouseholdStatus
from cases.models import (
    EmergencyAccess,
    EmergencySearch,
    Exclusion,
    Household,
    Person,
)
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.cases.emergency.steps import (
    NOT_FOUND,
    OPEN,
    REASON,
    START,
    filled_in,
    opened,
)
from tests.cases.factories import HouseholdFactory, face_of
from tests.signing_in import make_second_step_old, sign_in

pytestmark = pytest.mark.django_db


# --- What is asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"municipality": ""},
        {"reason": ""},
        {"reason": "Er is gevaar."},
        {"reason": "kort" + " " * 30},
        {"called_112": ""},
        {"called_112": "misschien"},
    ],
)
def test_each_missing_element_is_refused(
    client: Client, daan: User, household: Household, town: Any, changed: Any
) -> None:
    response = client.post(OPEN, filled_in(town, **changed))

    assert response.status_code == 422
    assert not EmergencySearch.objects.exists()
    assert not EmergencyAccess.objects.exists()


def test_an_old_second_step_is_asked_again(client: Client, daan: User, household: Household, town: Any) -> None:
    totp.TOTP.activate(daan, totp.generate_totp_secret())
    make_second_step_old(client)

    answers = [client.get(OPEN), client.post(OPEN, filled_in(town))]

    assert [(answer.status_code, answer["Location"].startswith("/inloggen/nog-een-keer/")) for answer in answers] == [
        (302, True),
        (302, True),
    ]
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("name", ["noor", "NÓÓR", "Noor de Vries", "de vries", "Familie Adu", "Adu"])
def test_a_whole_name_or_first_name_finds(
    client: Client, daan: User, household: Household, town: Any, name: str
) -> None:
    noor = household.people.get(name="Noor")
    noor.surname = "de Vries"
    noor.save()

    assert client.post(OPEN, filled_in(town, name=name))["Location"] == household.get_absolute_url()


@pytest.mark.parametrize("name", ["Noo", "oor", "Vries", "%", "Ad", "_dam"])
def test_a_piece_of_a_name_finds_nothing(
    client: Client, daan: User, household: Household, town: Any, name: str
) -> None:
    noor = household.people.get(name="Noor")
    noor.surname = "de Vries"
    noor.save()

    response = client.post(OPEN, filled_in(town, name=name))

    assert response.status_code == 422
    assert NOT_FOUND in response.content.decode()


def test_another_municipality_finds_nothing(client: Client, daan: User, household: Household) -> None:
    response = client.post(OPEN, filled_in(MunicipalityFactory()))

    assert NOT_FOUND in response.content.decode()


def test_a_municipality_of_another_region_is_no_choice(client: Client, daan: User) -> None:
    elsewhere = MunicipalityFactory(region=RegionFactory(name="Regio Elders"))

    response = client.post(OPEN, filled_in(elsewhere))

    assert response.status_code == 422
    assert not EmergencySearch.objects.exists()


def test_more_households_show_a_first_name_an_initial_and_the_municipality(
    client: Client, daan: User, household: Household, town: Any
) -> None:
    other = HouseholdFactory(call_name="Familie Bos", municipality=town)
    Person.objects.filter(household=other, name="Noor").update(surname="Zwart", search_surname="zwart")

    response = client.post(OPEN, filled_in(town), follow=True)
    html = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    assert "Noor A., Waterdonk" in html
    assert "Noor Z., Waterdonk" in html
    assert not {"Familie", "Bos", "Zwart", "Adu"} & set(re.findall(r"\w+", html))
    assert not EmergencyAccess.objects.exists()
    chosen = client.post(response.request["PATH_INFO"], {"household": str(other.uuid)})
    assert chosen["Location"] == other.get_absolute_url()
    assert client.get(household.get_absolute_url()).status_code == 404


def test_only_what_was_found_can_be_chosen_and_only_by_who_searched(
    client: Client, daan: User, household: Household, town: Any
) -> None:
    HouseholdFactory(municipality=town)
    never_found = HouseholdFactory(municipality=MunicipalityFactory())
    choose = client.post(OPEN, filled_in(town))["Location"]
    somebody_else = Client()
    sign_in(somebody_else, worker_of(OrganisationFactory()))

    assert client.post(choose, {"household": str(never_found.uuid)}).status_code == 422
    assert somebody_else.get(choose).status_code == 404
    assert somebody_else.post(choose, {"household": str(household.uuid)}).status_code == 404
    assert not EmergencyAccess.objects.exists()


def test_too_many_people_of_that_name_are_not_listed(client: Client, daan: User, town: Any) -> None:
    for _ in range(rules.EMERGENCY_MATCHES + 1):
        HouseholdFactory(municipality=town)

    response = client.post(OPEN, filled_in(town))

    assert response.status_code == 422
    assert "Vul ook de achternaam in." in response.content.decode()


def test_the_fourth_try_of_a_day_is_refused(client: Client, daan: User, household: Household, town: Any) -> None:
    for _ in range(rules.EMERGENCY_TRIES_A_DAY):
        client.post(OPEN, filled_in(town, name="Onbekend"))

    response = client.post(OPEN, filled_in(town))

    assert response.status_code == 422
    assert "Je probeerde dit vandaag al 3 keer." in response.content.decode()
    assert not EmergencyAccess.objects.exists()


def test_whoever_may_read_already_needs_no_emergency(client: Client, household: Household, town: Any) -> None:
    sign_in(client, face_of(household))

    response = client.post(OPEN, filled_in(town))

    assert response["Location"] == household.get_absolute_url()
    assert not EmergencyAccess.objects.exists()


# --- Who does not -----------------------------------------------------------------------------------


def test_who_is_kept_out_finds_nothing_and_opens_nothing(
    client: Client, daan: User, household: Household, town: Any
) -> None:
    HouseholdFactory(municipality=town)
    choose = client.post(OPEN, filled_in(town))["Location"]
    Exclusion.objects.create(household=household, user=daan, decided_by=face_of(household))
    only_other = client.get(choose).content.decode()

    refused = client.post(choose, {"household": str(household.uuid)})
    nothing = client.post(OPEN, filled_in(town, name="Familie Adu"))

    assert str(household.uuid) not in only_other
    assert refused.status_code == 422
    assert NOT_FOUND in nothing.content.decode()
    assert not EmergencyAccess.objects.exists()
    with as_application(daan), connection.cursor() as cursor:
        cursor.execute(
            "SELECT open_in_emergency(%s, %s)", [EmergencySearch.objects.earliest("at").uuid, household.uuid]
        )
        assert cursor.fetchone() == (None,)


def test_who_is_kept_out_afterwards_reads_no_more(client: Client, daan: User, household: Household) -> None:
    opened(client, household)
    Exclusion.objects.create(household=household, user=daan, decided_by=face_of(household))

    assert client.get(household.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("status", [HouseholdStatus.CLOSED, HouseholdStatus.ANNOUNCED])
def test_a_household_in_which_nobody_works_is_not_found(
    client: Client, daan: User, household: Household, town: Any, status: str
) -> None:
    Household.objects.update(status=status, closed_at=timezone.now() if status == "closed" else None)

    assert NOT_FOUND in client.post(OPEN, filled_in(town)).content.decode()


@pytest.mark.parametrize("role", [Role.POLICY, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.RVT_CHAIR])
def test_for_who_does_not_work_with_households_there_is_no_page(client: Client, town: Any, role: Role) -> None:
    sign_in(client, worker_of(OrganisationFactory(), role))

    assert [client.get(START).status_code, client.get(OPEN).status_code] == [404, 404]
    assert client.post(OPEN, filled_in(town)).status_code == 404


def test_the_database_refuses_who_does_not_work_with_households(household: Household) -> None:
    policy = worker_of(OrganisationFactory(), Role.POLICY)

    with (
        pytest.raises(ProgrammingError, match="not a region of this person"),
        as_application(policy),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT * FROM find_in_emergency('noor', 'noor', %s, %s, 'yes', '')", [household.municipality_id, REASON]
        )


def test_a_try_goes_stale_after_a_quarter_of_an_hour(
    client: Client, daan: User, household: Household, town: Any
) -> None:
    search = EmergencySearch.objects.create(
        user=daan,
        reason=REASON,
        called_112="yes",
        term_hash="",
        found=[household.pk],
        found_people=[None],
        at=timezone.now() - timedelta(minutes=16),
    )

    assert client.get(f"{OPEN}{search.uuid}/").status_code == 404
    with as_application(daan), connection.cursor() as cursor:
        cursor.execute("SELECT open_in_emergency(%s, %s)", [search.uuid, household.uuid])
        assert cursor.fetchone() == (None,)
