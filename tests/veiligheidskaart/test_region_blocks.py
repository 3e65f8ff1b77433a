"""A region chooses which blocks its cards have; what makes it a card stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import AuditEvent, Region, User
from cases.models import Household
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.cases.factories import face_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from veiligheidskaart.choices import ALWAYS, Block
from veiligheidskaart.models import RegionBlocks
from veiligheidskaart.services.blocks import ChosenMeanwhile, choose, newest, of_household

pytestmark = pytest.mark.django_db
LITTLE = [Block.GOOD, Block.STEPS]


def office_of(region: Region) -> User:
    """Return who looks after the regiobureau of a region."""
    return worker_of(OrganisationFactory(region=region, is_region_office=True), Role.ADMINISTRATOR)


@pytest.fixture
def household() -> Household:
    return factories.household()


@pytest.fixture
def office(household: Household) -> User:
    return office_of(household.municipality.region)


def page_of(office: User) -> str:
    return reverse("veiligheidskaart:blocks", args=[office.memberships.get().organisation.uuid])


def test_a_region_that_never_chose_has_every_block(household: Household) -> None:
    assert of_household(household) == set(Block)


def test_a_block_that_a_region_leaves_out_is_on_no_new_card(household: Household, office: User) -> None:
    choose(household.municipality.region, LITTLE, after=0, by=office)

    content = factories.finalised(household).content

    assert (content["good"] is None, content["steps"] is None, content["network"]) == (False, False, None)


def test_what_makes_it_a_card_stays(household: Household, office: User) -> None:
    chosen = choose(household.municipality.region, [], after=0, by=office)

    assert set(chosen.blocks) == ALWAYS
    assert factories.finalised(household).content["agreements"]["items"]


def test_a_card_that_is_final_keeps_its_blocks(household: Household, office: User) -> None:
    before = factories.finalised(household)

    choose(household.municipality.region, LITTLE, after=0, by=office)

    before.refresh_from_db()
    assert before.content["network"] is not None


def test_another_region_keeps_its_own(household: Household) -> None:
    elsewhere = office_of(RegionFactory(name="Elders"))
    choose(elsewhere.memberships.get().organisation.region, LITTLE, after=0, by=elsewhere)

    assert of_household(household) == set(Block)


def test_a_choice_is_recorded_and_leads_to_which(household: Household, office: User) -> None:
    chosen = choose(household.municipality.region, LITTLE, after=0, by=office)

    event = AuditEvent.objects.get(event="card.blocks_chosen")
    assert (event.target, event.details["number"]) == (chosen.uuid, len(chosen.blocks))


def test_the_same_choice_twice_is_one(household: Household, office: User) -> None:
    first = choose(household.municipality.region, LITTLE, after=0, by=office)

    assert choose(household.municipality.region, LITTLE, after=0, by=office) == first
    assert RegionBlocks.objects.count() == 1


def test_who_looked_at_an_older_choice_looks_again(household: Household, office: User) -> None:
    choose(household.municipality.region, LITTLE, after=0, by=office)

    with pytest.raises(ChosenMeanwhile):
        choose(household.municipality.region, [Block.CHILD], after=0, by=office)

    assert set(newest(household.municipality.region).blocks) == {*LITTLE, *ALWAYS}


@pytest.mark.parametrize("change", ["UPDATE veiligheidskaart_regionblocks SET id = id", "DELETE FROM {0}"])
def test_a_choice_is_never_changed(household: Household, office: User, change: str) -> None:
    choose(household.municipality.region, LITTLE, after=0, by=office)

    with pytest.raises(ProgrammingError), as_application(office), transaction.atomic(), connection.cursor() as line:
        line.execute(change.format("veiligheidskaart_regionblocks"))


# --- The page -------------------------------------------------------------------------------------
def send(client: Client, office: User, **told: Any) -> Any:
    return sign_in(client, office).post(page_of(office), {"after": 0, "blocks": ["good", "steps"], **told})


def is_ticked(page: str, block: str) -> bool:
    return "checked" in page.split(f'value="{block}"')[1].split(">", maxsplit=1)[0]


def test_the_page_shows_what_was_chosen(client: Client, household: Household, office: User) -> None:
    assert send(client, office).status_code == 303

    page = client.get(page_of(office)).content.decode()

    assert (is_ticked(page, "good"), is_ticked(page, "network")) == (True, False)
    assert f"Laatst gekozen door {office.name}" in page


def test_the_second_of_two_is_told_and_keeps_the_ticks(client: Client, household: Household, office: User) -> None:
    choose(household.municipality.region, [Block.CHILD], after=0, by=office)

    answer = send(client, office)

    assert answer.status_code == 422
    assert "Iemand koos net andere blokken." in answer.content.decode()
    assert is_ticked(answer.content.decode(), "steps")


def test_a_block_that_does_not_exist_is_refused(client: Client, office: User) -> None:
    assert send(client, office, blocks=["good", "secret"]).status_code == 422


def test_the_page_of_the_draft_has_the_blocks_of_the_region_only(
    client: Client, household: Household, office: User
) -> None:
    choose(household.municipality.region, LITTLE, after=0, by=office)

    page = sign_in(client, face_of(household)).get(reverse("veiligheidskaart:draft", args=[household.uuid]))

    titles = page.content.decode()
    assert ("Dit gaat goed" in titles, "Wie helpt waarmee" in titles) == (True, False)
