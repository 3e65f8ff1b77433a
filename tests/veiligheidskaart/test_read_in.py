"""Two installations, each with keys of its own: a card that was made on one is read in on the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import AuditEvent, Municipality, SubmissionKey, User
from cases.choices import Part, PersonRole
from cases.models import Agreement, Household, Involvement, NetworkPerson, Person, SwitchRequest
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories, forgeries
from tests.veiligheidskaart.cards import card
from tests.veiligheidskaart.forgeries import HOUSEHOLD, ISSUED, Issuer
from tests.veiligheidskaart.test_verify import empty_pdf
from veiligheidskaart import arriving, content
from veiligheidskaart.content import PROFESSIONALS, Reader, Translation
from veiligheidskaart.document import SCHEMA_OF_MOVE, Move
from veiligheidskaart.keylist import BadList, load
from veiligheidskaart.models import KaartTranslation, ReceivedCard, TrustedIssuer, Veiligheidskaart
from veiligheidskaart.moving import new_nonce, reception_code
from veiligheidskaart.services import arriving as service
from veiligheidskaart.services import trust
from veiligheidskaart.services.drafts import stand_of
from veiligheidskaart.services.issuing import issue
from veiligheidskaart.translating import key_of
from veiligheidskaart.verify import MOST_BYTES, Code

pytestmark = pytest.mark.django_db

PAGE = "veiligheidskaart:read-in"
ELSEWHERE = "Voorbeeldstad"
ROLES = [PersonRole.MOTHER, PersonRole.FATHER, *[PersonRole.CHILD] * 3]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    """The installation where the family comes from. It has keys, and nothing of it is in our database."""
    return Issuer.at(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    """An installation that nobody put on our list."""
    return Issuer.at(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="module")
def genuine(elsewhere: Issuer) -> bytes:
    return elsewhere.issue()


@pytest.fixture
def trusted(elsewhere: Issuer) -> TrustedIssuer:
    """Our list says whose keys those are."""
    office = worker_of(OrganisationFactory(is_region_office=True), Role.ADMINISTRATOR)
    return trust.put_in(name=ELSEWHERE, key_list=elsewhere.keys.public.read_text(), by=office)


@pytest.fixture
def sanne(client: Client, trusted: TrustedIssuer) -> User:
    """Somebody of a local team here, who is signed in."""
    user = factories.face()
    team = user.memberships.get().organisation
    team.municipalities.add(MunicipalityFactory(region=team.region))
    sign_in(client, user)
    return user


def send(client: Client, data: bytes) -> HttpResponse:
    return client.post(reverse(PAGE), {"file": SimpleUploadedFile("onze-kaart.pdf", data)})


def answers(response: HttpResponse, user: User, **changed: Any) -> dict[str, Any]:
    """Return the form of the page, filled in."""
    form = response.context["form"]
    roles = {f"role_{place}": role.value for place, role in enumerate(ROLES)}
    municipality = Municipality.objects.get(organisations=user.memberships.get().organisation)
    filled = {
        "kaart": form.fields["kaart"].initial,
        "call_name": "De wandelaars",
        "municipality": str(municipality.uuid),
        "knows": "yes",
        "informed_on": timezone.localdate().isoformat(),
        "who_0": "person:1",
        "who_1": "network:0",
    }
    return filled | roles | changed


def read_in(client: Client, user: User, data: bytes, **changed: Any) -> HttpResponse:
    """Send the file and say yes."""
    return client.post(reverse(PAGE), answers(send(client, data), user, **changed))


# --- The whole way --------------------------------------------------------------------------------
def test_a_card_made_elsewhere_becomes_a_household_here(client: Client, sanne: User, genuine: bytes):
    page = send(client, genuine).content.decode()
    assert "Deze kaart is echt" in page
    assert f"Gemaakt door {ELSEWHERE}" in page
    assert "Als er ruzie is over geld, schreeuwen we." in page
    assert not Household.objects.exists()

    answer = read_in(client, sanne, genuine)

    household = Household.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, household.get_absolute_url())
    shown = client.get(household.get_absolute_url()).content.decode()
    for text in (
        *("De wandelaars", "Sanne Verbeek", "Samira", "Peter", "Noor", "Sem", "Lina"),
        *("Peter gaat een blokje om", "Bij ruzie slapen de kinderen bij oma Ria", "Oma Ria"),
        *(f"Kaart 3 van {ELSEWHERE} is ingelezen", "Ga verder met de kaart"),
    ):
        assert text in shown, text


def test_one_byte_changed_is_refused(client: Client, sanne: User, elsewhere: Issuer, stranger: Issuer, genuine: bytes):
    answer = send(client, forgeries.flipped_byte(genuine, elsewhere, stranger))

    assert answer.status_code == 422
    assert arriving.SENTENCES[Code.DAMAGED] in answer.content.decode()
    assert not Household.objects.exists()


def test_from_the_first_moment_there_is_exactly_one_contact_person(client: Client, sanne: User, genuine: bytes):
    colleague = worker_of(sanne.memberships.get().organisation, name="Karim Idrissi")

    read_in(client, sanne, genuine, colleague=str(colleague.uuid))

    assert [row.user for row in Involvement.objects.running().filter(part=Part.CONTACT)] == [sanne]
    assert [row.asked_of for row in SwitchRequest.objects.open()] == [colleague]


def test_agreements_and_network_are_those_of_the_card(client: Client, sanne: User, genuine: bytes):
    read_in(client, sanne, genuine)

    first, second = Agreement.objects.order_by("id")
    assert (first.what, first.detail, first.who.name) == ("Peter gaat een blokje om", "Noor weet dit ook.", "Peter")
    assert (second.who, second.checker) == (NetworkPerson.objects.get(name="Oma Ria"), sanne)
    assert first.since == date(2026, 11, 3)
    assert set(NetworkPerson.objects.values_list("name", flat=True)) == {"Oma Ria", "Juf Anne"}


def test_the_draft_is_for_the_reader_of_the_card_only(client: Client, sanne: User, genuine: bytes):
    """What was hidden from others there must not be on the next card of those others."""
    read_in(client, sanne, genuine)

    draft = stand_of(Household.objects.get()).draft
    samira = str(Person.objects.get(name="Samira").uuid)
    blocks = (draft.good, draft.unsafe, draft.agreements, draft.steps, draft.network)
    assert [block.readers for block in blocks] == [(samira,)] * 5
    assert draft.unsafe.voices[0].who == (samira, str(Person.objects.get(name="Peter").uuid))
    assert (draft.steps.calm, draft.unsafe.seen) == ("Peter gaat wandelen.", "dat het gezin hard werkt.")


def test_a_card_for_professionals_stays_with_professionals(client: Client, sanne: User, elsewhere: Issuer):
    text = card(reader=Reader(PROFESSIONALS, "professionals"))

    read_in(client, sanne, elsewhere.issue(text, reader=PROFESSIONALS))

    assert stand_of(Household.objects.get()).draft.good.readers == (PROFESSIONALS,)


def test_numbers_and_the_travelling_id_go_on(client: Client, sanne: User, genuine: bytes):
    read_in(client, sanne, genuine)

    household = Household.objects.get()
    assert stand_of(household).next_number == 4
    assert str(Veiligheidskaart.objects.get().travel_id) == HOUSEHOLD


def test_what_came_in_is_kept_as_it_was(client: Client, sanne: User, genuine: bytes, elsewhere: Issuer):
    read_in(client, sanne, genuine)

    received = ReceivedCard.objects.get()
    assert content.load_card(received.content) == card()
    assert (received.issuer, received.key_id, received.by) == (ELSEWHERE, elsewhere.keys.current().id, sanne)
    event = AuditEvent.objects.get(event="card.read_in")
    assert (event.root, event.details) == (
        received.household.uuid,
        {"number": 3, "key": elsewhere.keys.current().id},
    )


def test_a_card_of_a_move_shows_the_code_that_the_sender_waits_for(client: Client, sanne: User, elsewhere: Issuer):
    nonce = new_nonce()

    read_in(client, sanne, elsewhere.issue(schema=SCHEMA_OF_MOVE, move=Move(nonce)))

    page = client.get(Household.objects.get().get_absolute_url()).content.decode()
    assert reception_code(HOUSEHOLD, 3, nonce) in page
    assert "Bel Sanne Verbeek" in page


def test_a_card_of_no_move_shows_no_code(client: Client, sanne: User, genuine: bytes):
    read_in(client, sanne, genuine)

    assert "ontvangstcode" not in client.get(Household.objects.get().get_absolute_url()).content.decode()


def test_translations_come_along(client: Client, sanne: User, elsewhere: Issuer):
    dutch = "Peter gaat nu wandelen als hij boos wordt."
    text = card(language="tr", translations=(Translation("tr", key_of(dutch), "Peter şimdi yürüyor.", "A. Tolk"),))

    read_in(client, sanne, elsewhere.issue(text))

    kept = KaartTranslation.objects.get()
    assert (kept.language, kept.of, kept.text, kept.checked_by) == (
        "tr",
        key_of(dutch),
        "Peter şimdi yürüyor.",
        "A. Tolk",
    )


def test_a_day_that_has_passed_is_no_day_to_look_back(client: Client, sanne: User, elsewhere: Issuer):
    yesterday = timezone.localdate() - timedelta(days=1)
    data = elsewhere.issue(card(look_back_on=yesterday), valid_until=yesterday)
    assert "Loop de kaart samen na" in send(client, data).content.decode()

    read_in(client, sanne, data)

    assert stand_of(Household.objects.get()).draft.look_back_on is None


# --- The page -------------------------------------------------------------------------------------
def test_nothing_of_the_file_is_kept_before_the_yes(client: Client, sanne: User, genuine: bytes):
    before = set(client.session.keys())

    send(client, genuine)

    assert not ReceivedCard.objects.exists()
    assert set(client.session.keys()) == before


def test_a_page_that_is_not_complete_keeps_what_was_typed(client: Client, sanne: User, genuine: bytes):
    answer = read_in(client, sanne, genuine, call_name="De wandelaars", role_2="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kies wie Noor in het gezin is." in page
    assert 'value="De wandelaars"' in page
    again = client.post(reverse(PAGE), answers(answer, sanne) | {"kaart": answer.context["form"].data["kaart"]})
    assert again.status_code == 303


def test_who_does_it_is_proposed_when_the_agreement_says_it(client: Client, sanne: User, genuine: bytes):
    form = send(client, genuine).context["form"]

    assert (form.fields["who_0"].initial, form.fields["who_1"].initial) == ("person:1", "")


def test_the_sealed_card_of_one_person_is_nothing_for_another(client: Client, sanne: User, genuine: bytes):
    posted = answers(send(client, genuine), sanne)
    sign_in(client, worker_of(sanne.memberships.get().organisation))

    answer = client.post(reverse(PAGE), posted)

    assert (answer.status_code, Household.objects.count()) == (422, 0)


def test_a_sealed_card_that_was_changed_is_nothing(client: Client, sanne: User, genuine: bytes):
    posted = answers(send(client, genuine), sanne)

    answer = client.post(reverse(PAGE), posted | {"kaart": posted["kaart"][:-2] + "xx"})

    assert (answer.status_code, Household.objects.count()) == (422, 0)


def test_a_double_click_makes_one_household(client: Client, sanne: User, genuine: bytes):
    posted = answers(send(client, genuine), sanne, _sleutel="5e1c0f3e-0000-4000-8000-00000000aaaa")

    first, second = (client.post(reverse(PAGE), posted) for _ in range(2))

    assert (first["Location"], Household.objects.count()) == (second["Location"], 1)
    assert SubmissionKey.objects.filter(user=sanne).count() == 1


def test_who_may_open_no_household_finds_no_page(client: Client):
    sign_in(client, worker_of(OrganisationFactory(kind="veilig_thuis")))

    assert client.get(reverse(PAGE)).status_code == 404


# --- Refused --------------------------------------------------------------------------------------
def test_every_word_has_a_sentence_of_its_own():
    assert arriving.SENTENCES.keys() == set(Code)
    assert len(set(arriving.SENTENCES.values())) == len(Code)


FORGERIES = [
    (forgeries.swapped_page, Code.PAGES_SWAPPED),
    (forgeries.added_update, Code.ADDED_TO),
    (forgeries.swapped_json, Code.TEXT_SWAPPED),
    (forgeries.signature_of_another, Code.SIGNATURE_FALSE),
    (forgeries.saved_again, Code.SAVED_AGAIN),
    (forgeries.other_key, Code.OTHER_SEAL),
    (forgeries.unsigned, Code.UNSEALED),
]


@pytest.mark.parametrize(("forge", "code"), FORGERIES, ids=[forge.__name__ for forge, _ in FORGERIES])
def test_a_forgery_is_refused_with_its_sentence(
    forge: forgeries.Forge,
    code: Code,
    *,
    client: Client,
    sanne: User,
    elsewhere: Issuer,
    stranger: Issuer,
    genuine: bytes,
):
    answer = send(client, forge(genuine, elsewhere, stranger))

    assert answer.status_code == 422
    assert arriving.SENTENCES[code] in answer.content.decode()
    assert "kaart" not in answer.context["form"].fields


def test_a_pdf_of_another_system_is_no_card(client: Client, sanne: User):
    assert arriving.SENTENCES[Code.UNSEALED] in send(client, empty_pdf(1)).content.decode()


def test_a_file_that_is_too_big_is_refused(client: Client, sanne: User):
    assert arriving.SENTENCES[Code.TOO_BIG] in send(client, bytes(MOST_BYTES + 1)).content.decode()


def test_a_card_of_an_unknown_issuer_can_be_read_and_not_read_in(client: Client, sanne: User, stranger: Issuer):
    answer = send(client, stranger.issue())

    page = answer.content.decode()
    assert answer.status_code == 422
    assert arriving.SENTENCES[Code.UNKNOWN_KEY] in page
    assert "Als er ruzie is over geld, schreeuwen we." in page
    assert "Lees de kaart in" not in page


def test_a_card_of_a_stolen_key_is_refused(client: Client, sanne: User, trusted: TrustedIssuer, tmp_path: Path):
    there = Issuer.at(tmp_path)
    data = there.issue()
    there.keys.rotate()
    there.keys.compromised(load(there.keys.public.read_bytes()).keys[0].id, since=ISSUED)
    trust.put_in(name="Elders", key_list=there.keys.public.read_text(), by=trusted.put_in_by)

    assert arriving.SENTENCES[Code.KEY_COMPROMISED] in send(client, data).content.decode()


def test_keys_that_are_taken_away_while_somebody_looks_are_not_believed(
    client: Client, sanne: User, genuine: bytes, trusted: TrustedIssuer
):
    posted = answers(send(client, genuine), sanne)
    trust.end(trusted, by=trusted.put_in_by)

    answer = client.post(reverse(PAGE), posted)

    assert (answer.status_code, Household.objects.count()) == (422, 0)
    assert arriving.SENTENCES[Code.UNKNOWN_KEY] in answer.content.decode()


def test_the_same_card_again_shows_the_household_that_is_here(client: Client, sanne: User, genuine: bytes):
    read_in(client, sanne, genuine)

    page = send(client, genuine).content.decode()

    assert "Dit gezin is hier al." in page
    assert Household.objects.get().get_absolute_url() in page
    assert "Op deze kaart staat niets nieuws." in page
    assert "Lees de kaart in" not in page


def test_a_newer_card_shows_what_is_new_against_what_is_here(
    client: Client, sanne: User, genuine: bytes, elsewhere: Issuer
):
    read_in(client, sanne, genuine)
    steps = replace(card().steps, calm="Peter gaat fietsen.")  # type: ignore[type-var]

    page = send(client, elsewhere.issue(card(number=4, steps=steps))).content.decode()

    assert "<b>nieuw</b> fietsen." in page
    assert "Lees de kaart in" not in page


def test_an_older_card_than_what_is_here_is_refused(client: Client, sanne: User, genuine: bytes, elsewhere: Issuer):
    read_in(client, sanne, genuine)

    page = send(client, elsewhere.issue(card(number=2))).content.decode()

    assert arriving.SENTENCES[Code.OLDER] in page


def test_two_pages_that_were_open_at_once_make_one_household(client: Client, sanne: User, genuine: bytes):
    posted = answers(send(client, genuine), sanne)
    client.post(reverse(PAGE), posted)

    answer = client.post(reverse(PAGE), posted)

    assert (answer.status_code, Household.objects.count()) == (422, 1)
    assert "Dit gezin is hier al." in answer.content.decode()


def test_a_household_that_somebody_may_not_see_is_not_told(client: Client, sanne: User, genuine: bytes):
    """The importer hears nothing; who is the contact person there does (ux, S7)."""
    other = factories.face(name="Joost Bakker")
    told = service.judge(genuine, by=sanne).document
    team = other.memberships.get().organisation
    opening = service.Opening(
        "De wandelaars",
        MunicipalityFactory(region=team.region),
        team,
        service.FamilyKnows(informed_on=timezone.localdate()),
    )
    service.read_in(told, issuer=ELSEWHERE, opening=opening, roles=ROLES, who=["me", "me"], by=other)

    page = send(client, genuine)
    assert "Dit gezin is hier nog niet" in page.content.decode()
    answer = client.post(reverse(PAGE), answers(page, sanne))

    assert answer.status_code == 303
    assert other.notifications.filter(kind="maybe_same").exists()


def test_a_card_that_was_made_here_is_not_read_in(client: Client, sanne: User):
    edition = factories.finalised().editions.first()

    answer = send(client, issue(edition))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Deze kaart is hier gemaakt." in page
    assert "Lees de kaart in" not in page


def test_a_text_that_is_too_long_for_here_is_explained(client: Client, sanne: User, elsewhere: Issuer):
    long = card(network=content.Items((content.Item("Oma " + "Ria" * 60, "Helpt"),)))

    answer = read_in(client, sanne, elsewhere.issue(long))

    assert (answer.status_code, Household.objects.count()) == (422, 0)
    assert "Deze tekst is te lang om in te lezen" in answer.content.decode()


def test_a_list_of_keys_with_odd_shapes_is_refused():
    for text in (b"[]", b'{"list": {"made_on": "2026-01-01", "keys": ["x"]}, "signed": {"key": "", "signature": ""}}'):
        with pytest.raises(BadList):
            load(text)
