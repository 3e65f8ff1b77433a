"""S13: what is new and what is gone between two cards, and which card a print in the hand is."""

from __future__ import annotations

import uuid
from dataclasses import fields, replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.models import AccessLine
from cases.choices import Level, Part
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import involve
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from tests.veiligheidskaart.cards import card
from veiligheidskaart import compare as comparing
from veiligheidskaart.compare import Kind, compare
from veiligheidskaart.content import Card, Item, Items, Steps, Voice, Voices
from veiligheidskaart.models import KaartEdition, KaartPdf, KaartVersion
from veiligheidskaart.services import codes


def words(lines: tuple[comparing.Line, ...], kind: Kind) -> list[str]:
    return [piece.text for line in lines for piece in line if piece.kind is kind]


def part(before: Card, after: Card, title: str) -> comparing.Part:
    (found,) = (each for each in compare(before, after) if each.title == title)
    return found


def test_two_equal_cards_have_nothing_new_and_nothing_gone() -> None:
    assert not [each.title for each in compare(card(), card()) if each.is_changed]


def test_of_a_changed_sentence_only_the_words_that_changed_are_marked() -> None:
    steps = Steps("Peter gaat wandelen.", "Samira belt tante Els.", "Bel 112.")

    changed = part(card(), card(steps=steps), "Als het spannend wordt")

    assert words(changed.before, Kind.GONE) == ["oma Ria."]
    assert words(changed.after, Kind.NEW) == ["tante Els."]
    assert words(changed.after, Kind.SAME) == ["Peter gaat wandelen.", "Samira belt", "Bel 112."]


def test_a_line_that_was_added_is_new_as_a_whole() -> None:
    items = (*card().agreements.items, Item("Sanne komt elke dinsdag.", "Gewoon thuis."))

    changed = part(card(), card(agreements=Items(items)), "Dit spreken wij af")

    assert words(changed.after, Kind.NEW) == ["Sanne komt elke dinsdag. Gewoon thuis."]
    assert words(changed.before, Kind.GONE) == []


def test_a_block_that_this_reader_no_longer_gets_is_gone() -> None:
    changed = part(card(), card(network=None), "Wie denkt mee")

    assert changed.after == ()
    assert words(changed.before, Kind.GONE) == ["Oma Ria. Kinderen kunnen er altijd slapen", "Juf Anne"]


def test_own_words_stand_with_who_says_them() -> None:
    changed = part(card(), card(good=Voices((Voice("Peter", "Wij lachen weer."),))), "Dit gaat goed")

    assert "Peter: Wij lachen weer." in " ".join(piece.text for line in changed.after for piece in line)


def test_every_field_of_a_card_is_compared_or_left_out_on_purpose() -> None:
    assert {each.name for each in fields(Card)} <= comparing.NOT_COMPARED | comparing.TITLES.keys()


# --- The pages -------------------------------------------------------------------------------------
@pytest.fixture
def versions(db: None) -> tuple[KaartVersion, KaartVersion]:
    first = factories.finalised()
    steps = replace(factories.draft(first.household).steps, calm="Wij gaan naar buiten.")
    return first, factories.finalised(first.household, steps=steps)


def edition_of(version: KaartVersion, name: str) -> KaartEdition:
    found: KaartEdition = version.editions.get(reader_name=name)
    return found


def test_the_page_says_new_and_gone_in_words(client: Client, versions: tuple[KaartVersion, KaartVersion]) -> None:
    sign_in(client, versions[1].finalised_by)

    page = client.get(edition_of(versions[1], "Noor").get_compare_url()).content.decode()

    assert "<del><b>weg</b> drinken thee.</del>" in page
    assert "<ins><b>nieuw</b> gaan naar buiten.</ins>" in page


def test_the_first_card_has_nothing_to_be_compared_with(
    client: Client, versions: tuple[KaartVersion, KaartVersion]
) -> None:
    sign_in(client, versions[0].finalised_by)

    answer = client.get(edition_of(versions[0], "Noor").get_compare_url(), {"met": "9"})

    assert (answer.status_code, answer.context["parts"]) == (200, [])
    assert "Er is geen oudere kaart van deze lezer" in answer.content.decode()


def test_who_is_invited_compares_the_cards_for_professionals_only(
    client: Client, versions: tuple[KaartVersion, KaartVersion]
) -> None:
    guest = worker_of(OrganisationFactory())
    involve(versions[0].household, guest, guest.memberships.get().organisation, Part.INVITED, Level.CARD)
    sign_in(client, guest)

    answers = [
        client.get(edition_of(versions[1], name).get_compare_url()).status_code for name in ("Noor", "professionals")
    ]

    assert answers == [404, 200]


def test_the_list_offers_to_compare_and_says_in_which_language_who_has_it(
    client: Client, versions: tuple[KaartVersion, KaartVersion]
) -> None:
    sign_in(client, versions[1].finalised_by)

    page = client.get(versions[1].get_absolute_url()).content.decode()

    assert page.count("met de kaart ervoor") == 1


# --- Which card is this? -----------------------------------------------------------------------------
def ask(client: Client, version: KaartVersion, code: str) -> object:
    address = reverse("veiligheidskaart:code", args=[version.household.uuid])
    return client.post(address, {"code": code, "_sleutel": str(uuid.uuid4())}, follow=True)


def printed(version: KaartVersion, name: str) -> str:
    """Return the code to type of a print of this edition."""
    edition = edition_of(version, name)
    made = codes.new_print(edition)
    KaartPdf.objects.create(
        household=version.household, edition=edition, data=b"%PDF", sha256="0" * 64, codes=codes.own_digests(made)
    )
    return made.typed


def test_what_a_camera_read_is_as_good_as_what_was_typed(
    client: Client, versions: tuple[KaartVersion, KaartVersion]
) -> None:
    edition = edition_of(versions[1], "Noor")
    made = codes.new_print(edition)
    KaartPdf.objects.create(
        household=edition.household, edition=edition, data=b"%PDF", sha256="0" * 64, codes=codes.own_digests(made)
    )
    sign_in(client, versions[0].finalised_by)

    assert "Dit is kaart 2 voor Noor." in ask(client, versions[1], made.address).content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("index", "newer"), [(0, True), (1, False)])
def test_a_code_tells_who_is_involved_which_card_it_is_and_whether_there_is_a_newer_one(
    client: Client, versions: tuple[KaartVersion, KaartVersion], index: int, newer: bool
) -> None:
    sign_in(client, versions[0].finalised_by)

    page = ask(client, versions[index], printed(versions[index], "Noor").lower()).content.decode()  # type: ignore[attr-defined]

    assert f"Dit is kaart {index + 1} voor Noor." in page
    assert ("Er is een nieuwere kaart" in page) is newer


def test_the_worker_keeps_what_it_printed(client: Client, versions: tuple[KaartVersion, KaartVersion]) -> None:
    outbox.sweep()

    kept = [each.codes for each in KaartPdf.objects.filter(edition__version=versions[0])]

    assert [len(each) for each in kept] == [2] * 4
    assert len({digest for each in kept for digest in each}) == 8


def test_the_code_of_a_card_that_is_not_for_you_and_one_of_another_family_are_the_same_answer(
    client: Client, versions: tuple[KaartVersion, KaartVersion]
) -> None:
    guest = worker_of(OrganisationFactory())
    involve(versions[0].household, guest, guest.memberships.get().organisation, Part.INVITED, Level.CARD)
    elsewhere = factories.finalised()
    sign_in(client, guest)

    answers = [
        ask(client, versions[0], typed)
        for typed in (printed(versions[0], "Noor"), printed(elsewhere, "professionals"), "AAAAAAAAAAAA", "x")
    ]

    assert [answer.status_code for answer in answers] == [422] * 4  # type: ignore[attr-defined]
    assert all("Deze code hoort niet bij" in answer.content.decode() for answer in answers)  # type: ignore[attr-defined]


def test_looking_a_code_up_is_logged_as_a_search(client: Client, versions: tuple[KaartVersion, KaartVersion]) -> None:
    sign_in(client, versions[0].finalised_by)
    typed = printed(versions[0], "Noor")
    before = AccessLine.objects.order_by("-seq").values_list("seq", flat=True).first() or 0

    ask(client, versions[0], typed)

    first = AccessLine.objects.filter(seq__gt=before).order_by("seq").first()
    assert (first.event_code, first.action) == ("search", "E")


def test_without_a_final_card_there_is_no_code_to_look_up(client: Client, db: None) -> None:
    household = factories.with_draft()
    sign_in(client, household.changed_by)

    assert client.get(reverse("veiligheidskaart:code", args=[household.uuid])).status_code == 404
