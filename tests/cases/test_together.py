"""Samen kijken: what those who look along may read, and a session that reaches nothing else (ux 1; docs/adr/0070)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from cases.choices import Audience, FactKind, NoteKind, PhaseStep, StatementKind, StatementTopic
from cases.models import Household, Person
from cases.services.analysis import Said, add_statement, see_statement_differently
from cases.services.film import note_film_event
from cases.services.phases import set_phase
from cases.services.protected import add_fact, set_safe_contact
from cases.services.ratings import rate_safety
from cases.views.together import EVENTS_SHOWN
from tests.cases.factories import face_of, team_of
from tests.cases.stories import agreed, days_ago, family, helped, helper, member, told
from tests.cases.test_agreements import address
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def household(client: Client) -> Household:
    """A family whose face is signed in."""
    household = family()
    sign_in(client, face_of(household))
    return household


def look_along(client: Client, household: Household, *names: str) -> str:
    """Turn the screen to these people and return what they see."""
    people = [str(member(household, name).uuid) for name in names]
    answer = client.post(address("together", household), {"people": people}, follow=True)
    assert answer.redirect_chain == [(address("together-screen", household), 303)]
    return answer.content.decode()


def make_unsafe(household: Household, name: str, *, other: str) -> None:
    """Keep that `other` is not safe for the one called `name`."""
    person = member(household, name)
    set_safe_contact(
        person,
        version=person.version,
        safe_when="",
        safe_how="",
        leave_no_message=False,
        unsafe_for=[member(household, other)],
        by=face_of(household),
    )


def says(household: Household, name: str, text: str, **fields: Any) -> None:
    """Put something in the film that the one called `name` tells."""
    told(household, teller=member(household, name), text=text, **fields)


def test_who_looks_along_sees_the_film_that_everybody_may_read(client: Client, household: Household):
    says(household, "Samira", "Peter kwam niet thuis.")
    says(household, "Samira", "Samira twijfelt.", audience=Audience.PROFESSIONALS, audience_why="Eerst praten.")

    text = look_along(client, household, "Samira", "Peter")

    assert "Peter kwam niet thuis." in text
    assert "Samira twijfelt." not in text


def test_a_phone_number_of_the_family_is_not_on_the_screen(client: Client, household: Household):
    Person.objects.filter(household=household, name="Samira").update(phone="0611112222")
    helper(household, phone="0633334444")

    text = look_along(client, household, "Peter")

    assert "Oma Ria" in text
    assert "0611112222" not in text.replace(" ", "")
    assert "0633334444" not in text.replace(" ", "")


@pytest.mark.parametrize(("names", "is_there"), [(["Samira"], False), (["Samira", "Noor"], True)])
def test_the_words_of_a_child_are_there_when_the_child_is(
    client: Client, household: Household, names: list[str], *, is_there: bool
):
    says(household, "Noor", "Papa schreeuwde heel hard.")
    noor = member(household, "Noor")
    opinion = Said(StatementKind.OPINION, text="Thuis is het druk.", thinker=noor)
    add_statement(household, topic=StatementTopic.CONCERN, said=opinion, by=face_of(household))
    fact = Said(StatementKind.FACT, text="Er was geen eten.", source="Noor vertelde het", seen_on=days_ago(2))
    add_statement(household, topic=StatementTopic.CONCERN, said=fact, by=face_of(household))

    text = look_along(client, household, *names)

    found = [words in text for words in ("Papa schreeuwde heel hard.", "Thuis is het druk.", "Er was geen eten.")]
    assert found == [is_there] * 3


def test_a_number_is_for_who_gave_it(client: Client, household: Household):
    for name, why in (("Samira", "Ik ben vaak bang."), ("Peter", "Het gaat best goed.")):
        rate_safety(
            household,
            given_by=member(household, name),
            asked_on=days_ago(1),
            number=5,
            why=why,
            one_higher="Rust.",
            by=face_of(household),
        )

    text = look_along(client, household, "Peter")

    assert "Het gaat best goed." in text
    assert "Ik ben vaak bang." not in text


def test_help_tells_what_is_the_matter_and_is_for_who_is_helped(client: Client, household: Household):
    helped(household, what="Stoppen met drinken", people=[member(household, "Peter")])
    helped(household, what="Spelen na school", people=[member(household, "Noor")])

    text = look_along(client, household, "Samira")

    assert "Spelen na school" in text
    assert "Stoppen met drinken" not in text


def full_of_words(household: Household) -> dict[str, str]:
    """Write something of every kind that Samira or a professional says; return the words by kind."""
    samira, face = member(household, "Samira"), face_of(household)
    words = {
        "film": "Samira sliep bij haar zus.",
        "film of a professional": "Sanne bracht de tas weg.",
        "network": "Buurvrouw Tineke",
        "help": "Hulp na geweld",
        "agreement": "Samira belt op dinsdag.",
        "number": "Ik ben bang in huis.",
        "quote": "Ik wil hier weg.",
        "present": "Samira en haar zus",
        "fact": "De sloten zijn anders.",
        "opinion": "Het wordt erger.",
        "note": "Samira zag het heel anders.",
    }
    says(household, "Samira", words["film"])
    told(household, text=words["film of a professional"])
    helper(household, name=words["network"])
    helped(household, what=words["help"], people=[samira])
    agreed(household, what=words["agreement"], who=samira)
    rate_safety(
        household, given_by=samira, asked_on=days_ago(1), number=3, why=words["number"], one_higher="Rust.", by=face
    )
    set_phase(
        household,
        step=PhaseStep.DIRECT_SAFETY,
        discussed_on=days_ago(3),
        present=words["present"],
        quotes={samira: words["quote"]},
        family_silent=False,
        by=face,
    )
    fact = Said(StatementKind.FACT, text=words["fact"], source="De verhuurder", seen_on=days_ago(3))
    add_statement(household, topic=StatementTopic.CONCERN, said=fact, by=face)
    opinion = Said(StatementKind.OPINION, text=words["opinion"], thinker=samira)
    add_statement(household, topic=StatementTopic.CONCERN, said=opinion, by=face)
    own = told(household, teller=member(household, "Peter"), text="Peter was boos.")
    note_film_event(own, kind=NoteKind.OTHER_VIEW, text=words["note"], person=samira, by=face)
    return words


def test_who_is_not_safe_for_another_sees_the_own_words_only(client: Client, household: Household):
    words = full_of_words(household)
    agreed(household, what="Peter zet de auto weg.", who=member(household, "Peter"))
    make_unsafe(household, "Samira", other="Peter")

    text = look_along(client, household, "Peter")

    assert {kind for kind, said in words.items() if said in text} == set()
    assert "Peter was boos." in text
    assert "Peter zet de auto weg." in text
    assert "Samira" not in text


def test_who_is_in_danger_says_nothing_to_the_other_at_one_table(client: Client, household: Household):
    words = full_of_words(household)
    make_unsafe(household, "Samira", other="Peter")

    text = look_along(client, household, "Samira", "Peter")

    assert {kind for kind, said in words.items() if said in text} == set()


def test_who_is_kept_safe_sees_the_own_story_alone(client: Client, household: Household):
    words = full_of_words(household)
    make_unsafe(household, "Samira", other="Peter")

    text = look_along(client, household, "Samira")

    assert {kind for kind, said in words.items() if said not in text} == set()


def test_a_secret_makes_careful_with_who_is_not_named(client: Client, household: Household):
    words = full_of_words(household)
    samira = member(household, "Samira")
    add_fact(
        samira, kind=FactKind.ADDRESS, value="Lindelaan 12, 1234 AB Waterloo", is_secret=True, by=face_of(household)
    )

    text = look_along(client, household, "Samira", "Peter")

    assert {kind for kind, said in words.items() if said in text} == set()


def test_another_view_of_who_looks_stands_beside_it(client: Client, household: Household):
    fact = Said(StatementKind.FACT, text="De huur is te laat.", source="De verhuurder", seen_on=days_ago(3))
    about = add_statement(household, topic=StatementTopic.CONCERN, said=fact, by=face_of(household))
    see_statement_differently(about, person=member(household, "Peter"), text="Die was betaald.", by=face_of(household))
    see_statement_differently(about, person=member(household, "Noor"), text="Mama huilde.", by=face_of(household))

    text = look_along(client, household, "Peter")

    assert "Die was betaald." in text
    assert "Mama huilde." not in text


def test_it_is_kept_who_looked_along(client: Client, household: Household):
    look_along(client, household, "Peter")

    event = AuditEvent.objects.get(event="household.looked_together")
    assert (event.root, event.details) == (household.uuid, {"people": str(member(household, "Peter").uuid)})


def test_nobody_chosen_is_said_and_the_screen_is_not_turned(client: Client, household: Household):
    answer = client.post(address("together", household), {})

    assert answer.status_code == 422
    assert "Kies met wie je meekijkt." in answer.content.decode()
    assert client.get(household.get_absolute_url()).status_code == 200


def test_somebody_of_another_family_cannot_be_chosen(client: Client, household: Household):
    other = family(team=team_of(household), by=face_of(household))

    answer = client.post(address("together", household), {"people": [str(member(other, "Peter").uuid)]})

    assert answer.status_code == 422


def test_all_of_them_is_one_choice(client: Client, household: Household):
    text = client.post(address("together", household), {"people": ["allemaal"]}, follow=True).content.decode()

    assert "We kijken samen met Samira, Peter en Noor" in text


def test_the_page_is_not_there_before_the_screen_is_turned(client: Client, household: Household):
    answer = client.get(address("together-screen", household))

    assert answer["Location"] == address("together", household)


def test_the_page_asks_no_more_for_a_longer_story(client: Client, household: Household):
    full_of_words(household)
    look_along(client, household, "Samira")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address("together-screen", household))
        counts.append(len(queries))
        for number in range(5):
            says(household, "Samira", f"Samira belde weer, {number}.")
            agreed(household, what=f"Samira belt op dag {number}.", who=member(household, "Samira"))

    assert counts[0] == counts[1]


def test_the_last_events_stand_there_and_it_is_said_that_there_are_more(client: Client, household: Household):
    for number in range(EVENTS_SHOWN + 1):
        says(household, "Samira", f"Dag {number}.", happened_on=days_ago(number))

    text = look_along(client, household, "Samira")

    assert f"Dag {EVENTS_SHOWN - 1}." in text
    assert f"Dag {EVENTS_SHOWN}." not in text
    assert "Wat langer geleden is, staat hier niet." in text
