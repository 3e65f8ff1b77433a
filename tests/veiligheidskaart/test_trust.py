"""Whose cards are read in: two beheerders of a regiobureau, a list that somebody else published."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import AuditEvent, Organisation, User
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.signing_in import sign_in
from tests.veiligheidskaart.forgeries import Issuer
from veiligheidskaart import arriving, signing
from veiligheidskaart.models import TrustedIssuer
from veiligheidskaart.services import trust

pytestmark = pytest.mark.django_db

LIST = "veiligheidskaart:issuers"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return Issuer.at(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture
def office() -> Organisation:
    made: Organisation = OrganisationFactory(is_region_office=True)
    return made


@pytest.fixture
def ada(office: Organisation) -> User:
    return worker_of(office, Role.ADMINISTRATOR, name="Ada Bos")


@pytest.fixture
def bram(office: Organisation) -> User:
    return worker_of(office, Role.ADMINISTRATOR, name="Bram Vos")


def put_in(issuer: Issuer, by: User, name: str = "Voorbeeldstad") -> TrustedIssuer:
    return trust.put_in(name=name, key_list=issuer.keys.public.read_text(), by=by)


def test_a_list_counts_when_a_second_beheerder_says_so(elsewhere: Issuer, ada: User, bram: User):
    row = put_in(elsewhere, ada)
    assert "Voorbeeldstad" not in trust.lists()

    trust.trust(row, by=bram)

    assert trust.lists()["Voorbeeldstad"] == elsewhere.keys.public.read_bytes()
    events = AuditEvent.objects.filter(target=row.uuid).order_by("id").values_list("event", "actor")
    assert list(events) == [("card.issuer_put_in", ada.uuid), ("card.issuer_trusted", bram.uuid)]


def test_nobody_confirms_the_own_list(elsewhere: Issuer, ada: User, bram: User):
    row = put_in(elsewhere, ada)

    with pytest.raises(trust.NotYours):
        trust.trust(row, by=ada)


def test_who_is_the_only_one_decides_alone_and_it_is_recorded_so(elsewhere: Issuer, ada: User):
    row = put_in(elsewhere, ada)

    assert "Voorbeeldstad" in trust.lists()
    assert AuditEvent.objects.get(event="card.issuer_trusted", target=row.uuid).details == {"alone": True}


def test_a_list_that_was_ended_counts_no_more(elsewhere: Issuer, ada: User):
    trust.end(put_in(elsewhere, ada), by=ada)

    assert "Voorbeeldstad" not in trust.lists()


def test_newer_keys_take_the_place_of_older_ones(tmp_path: Path, ada: User):
    there = Issuer.at(tmp_path)
    older = put_in(there, ada)
    there.keys.rotate()

    put_in(there, ada)

    older.refresh_from_db()
    assert older.ended_at is not None
    assert trust.lists()["Voorbeeldstad"] == there.keys.public.read_bytes()


@pytest.mark.parametrize("text", ["", "hoi", "[]", "{}", "[" * 5000])
def test_what_is_no_list_is_refused(text: str, ada: User):
    with pytest.raises(trust.NotAKeyList):
        trust.put_in(name="Voorbeeldstad", key_list=text, by=ada)


def test_a_list_that_somebody_changed_is_refused(elsewhere: Issuer, ada: User):
    text = elsewhere.keys.public.read_text()
    changed = text.replace('"compromised_since":null', '"compromised_since":"2020-01-01"', 1)
    assert changed != text

    with pytest.raises(trust.NotAKeyList):
        trust.put_in(name="Voorbeeldstad", key_list=changed, by=ada)


def test_keys_belong_to_one_installation(elsewhere: Issuer, ada: User):
    put_in(elsewhere, ada)

    with pytest.raises(trust.KeysOfAnother):
        put_in(elsewhere, ada, name="Een andere")


def test_our_own_keys_are_not_those_of_another(ada: User):
    with pytest.raises(trust.KeysOfAnother):
        trust.put_in(name="Een andere", key_list=signing.published().decode(), by=ada)


def test_our_own_name_is_not_for_others(elsewhere: Issuer, ada: User):
    with pytest.raises(trust.KeysOfAnother):
        put_in(elsewhere, ada, name=arriving.OWN)


def test_the_same_list_twice_is_refused(elsewhere: Issuer, ada: User):
    put_in(elsewhere, ada)

    with pytest.raises(trust.NothingToDecide):
        put_in(elsewhere, ada)


def test_a_professional_puts_nothing_in(elsewhere: Issuer):
    with pytest.raises(trust.NotYours):
        put_in(elsewhere, worker_of(OrganisationFactory()))


def test_the_application_cannot_change_a_list_that_is_there(elsewhere: Issuer, ada: User):
    row = put_in(elsewhere, ada)

    with as_application(ada), pytest.raises(ProgrammingError), transaction.atomic():
        TrustedIssuer.objects.filter(pk=row.pk).update(key_list="{}")


# --- The pages ------------------------------------------------------------------------------------
def test_two_beheerders_on_the_pages(client: Client, elsewhere: Issuer, ada: User, bram: User):
    sign_in(client, ada)
    answer = client.post(reverse(LIST), {"name": "Voorbeeldstad", "key_list": elsewhere.keys.public.read_text()})
    page = answer["Location"]
    assert "Een andere beheerder bevestigt hem." in client.get(page).content.decode()
    assert client.post(page, {"answer": "trust"}).status_code == 422

    sign_in(client, bram)
    code = elsewhere.keys.current().id
    assert f"{code[:4]} {code[4:8]}" in client.get(page).content.decode()
    assert client.post(page, {"answer": "trust"}).status_code == 303

    assert "bevestigd door Bram Vos" in client.get(reverse(LIST)).content.decode()


def test_a_list_that_is_none_stays_in_the_form(client: Client, ada: User):
    sign_in(client, ada)

    answer = client.post(reverse(LIST), {"name": "Voorbeeldstad", "key_list": "hoi"})

    assert answer.status_code == 422
    assert "Dit is geen sleutellijst" in answer.content.decode()
    assert ">\nhoi</textarea>" in answer.content.decode()


def test_beheer_says_that_a_list_waits_for_the_other_one(client: Client, elsewhere: Issuer, ada: User, bram: User):
    put_in(elsewhere, ada)
    sign_in(client, bram)

    assert (
        "1 lijst wacht op een tweede beheerder." in client.get(reverse("accounts:organisation-list")).content.decode()
    )


def test_our_own_list_can_be_given_to_others(client: Client, ada: User):
    sign_in(client, ada)

    page = client.get(reverse(LIST)).content.decode()

    assert signing.own_keys().keys[0].id[:4] in page
    assert "Toon de lijst" in page
