"""The pages of a move: what the contact person sees, downloads and types, and what the others of the circle see."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLine, Notification
from accounts.notifications import texts_of
from cases.choices import HouseholdStatus, Level, Part
from cases.models import Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.accounts.steps import with_app
from tests.application import as_application
from tests.cases.factories import face_of, involve
from tests.signing_in import make_second_step_old, sign_in
from tests.veiligheidskaart import factories
from tests.veiligheidskaart.test_moves import a_secret, another_code, code_of, duo_of, prepared, travelling
from veiligheidskaart.choices import MoveState
from veiligheidskaart.models import Move
from veiligheidskaart.services import moves

pytestmark = pytest.mark.django_db


@pytest.fixture
def household() -> Household:
    return factories.finalised().household


@pytest.fixture
def browser(client: Client, household: Household) -> Client:
    sign_in(client, face_of(household))
    return client


def page_of(household: Household) -> str:
    return reverse("veiligheidskaart:move", args=[household.uuid])


def form_of(household: Household, **changed: Any) -> dict[str, Any]:
    noor = str(factories.person(household, "Noor").uuid)
    return {"agreed_by": [noor], "agreed_on": timezone.localdate().isoformat(), "destination": "", **changed}


def seen(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_contact_person_prepares_a_move(browser: Client, household: Household) -> None:
    answer = browser.post(page_of(household), form_of(household, destination="Gemeente Zuiderhaven"))

    move = Move.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, page_of(household))
    assert (move.agreed_by, move.destination, move.state) == (["Noor"], "Gemeente Zuiderhaven", MoveState.PREPARED)


def test_without_a_card_the_page_says_so_and_leads_to_it(client: Client) -> None:
    household = factories.household()
    sign_in(client, face_of(household))

    page = seen(client, page_of(household))

    assert "Er is nog geen kaart." in page
    assert reverse("veiligheidskaart:draft", args=[household.uuid]) in page
    assert "Maak de verhuizing klaar" not in page


def test_a_form_without_a_yes_is_refused_and_keeps_what_was_typed(browser: Client, household: Household) -> None:
    answer = browser.post(page_of(household), form_of(household, agreed_by=[], destination="Gemeente Zuiderhaven"))

    assert answer.status_code == 422
    assert "Vraag eerst of het gezin dit goed vindt." in answer.content.decode()
    assert "Gemeente Zuiderhaven" in answer.content.decode()


def test_where_something_is_secret_nobody_is_asked_where_the_family_goes(browser: Client, household: Household) -> None:
    duo_of(household)
    a_secret(household)
    factories.finalised(household)

    page = seen(browser, page_of(household))
    browser.post(page_of(household), form_of(household, destination="Gemeente Zuiderhaven"))

    assert 'name="destination"' not in page
    assert "Wij vragen het hier ook niet." in page
    assert Move.objects.get().destination == ""


def test_a_destination_from_before_something_became_secret_is_shown_no_more(
    browser: Client, household: Household
) -> None:
    prepared(household)
    before = seen(browser, page_of(household))

    a_secret(household)

    assert "Zuiderhaven" in before
    assert "Zuiderhaven" not in seen(browser, page_of(household))


def test_the_file_is_carried_away_with_a_fresh_second_step_and_stands_in_the_log(
    browser: Client, household: Household
) -> None:
    move = travelling(household)
    with_app(face_of(household))
    fresh = browser.get(move.address("pdf"))
    logged = AccessLine.objects.latest("seq")
    make_second_step_old(browser)

    old = browser.get(move.address("pdf"))

    assert (fresh.status_code, fresh.content[:5], fresh["Cache-Control"]) == (200, b"%PDF-", "no-store")
    assert fresh["Content-Disposition"] == 'attachment; filename="onze-kaart.pdf"'
    assert (logged.event_code, logged.obj_id) == ("export", move.uuid)
    assert old["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_file_that_may_not_leave_any_more_is_not_there(browser: Client, household: Household) -> None:
    move = travelling(household)

    factories.finalised(household)

    assert browser.get(move.address("pdf")).status_code == 404
    assert "er is een nieuwere kaart" in seen(browser, page_of(household))


def test_the_right_code_closes_the_household(browser: Client, household: Household) -> None:
    move = travelling(household)

    answer = browser.post(move.address("taken-over"), {"code": code_of(move)}, follow=True)

    household.refresh_from_db()
    assert household.status == HouseholdStatus.CLOSED
    assert "Het gezin is overgenomen." in answer.content.decode()


def test_a_wrong_code_says_so_keeps_what_was_typed_and_counts(browser: Client, household: Household) -> None:
    move = travelling(household)
    wrong = another_code(code_of(move))

    answers = [browser.post(move.address("taken-over"), {"code": wrong}) for _ in range(12)]

    household.refresh_from_db()
    assert {answer.status_code for answer in answers} == {422}
    assert "Dit is niet de code van deze verhuizing." in answers[0].content.decode()
    assert wrong in answers[0].content.decode()
    assert "Er is vaak geprobeerd." in "".join(answer.content.decode() for answer in answers[10:])
    assert household.status == HouseholdStatus.OPEN


def test_a_move_is_taken_back_and_the_contact_person_stays(browser: Client, household: Household) -> None:
    move = travelling(household)

    answer = browser.post(move.address("withdraw"), follow=True)

    assert "Jij blijft contactpersoon." in answer.content.decode()
    assert browser.get(move.address("taken-over")).status_code == 404


def test_the_household_page_says_that_the_family_moves_and_that_the_contact_person_stays(
    browser: Client, household: Household
) -> None:
    before = seen(browser, household.get_absolute_url())
    prepared(household)

    page = seen(browser, household.get_absolute_url())

    assert "Dit gezin verhuist." not in before
    assert "Dit gezin verhuist." in page
    assert "Jij blijft tot de nieuwe organisatie het gezin overneemt." in page
    assert page_of(household) in page
    assert "Zuiderhaven" not in page


def test_the_duo_sees_that_the_family_moves_and_no_way_to_end_it(client: Client, household: Household) -> None:
    duo = duo_of(household)
    prepared(household)
    sign_in(client, duo)

    page = seen(client, household.get_absolute_url())

    assert "Dit gezin verhuist." in page
    assert page_of(household) not in page
    assert client.get(page_of(household)).status_code == 404


def test_who_reads_the_card_only_does_not_hear_that_the_family_moves(client: Client, household: Household) -> None:
    organisation = OrganisationFactory()
    guest = worker_of(organisation)
    involve(household, guest, organisation, Part.INVITED, Level.FILM)
    prepared(household)
    sign_in(client, guest)

    assert "Dit gezin verhuist." not in seen(client, household.get_absolute_url())


def test_only_the_contact_person_finds_the_way_from_the_cards(client: Client, household: Household) -> None:
    duo = duo_of(household)
    cards = reverse("veiligheidskaart:versions", args=[household.uuid])
    pages = []
    for user in (face_of(household), duo):
        sign_in(client, user)
        pages.append(page_of(household) in seen(client, cards))

    assert pages == [True, False]


def test_what_the_duo_is_told_names_no_place_and_after_the_end_no_family(household: Household) -> None:
    duo = duo_of(household)
    move = travelling(household)
    with as_application(duo):
        first = list(texts_of(duo, Notification.objects.visible_to(duo)).values())
    moves.take_over(move, code=code_of(move), by=face_of(household))
    with as_application(duo):
        last = [text.sentence for text in texts_of(duo, Notification.objects.visible_to(duo)).values()]

    assert [text.sentence for text in first] == [f"Sanne Verbeek maakt de verhuizing van {household.call_name} klaar."]
    assert sorted(last) == [
        "Sanne Verbeek maakt de verhuizing van een gezin klaar.",
        "Sanne Verbeek: een andere organisatie nam een gezin over.",
    ]
