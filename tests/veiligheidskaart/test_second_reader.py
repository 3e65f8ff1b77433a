"""Where something is protected the duo partner reads every edition before a card is made final (ux, S14)."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.choices import FactKind, Part
from cases.models import Household
from cases.services.protected import add_fact
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import face_of, involve
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from tests.veiligheidskaart.test_finalise import finalise, stops
from veiligheidskaart.content import DraftSteps
from veiligheidskaart.services import second_reader
from veiligheidskaart.services.drafts import save_draft, stand_of
from veiligheidskaart.services.finalising import OtherView
from veiligheidskaart.services.texts import sources_of, write

pytestmark = pytest.mark.django_db

NOT_READ = ["Iets van dit gezin is geheim. Marco leest eerst elke kaart."]


@pytest.fixture
def household() -> Household:
    made = factories.with_draft()
    place = "Kastanjehof 12 in Verweghuizen"
    noor = factories.person(made, "Noor")
    add_fact(noor, kind=FactKind.ADDRESS, value=place, is_secret=True, by=face_of(made))
    return made


@pytest.fixture
def duo(household: Household) -> User:
    partner = worker_of(OrganisationFactory(), name="Marco Janssen", phone="0623456789")
    involve(household, partner, partner.memberships.get().organisation, Part.DUO)
    return partner


def editions(household: Household) -> list[str]:
    stand = stand_of(household)
    return [reader.key for reader in write(sources_of(household), stand.draft, number=1).editions]


def read(household: Household, by: User) -> None:
    version = stand_of(household).version
    second_reader.confirm_no_place(household, editions=editions(household), draft_version=version, by=by)


def test_without_a_duo_nobody_can_read_along_and_nothing_is_final(household: Household) -> None:
    assert stops(household) == [
        "Iets van dit gezin is geheim. Vraag eerst een duo: die leest elke kaart voor hij wordt vastgesteld."
    ]


def test_before_the_duo_read_it_nothing_is_final(household: Household, duo: User) -> None:
    assert stops(household) == NOT_READ


def test_after_the_duo_read_every_edition_it_is_final(household: Household, duo: User) -> None:
    read(household, duo)

    assert finalise(household).number == 1


def test_a_changed_text_is_read_again(household: Household, duo: User) -> None:
    read(household, duo)
    changed = factories.draft(household, steps=DraftSteps("Wij gaan naar oma."))
    save_draft(household, draft=changed, version=stand_of(household).version, by=face_of(household))

    assert stops(household) == NOT_READ


def test_who_reads_one_edition_has_not_read_the_others(household: Household, duo: User) -> None:
    with pytest.raises(second_reader.NotEveryEdition):
        second_reader.confirm_no_place(
            household, editions=editions(household)[:1], draft_version=stand_of(household).version, by=duo
        )


def test_the_face_does_not_read_for_the_duo(household: Household, duo: User) -> None:
    with pytest.raises(second_reader.NotTheDuo):
        read(household, face_of(household))


def test_words_that_the_duo_did_not_read_are_not_printed(household: Household, duo: User) -> None:
    read(household, duo)

    views = [OtherView(factories.person(household, "Daan"), "Ik zie het anders.")]

    assert "Wat vinden wij hiervan" in stops(household, views=views)[0]


def test_where_nothing_is_protected_nobody_has_to_read_first() -> None:
    assert finalise(factories.with_draft()).number == 1


def test_the_duo_reads_at_s14_and_the_face_is_not_asked(client: Client, household: Household, duo: User) -> None:
    url = reverse("veiligheidskaart:finalise", args=[household.uuid])
    sign_in(client, face_of(household))
    before = client.get(url).content.decode()
    sign_in(client, duo)
    page = client.get(url).content.decode()
    version = stand_of(household).version
    data = {"version": version, "doe": "nagekeken"}

    part = client.post(url, {**data, "gelezen": editions(household)[:2], "_sleutel": str(uuid.uuid4())})
    done = client.post(url, {**data, "gelezen": editions(household), "_sleutel": str(uuid.uuid4())})

    assert ('id="geen-plek"' in before, 'id="geen-plek"' in page) == (False, True)
    assert (part.status_code, done.status_code) == (422, 303)
    assert "Lees elke kaart en zet er een vinkje bij." in part.content.decode()
    assert 'id="geen-plek"' not in client.get(url).content.decode()
