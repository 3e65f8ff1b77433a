"""From a household to the table: taken over without names, and the link for who asked and the duo only."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.choices import FactKind, Lane, Level, Part, PersonRole
from cases.models import Household, QuestionLink
from cases.services.film import add_film_event
from cases.services.households import NewPerson
from cases.services.network import add_network_person
from cases.services.protected import add_fact
from cases.services.questions import bring_question, members_of, propose_question
from rvt.models import Question
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, end_now, face_of, involve, team_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

FAMILY = (
    NewPerson(name="Samira", role=PersonRole.MOTHER, role_word="mama", birth_year=1990),
    NewPerson(name="Noor", role=PersonRole.CHILD, birth_year=2017),
    NewPerson(name="Sem", role=PersonRole.CHILD, birth_year=2024),
)


@pytest.fixture
def household() -> Household:
    return HouseholdFactory(call_name="Haddad – Van Dijk", people=FAMILY)


def page_of(household: Household) -> str:
    return reverse("cases:question-bring", args=[household.uuid])


def read(client: Client, url: str) -> str:
    return html.unescape(client.get(url).content.decode())


def bring(client: Client, household: Household, **more: Any) -> Any:
    typed = {"about": "family", "members-role": ["mother"], "members-age": ["27-64"], "unsafe": "Er wordt geschreeuwd."}
    return client.post(page_of(household), {**typed, **more})


def asked_by(user: User, household: Household) -> QuestionLink:
    """Bring a question as `user` would, in the name of the organisation by which that person is here."""
    organisation = household.involvements.get(user=user).organisation
    with as_application(user):
        question = bring_question(
            household, organisation=organisation, about="family", members=[], unsafe="", goes_well="", tried="", by=user
        )
    return QuestionLink.objects.get(question=question.uuid)


def told(household: Household, lane: Lane, text: str) -> None:
    by = face_of(household)
    add_film_event(
        household, lane=lane, text=text, happened_on=timezone.localdate() - timedelta(days=3), teller=by, by=by
    )


def test_what_is_known_is_proposed_without_names(client: Client, household: Household):
    told(household, Lane.TENSE, "Samira en Noor schrokken van het geschreeuw.")
    sign_in(client, face_of(household))

    form = client.get(page_of(household)).context["form"]

    texts = " ".join(str(form[name].value()) for name in ("unsafe", "goes_well", "tried"))
    assert "geschreeuw" in texts
    assert [name for name in ("Samira", "Noor", "Haddad") if name in texts] == []
    assert form["members"].value() == ["mother:27-64", "oldest_child:4-11", "youngest_child:0-3"]


def test_a_namesake_in_another_family_lends_no_word_to_this_one(client: Client, household: Household):
    face, team = face_of(household), team_of(household)
    other = HouseholdFactory(call_name="Kaya – Post", by=face, team=team)
    add_network_person(other, name="Samira", relation_word="broer van Wouter", helps_with="Past op", by=face)
    told(household, Lane.TENSE, "Daarna belde Samira.")
    sign_in(client, face)

    form = client.get(page_of(household)).context["form"]

    assert form["unsafe"].value() == "– Daarna belde moeder."


def test_taking_over_begins_a_question_and_keeps_the_link_here(client: Client, household: Household):
    sign_in(client, face_of(household))

    answer = bring(client, household)

    question = Question.objects.get()
    link = QuestionLink.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/rvt/vraag/verder/")
    assert (question.unsafe, question.members) == ("Er wordt geschreeuwd.", [{"role": "mother", "age": "27-64"}])
    assert (link.household, link.question, link.asker) == (household, question.uuid, face_of(household))


def test_the_steps_say_to_the_asker_which_family_it_is_about(client: Client, household: Household):
    sign_in(client, face_of(household))
    bring(client, household)

    page = read(client, reverse("rvt:question-step-3", args=[Question.objects.get().uuid]))

    assert "Hoort bij Haddad – Van Dijk. Alleen jij en je duo zien dit." in page


def test_a_secret_place_is_not_taken_along(client: Client, household: Household):
    person = household.people.first()
    add_fact(person, kind=FactKind.ADDRESS, value="Wilgenroosdreef 83", is_secret=True, by=face_of(household))
    sign_in(client, face_of(household))

    answer = bring(client, household, tried="Ze slapen op Wilgenroosdreef 83.")

    assert answer.status_code == 422
    assert not Question.objects.exists()


PLACES = {
    "duo": (Part.DUO, ""),
    "cover": (Part.COVER, ""),
    "film": (Part.INVITED, Level.FILM),
    "agreements": (Part.INVITED, Level.AGREEMENTS),
}


def person_at(household: Household, who: str) -> User:
    """Return the face, a team lead, or somebody new with a part in `household`."""
    if who == "contact":
        return face_of(household)
    if who == "lead":
        return worker_of(team_of(household), "team_lead")
    organisation = OrganisationFactory()
    user = worker_of(organisation)
    involve(household, user, organisation, *PLACES[who])
    return user


@pytest.mark.parametrize(
    ("who", "may"),
    [("contact", True), ("duo", True), ("film", True), ("cover", False), ("agreements", False), ("lead", False)],
)
def test_who_may_bring_a_question_is_the_table_of_the_design(client: Client, household: Household, who: str, may: bool):
    sign_in(client, person_at(household, who))

    assert client.get(page_of(household)).status_code == (200 if may else 404)
    assert bring(client, household).status_code == (303 if may else 404)


def sees(user: User, link: QuestionLink) -> tuple[bool, bool]:
    """Whether this person sees the link: by the queryset, and by the database alone."""
    with as_application(user):
        by_rule = QuestionLink.objects.visible_to(user).filter(pk=link.pk).exists()
        by_database = QuestionLink.objects.filter(pk=link.pk).exists()
    return by_rule, by_database


@pytest.mark.parametrize(
    ("asker", "reader", "may"),
    [
        ("contact", "contact", True),
        ("contact", "duo", True),
        ("contact", "cover", False),
        ("contact", "lead", False),
        ("contact", "film", False),
        ("contact", "agreements", False),
        ("duo", "contact", True),
        ("film", "contact", False),
        ("film", "duo", True),
    ],
)
def test_the_link_is_for_who_asked_and_the_duo_by_rule_and_by_row_security(
    household: Household, asker: str, reader: str, may: bool
):
    by = person_at(household, asker)
    link = asked_by(by, household)
    user = by if reader == asker else person_at(household, reader)

    assert sees(user, link) == (may, may)


def test_who_left_the_household_does_not_see_the_link_any_more(household: Household):
    duo = person_at(household, "duo")
    link = asked_by(duo, household)

    end_now(household.involvements.get(user=duo))

    assert sees(duo, link) == (False, False)


def test_nobody_makes_a_link_for_somebody_else(household: Household):
    duo = person_at(household, "duo")

    with pytest.raises(ProgrammingError, match="row-level security"), as_application(duo), transaction.atomic():
        QuestionLink.objects.create(household=household, question=household.uuid, asker=face_of(household))


def test_the_household_page_shows_the_questions_to_the_asker_and_the_duo(client: Client, household: Household):
    question = Question.objects.get(uuid=asked_by(face_of(household), household).question)
    Question.objects.filter(pk=question.pk).update(sentence="Hoe praten we met vader?")
    pages = {}
    for who in ("contact", "duo", "cover", "film", "lead"):
        sign_in(client, person_at(household, who))
        pages[who] = "Hoe praten we met vader?" in read(client, household.get_absolute_url())

    assert pages == {"contact": True, "duo": True, "cover": False, "film": False, "lead": False}


def test_a_closed_household_brings_no_question(client: Client):
    closed = HouseholdFactory(closed=True)
    sign_in(client, face_of(closed))

    assert client.get(page_of(closed)).status_code == 404
    assert "Breng vraag in" not in read(client, closed.get_absolute_url())


def test_more_than_four_children_are_not_counted_out():
    many = [NewPerson(name=f"Kind {n}", role=PersonRole.CHILD, birth_year=2010 + n) for n in range(6)]
    family = HouseholdFactory(people=(FAMILY[0], *many))

    rows = members_of(family.people.all(), timezone.localdate())

    assert [row["role"] for row in rows] == ["mother", "oldest_child", "child", "youngest_child"]


def test_the_proposal_asks_the_database_as_much_for_a_long_film_as_for_a_short_one(household: Household):
    face = face_of(household)

    def queries() -> int:
        with connection.execute_wrapper(counter := Counter()):
            propose_question(household, by=face, today=timezone.localdate())
        return counter.number

    told(household, Lane.TENSE, "Er werd geschreeuwd.")
    with_one = queries()
    for _ in range(10):
        told(household, Lane.FINE, "Samen gegeten.")

    assert with_one == queries()


class Counter:
    """Counts what the database is asked."""

    number = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.number += 1
        return execute(sql, params, many, context)
