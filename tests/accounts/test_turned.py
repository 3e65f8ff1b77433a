"""A turned screen: this session reaches one page, and the way back asks the own second step (docs/adr/0070)."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import second_step
from accounts.turned import OPEN_WHILE_TURNED
from cases.models import Household
from tests.accounts.steps import with_app
from tests.accounts.test_second_step import every_path
from tests.cases.factories import face_of
from tests.cases.stories import family, member
from tests.cases.test_agreements import address
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

BACK = "/scherm-terug/"


@pytest.fixture
def household(client: Client) -> Household:
    """A family whose face turned the screen."""
    household = family()
    with_app(face_of(household))
    sign_in(client, face_of(household))
    client.post(address("together", household), {"people": [str(member(household, "Peter").uuid)]})
    return household


def turn_back(client: Client, household: Household) -> HttpResponse:
    """Press "Stop samen kijken" and show the second step; return the answer after it."""
    asked = client.post(BACK)
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    return client.post(asked["Location"], {"code": code(household), "next": BACK})


def code(household: Household) -> str:
    """Return what the app of the face shows now."""
    return second_step.usable_codes(face_of(household).authenticator_set.get())[-1][1]


def test_every_other_address_leads_back_to_the_one(client: Client, household: Household):
    screen = address("together-screen", household)
    answers = {
        (path, method): client.generic(method, path)
        for name, path in every_path()
        if name not in OPEN_WHILE_TURNED | {"veiligheidskaart:check"}  # that one knows no session
        for method in ("GET", "POST")
    }

    assert len(answers) > 60
    for (path, method), answer in answers.items():
        if path.startswith("/api/"):
            assert answer.status_code == 403, (method, path)
        else:
            assert (answer.status_code, answer["Location"]) == (302, screen), (method, path)


def test_the_page_of_the_household_itself_is_out_of_reach(client: Client, household: Household):
    assert client.get(household.get_absolute_url())["Location"] == address("together-screen", household)


def test_a_piece_of_a_page_in_another_tab_leads_there_too(client: Client, household: Household):
    answer = client.get(household.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "paneel-film"})

    assert answer["HX-Redirect"] == address("together-screen", household)
    assert answer.content == b""


def test_the_api_says_why(client: Client, household: Household):
    answer = client.get(reverse("api:household-list"))

    assert answer.status_code == 403
    assert "Er kijkt nu iemand mee" in answer.json()["detail"]


def test_a_form_of_another_tab_does_nothing_and_its_text_waits(client: Client, household: Household):
    typed = {"lane": "tense", "text": "Dit was ik aan het typen.", "_wie": str(face_of(household).uuid)}

    client.post(address("film-create", household), typed)

    assert not household.film.exists()
    turn_back(client, household)
    assert "Dit was ik aan het typen." in client.get(address("film-create", household)).content.decode()


def test_the_page_has_no_menu_and_no_name(client: Client, household: Household):
    text = client.get(address("together-screen", household)).content.decode()

    assert "Hoofdmenu" not in text
    assert "jouw menu" not in text
    assert "Zoek huishouden" not in text


def test_stopping_asks_the_second_step_however_fresh_the_last_one_was(client: Client, household: Household):
    answer = client.post(BACK)

    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(household.get_absolute_url()).status_code == 302


def test_the_page_that_asks_the_second_step_shows_no_menu(client: Client, household: Household):
    text = client.get(client.post(BACK)["Location"]).content.decode()

    assert "Ben jij het?" in text
    assert "Hoofdmenu" not in text


def test_a_wrong_code_leaves_the_screen_turned(client: Client, household: Household):
    asked = client.post(BACK)

    answer = client.post(asked["Location"], {"code": "000000", "next": BACK})

    assert "De code klopt niet" in answer.content.decode()
    assert client.get(household.get_absolute_url()).status_code == 302


def test_after_the_second_step_everything_is_back(client: Client, household: Household):
    answer = turn_back(client, household)

    assert answer["Location"] == household.get_absolute_url()
    assert client.get(household.get_absolute_url()).status_code == 200


def test_the_session_has_another_key_when_the_screen_is_turned(client: Client):
    household = family()
    sign_in(client, face_of(household))
    before = client.session.session_key

    client.post(address("together", household), {"people": [str(member(household, "Peter").uuid)]})

    assert client.session.session_key not in {before, None}


def test_without_a_turned_screen_the_way_back_leads_home(client: Client):
    household = family()
    sign_in(client, face_of(household))

    assert client.post(BACK)["Location"] == reverse("home")


def test_signing_out_ends_it(client: Client, household: Household):
    client.post(reverse("account_logout"))

    assert client.get(household.get_absolute_url())["Location"].startswith(reverse("account_login"))
