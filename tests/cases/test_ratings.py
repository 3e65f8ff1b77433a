"""How safe it is from 0 to 10: a number of one person with that person's words, never added up (ux S5; dossier 3.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from cases import rating_line
from cases.choices import Level, Part
from cases.models import Household, SafetyRating
from cases.services.parties import NotOfThisHousehold
from cases.services.ratings import NotARating, NotYourRating, RatingTakenBack, rate_safety, withdraw_rating
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import face_of, involve, team_of
from tests.cases.stories import days_ago, family, helper, member, two_families
from tests.cases.test_agreements import address, fields_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def filled(household: Household, **fields: Any) -> dict[str, Any]:
    """Return a good post: Samira gives a 6."""
    return {
        "given_by": f"person:{member(household, 'Samira').uuid}",
        "asked_on": f"{timezone.localdate():%Y-%m-%d}",
        "number": "6",
        "why": "De kinderen slapen weer door.",
        "one_higher": "Dat de huur geregeld is.",
        **fields,
    }


def rated(household: Household, name: str, number: int, *, ago: int = 0, **fields: Any) -> SafetyRating:
    words = {"why": f"Dit zegt {name} bij een {number}.", "one_higher": f"Dit helpt {name}.", **fields}
    return rate_safety(
        household,
        given_by=member(household, name),
        asked_on=days_ago(ago),
        number=number,
        by=face_of(household),
        **words,
    )


def page(client: Client, household: Household) -> str:
    return client.get(household.get_absolute_url()).content.decode()


def test_a_number_stands_on_the_page_with_the_words_of_who_gave_it(client: Client):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("rating-create", household), filled(household, good_enough="7"), follow=True)

    text = answer.content.decode()
    assert "Samira geeft een 6" in text
    assert "De kinderen slapen weer door." in text
    assert "Eén stap hoger: Dat de huur geregeld is." in text
    assert "Goed genoeg is een 7." in text


def test_each_person_has_a_line_of_the_own_numbers_and_nothing_is_added_up(client: Client):
    household = family()
    sign_in(client, face_of(household))
    rated(household, "Samira", 3, ago=40)
    rated(household, "Peter", 8, ago=30)
    rated(household, "Samira", 6, ago=2)

    text = page(client, household)

    assert "Samira geeft een 6" in text
    assert "Peter geeft een 8" in text
    assert text.count('class="ratings__line"') == 1  # one number is no line
    assert "Eerder zei Samira" in text
    assert "Eerder zei Peter" not in text


def test_people_stand_in_the_order_in_which_they_were_asked_never_by_number(client: Client):
    household = family()
    sign_in(client, face_of(household))
    rated(household, "Peter", 9, ago=30)
    rated(household, "Samira", 2, ago=20)

    text = page(client, household)

    assert text.index("Peter geeft een 9") < text.index("Samira geeft een 2")


def four_people_rated() -> Household:
    """Samira, Peter, Oma and the face gave a number, in this order."""
    household = family()
    rated(household, "Samira", 3, ago=4)
    rated(household, "Peter", 8, ago=3)
    for name, party, ago in (("Oma", helper(household), 2), ("het gezicht", face_of(household), 1)):
        why = f"Dit zegt {name}."
        rate_safety(household, given_by=party, asked_on=days_ago(ago), number=10, why=why, by=face_of(household))
    return household


def test_of_four_people_the_first_two_stand_there_and_the_others_are_folded(client: Client):
    household = four_people_rated()
    sign_in(client, face_of(household))

    before, _, after = page(client, household).partition("Toon ook wat 2 anderen zeggen")

    assert before.index("Dit zegt Samira") < before.index("Dit zegt Peter")
    assert after.index("Dit zegt Oma") < after.index("Dit zegt het gezicht")


def test_of_three_people_nothing_is_folded(client: Client):
    household = four_people_rated()
    withdraw_rating(SafetyRating.objects.last(), by=face_of(household))
    sign_in(client, face_of(household))

    text = page(client, household)

    assert "Dit zegt Oma" in text
    assert "anderen zeggen" not in text


def test_somebody_of_the_network_and_a_professional_may_give_a_number(client: Client):
    household = family()
    oma, face = helper(household), face_of(household)

    for party in (oma, face):
        rate_safety(household, given_by=party, asked_on=days_ago(1), number=10, why="Rustig.", by=face)

    assert [rating.given_by for rating in SafetyRating.objects.all()] == [oma, face]


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"number": ""}, "Kies een cijfer van 0 tot en met 10."),
        ({"number": "11"}, "11"),
        ({"why": ""}, "why"),
        ({"one_higher": ""}, "Schrijf op wat één stap hoger helpt."),
        ({"given_by": ""}, "Kies wie het cijfer geeft."),
        ({"asked_on": "2999-01-01"}, "Kies een dag die al geweest is."),
        ({"why": "x" * 401}, "400"),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(client: Client, bad: dict[str, str], sentence: str):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("rating-create", household), filled(household, **bad))

    assert (answer.status_code, SafetyRating.objects.count()) == (422, 0)
    text = answer.content.decode()
    assert sentence in text
    assert ("Dat de huur geregeld is." in text) == ("one_higher" not in bad)


def test_with_a_ten_there_is_no_step_higher():
    household = family()

    rating = rated(household, "Samira", 10, one_higher="")

    assert rating.one_higher == ""


@pytest.mark.parametrize("number", [-1, 11])
def test_the_service_refuses_another_number_too(number: int):
    with pytest.raises(NotARating):
        rated(family(), "Samira", number)


def test_somebody_of_another_household_gives_no_number_here():
    here, there = two_families()

    with pytest.raises(NotOfThisHousehold):
        rate_safety(
            here, given_by=member(there, "Samira"), asked_on=days_ago(1), number=10, why="Goed.", by=face_of(here)
        )


def test_maak_ongedaan_takes_it_from_the_page_and_deletes_nothing(client: Client):
    household = family()
    sign_in(client, face_of(household))
    rating = rated(household, "Samira", 4)

    answer = client.post(address("rating-withdraw", household, rating), {}, follow=True)

    assert "Samira geeft een 4" not in answer.content.decode()
    assert SafetyRating.objects.count() == 1


def test_only_who_wrote_it_down_takes_it_back_and_once(client: Client):
    household = family()
    rating = rated(household, "Samira", 4)
    partner = worker_of(team_of(household))
    involve(household, partner, team_of(household), Part.DUO)

    with pytest.raises(NotYourRating):
        withdraw_rating(rating, by=partner)
    withdraw_rating(rating, by=face_of(household))
    with pytest.raises(RatingTakenBack):
        withdraw_rating(rating, by=face_of(household))


def test_who_was_invited_for_the_card_sees_no_number(client: Client):
    household = family()
    rated(household, "Samira", 4)
    organisation = OrganisationFactory(kind="veilig_thuis")
    guest = worker_of(organisation)
    involve(household, guest, organisation, Part.INVITED, Level.CARD)
    sign_in(client, guest)

    assert "Samira geeft een 4" not in page(client, household)
    assert client.get(address("rating-create", household)).status_code == 404


def test_the_history_says_that_it_was_asked_and_neither_number_nor_words():
    household = family()
    rated(household, "Samira", 4)

    assert AuditEvent.objects.latest("pk").event == "rating.given"
    assert AuditEvent.objects.latest("pk").details == {}


def test_the_same_post_twice_keeps_one_number(client: Client):
    household = family()
    sign_in(client, face_of(household))
    key = fields_of(client.get(address("rating-create", household)).content.decode())["_sleutel"][0]

    for _ in range(2):
        client.post(address("rating-create", household), filled(household, _sleutel=key))

    assert SafetyRating.objects.count() == 1


def test_a_line_goes_up_with_the_number_and_keeps_the_last_ones():
    line = rating_line.draw([0, 10])

    assert line is not None
    assert line.dots[0].y > line.dots[1].y
    assert rating_line.draw([5]) is None
    assert len(rating_line.draw(list(range(10)) * 2).dots) == rating_line.MOST  # type: ignore[union-attr]
