"""Samen kijken with the card: on the screen stands no more than on the paper of who looks along (ux S12; ADR 70)."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.choices import FactKind, Part
from cases.models import Household
from cases.services.protected import add_fact
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import face_of, involve
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from tests.veiligheidskaart.factories import person, read_by_the_duo, with_draft
from tests.veiligheidskaart.test_draft import post_of
from veiligheidskaart.content import DraftChild, DraftSteps, DraftVoice, DraftVoices
from veiligheidskaart.services.drafts import save_draft, stand_of

pytestmark = pytest.mark.django_db


def address(name: str, household: Household) -> str:
    return reverse(f"veiligheidskaart:{name}", args=[household.uuid])


def choose(client: Client, household: Household, *names: str) -> HttpResponse:
    """Choose who looks along; return the answer."""
    sign_in(client, face_of(household))
    people = [str(person(household, name).uuid) for name in names]
    return client.post(address("together", household), {"people": people})


def look_along(client: Client, household: Household, *names: str) -> str:
    """Turn the screen to these people and return what they see."""
    assert choose(client, household, *names)["Location"] == address("together-screen", household)
    return client.get(address("together-screen", household)).content.decode()


def keys(household: Household, *names: str) -> tuple[str, ...]:
    return tuple(str(person(household, name).uuid) for name in names)


def with_lines_apart() -> Household:
    """Return a household with a line for Noor alone, one for Noor and Daan, and one for all."""
    of = factories.household()
    voices = (
        DraftVoice(keys(of, "Noor"), "Ik slaap slecht.", readers=keys(of, "Noor")),
        DraftVoice(keys(of, "Noor"), "Wij schreeuwen.", readers=keys(of, "Noor", "Daan")),
        DraftVoice(keys(of, "Noor"), "Wij lopen weg.", readers=None),
    )
    return with_draft(of, unsafe=DraftVoices(voices=voices))


@pytest.mark.parametrize(
    ("names", "seen", "unseen"),
    [
        (["Noor"], ["Ik slaap slecht.", "Wij schreeuwen.", "Wij lopen weg."], []),
        (["Noor", "Daan"], ["Wij schreeuwen.", "Wij lopen weg."], ["Ik slaap slecht."]),
        (["Noor", "Daan", "Sem"], ["Wij lopen weg."], ["Ik slaap slecht.", "Wij schreeuwen."]),
        (["Sem"], ["Wij lopen weg."], ["Ik slaap slecht.", "Wij schreeuwen."]),
    ],
    ids=["one", "two", "three", "a child"],
)
def test_on_the_screen_stands_what_all_who_look_may_read(
    client: Client, names: list[str], seen: list[str], unseen: list[str]
) -> None:
    page = look_along(client, with_lines_apart(), *names)

    assert [line for line in (*seen, *unseen) if line in page] == seen


def test_a_block_that_one_of_them_may_not_read_leaves_no_gap(client: Client) -> None:
    of = factories.household()
    with_draft(of, steps=DraftSteps("Wij drinken thee.", "Ik bel oma.", "Bel 112.", readers=keys(of, "Noor")))

    page = look_along(client, of, "Noor", "Daan")

    assert "Als het spannend wordt" not in page


def with_own_card() -> Household:
    """Return a household in which Sem has a card of his own."""
    of = factories.household()
    return with_draft(of, children=(DraftChild(keys(of, "Sem")[0], nice="Voetballen met Daan."),))


def test_a_child_that_looks_alone_sees_the_own_card_too(client: Client) -> None:
    assert "Voetballen met Daan." in look_along(client, with_own_card(), "Sem")


@pytest.mark.parametrize("names", [["Noor"], ["Noor", "Sem"]], ids=["without the child", "with the child"])
def test_the_own_card_of_a_child_is_not_for_others(client: Client, names: list[str]) -> None:
    assert "Voetballen met Daan." not in look_along(client, with_own_card(), *names)


def test_who_is_too_young_for_a_card_is_not_asked(client: Client) -> None:
    of = with_draft()
    sign_in(client, face_of(of))

    page = client.get(address("together", of)).content.decode()

    assert ("Sem" in page, "Lina" in page) == (True, False)


# --- What may not be printed may not be shown ------------------------------------------------------------------------


def assert_refused(answer: HttpResponse, client: Client) -> None:
    assert answer.status_code == 422
    assert "Deze kaart kan nu niet op het scherm." in answer.content.decode()
    assert "turned_screen" not in client.session


def test_a_plan_to_get_away_that_the_other_can_read_is_not_shown(client: Client) -> None:
    of = with_draft(steps=DraftSteps("Noor pakt de vluchttas."))

    assert_refused(choose(client, of, "Noor"), client)


def with_secret() -> Household:
    """Return a household in which something is secret, with a duo partner."""
    of = with_draft()
    add_fact(person(of, "Noor"), kind=FactKind.ADDRESS, value="Kastanjehof 12", is_secret=True, by=face_of(of))
    partner = worker_of(OrganisationFactory(), name="Marco Janssen", phone="0623456789")
    involve(of, partner, partner.memberships.get().organisation, Part.DUO)
    return of


def test_where_something_is_secret_the_duo_reads_it_first(client: Client) -> None:
    assert_refused(choose(client, with_secret(), "Daan"), client)


def test_what_the_duo_read_may_be_shown(client: Client) -> None:
    of = with_secret()
    read_by_the_duo(of)

    assert "Wij eten elke avond samen." in look_along(client, of, "Daan")


def test_a_draft_that_became_unfit_while_they_look_is_gone_from_the_screen(client: Client) -> None:
    of = with_draft()
    look_along(client, of, "Noor", "Daan")
    changed = factories.draft(of, steps=DraftSteps("Noor pakt de vluchttas."))
    save_draft(of, draft=changed, version=stand_of(of).version, by=face_of(of))

    page = client.get(address("together-screen", of)).content.decode()

    assert "De kaart staat hier nu niet." in page
    assert "Wij eten elke avond samen." not in page


# --- The way there and back ------------------------------------------------------------------------------------------


def test_without_a_turned_screen_the_page_leads_to_the_choice(client: Client) -> None:
    of = with_draft()
    sign_in(client, face_of(of))

    assert client.get(address("together-screen", of))["Location"] == address("together", of)


def test_a_screen_that_is_turned_to_the_household_does_not_show_the_card(client: Client) -> None:
    of = with_draft()
    sign_in(client, face_of(of))
    client.post(reverse("cases:together", args=[of.uuid]), {"people": [str(person(of, "Noor").uuid)]})

    answer = client.get(address("together-screen", of))

    assert answer["Location"] == reverse("cases:together-screen", args=[of.uuid])


def test_afterwards_comes_the_page_that_makes_it_final(client: Client) -> None:
    of = with_draft()
    look_along(client, of, "Noor")

    assert client.session["turned_screen"]["back"] == address("finalise", of)


def test_a_turned_screen_does_not_reach_the_draft(client: Client) -> None:
    of = with_draft()
    look_along(client, of, "Noor")

    assert client.get(address("draft", of))["Location"] == address("together-screen", of)


def test_the_draft_is_kept_before_the_family_sees_it(client: Client) -> None:
    of = with_draft()
    sign_in(client, face_of(of))

    answer = client.post(address("draft", of), post_of(of, unsafe_seen="Sem slaapt slecht.", doe="samen"))

    assert answer["Location"] == address("together", of)
    assert stand_of(of).draft.unsafe.seen == "Sem slaapt slecht."
