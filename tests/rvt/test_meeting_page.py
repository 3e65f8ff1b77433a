"""The page of one meeting, and where everybody of the table begins: what is on it, for whom, and at which price."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rvt.choices import Discipline, GuestAnswer, QuestionState
from rvt.models import Guest, Meeting
from tests.queries import OVERHEAD
from tests.rvt.agendas import ask, meeting_of, pool_of, put, send
from tests.rvt.factories import Office, QuestionFactory, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_of()


@pytest.fixture
def meeting(office: Office) -> Meeting:
    return meeting_of(office)


def read(client: Client, url: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(client.get(url).content.decode()))


def test_a_draft_shows_its_questions_and_guests_to_who_runs_the_table(client: Client, office: Office, meeting: Meeting):
    item = put(meeting, office.chair, disciplines=[Discipline.BEHAVIOURAL])
    expert = pool_of(office, Discipline.BEHAVIOURAL, name="Ans Timmer")
    ask(meeting, expert, item, by=office.chair)
    sign_in(client, office.secretary)

    page = read(client, meeting.get_absolute_url())

    assert [text for text in (item.question.sentence, "Ans Timmer", "wacht nog") if text not in page] == []


def test_a_guest_reads_neither_the_agenda_nor_who_else_comes(client: Client, office: Office, meeting: Meeting):
    mine, other = put(meeting, office.chair), put(meeting, office.chair, sentence="Wie helpt er met de schulden?")
    me, somebody = pool_of(office, name="Ans Timmer"), pool_of(office, name="Bas Terhorst")
    ask(meeting, me, mine, by=office.chair)
    ask(meeting, somebody, other, by=office.chair)
    send(meeting, office.chair)
    sign_in(client, me.user)

    page = read(client, meeting.get_absolute_url())

    assert mine.question.sentence in page
    assert [text for text in (other.question.sentence, "Bas Terhorst", "Aan tafel") if text in page] == []


def test_only_experts_are_counted_and_waited_for(client: Client, office: Office, meeting: Meeting):
    item = put(meeting, office.chair)
    experts = [pool_of(office), pool_of(office)]
    for expert in experts:
        ask(meeting, expert, item, by=office.chair)
    Guest.objects.filter(user=experts[0].user).update(answer=GuestAnswer.YES)
    sign_in(client, office.chair)

    page = read(client, reverse("rvt:agenda", args=[meeting.uuid]))

    seats = page[page.index('id="tafel"') :]
    assert "1 van de 2 komt" in seats
    assert seats.count("wacht nog") == 1


def test_30_items_cost_the_page_as_many_queries_as_one(
    client: Client, office: Office, meeting: Meeting, django_assert_max_num_queries: Any
):
    sign_in(client, office.chair)

    def fill(number: int) -> None:
        for _ in range(number):
            ask(meeting, pool_of(office), put(meeting, office.chair), by=office.chair)

    fill(1)
    with django_assert_max_num_queries(12 + OVERHEAD) as with_one:
        read(client, meeting.get_absolute_url())
    fill(29)

    with django_assert_max_num_queries(12 + OVERHEAD) as with_thirty:
        read(client, meeting.get_absolute_url())

    assert len(with_thirty) == len(with_one)


def test_questions_that_are_over_fold_away(client: Client):
    going = QuestionFactory(sentence="Hoe nu verder met de jongste?")
    by, organisation = going.asker, going.organisation
    QuestionFactory(state=QuestionState.REFERRED, sentence="Wie betaalt de huur?", by=by, organisation=organisation)
    sign_in(client, by)

    page = read(client, reverse("rvt:start"))

    shown, folded = page.split("Eerdere vragen (1)")
    assert "Hoe nu verder met de jongste?" in shown
    assert "Wie betaalt de huur?" in folded


def test_without_questions_that_are_over_nothing_is_folded(client: Client):
    sign_in(client, QuestionFactory().asker)

    assert "Eerdere vragen" not in read(client, reverse("rvt:start"))
