"""The start page, the queue and reading a question: who sees what, what chair and secretary do (ux, S19, S21)."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.notifications import texts_of
from rvt.choices import QuestionState, Urgency
from rvt.models import Question
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of
from tests.rvt.factories import Office, QuestionFactory, expert_of, office_of, put_on_agenda
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

QUEUE = "/rvt/wachtrij/"


@pytest.fixture
def office() -> Office:
    return office_of()


def page(client: Client, url: str) -> str:
    return html.unescape(client.get(url).content.decode())


def act(name: str, question: Question) -> str:
    return reverse(f"rvt:question-{name}", args=[question.uuid])


def test_the_queue_begins_with_what_is_soon_and_then_with_what_is_old(client: Client, office: Office):
    late = QuestionFactory(urgency=Urgency.CAN_WAIT)
    old, new = QuestionFactory(), QuestionFactory()
    soon = QuestionFactory(urgency=Urgency.THIS_WEEK, urgency_why="Zondag komt vader thuis.")
    Question.objects.filter(pk=old.pk).update(submitted_on=timezone.localdate() - timedelta(days=3))
    sign_in(client, office.secretary)

    shown = client.get(QUEUE).context["questions"]

    assert [row.pk for row in shown] == [soon.pk, old.pk, new.pk, late.pk]


def test_an_empty_queue_says_so(client: Client, office: Office):
    sign_in(client, office.chair)

    assert "Geen vragen. Rustige week." in page(client, QUEUE)


def test_the_queue_of_another_region_is_empty(client: Client, office: Office):
    QuestionFactory()
    sign_in(client, office_of(RegionFactory(name="Regio Elders")).chair)

    assert "Geen vragen. Rustige week." in page(client, QUEUE)


@pytest.mark.parametrize("who", ["asker", "expert"])
def test_who_does_not_run_the_table_has_no_queue(client: Client, office: Office, who: str):
    question = QuestionFactory()
    sign_in(client, question.asker if who == "asker" else expert_of(office))

    assert client.get(QUEUE).status_code == 404
    assert {client.get(act(name, question)).status_code for name in ("checked", "send-back", "refer")} == {404}


def test_the_queue_asks_as_much_for_thirty_questions_as_for_one(client: Client, office: Office):
    sign_in(client, office.secretary)
    team = OrganisationFactory()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(QUEUE).status_code == 200
        return len(asked)

    QuestionFactory(organisation=team)
    client.get(QUEUE)
    with_one = queries()
    for _ in range(29):
        QuestionFactory(state=QuestionState.SUBMITTED, organisation=team)
    with_thirty = queries()

    print(f"FIGURE queue_queries {with_thirty} 12")
    assert with_one == with_thirty <= 12


def test_no_names_seen(client: Client, office: Office):
    question = QuestionFactory(state=QuestionState.SUBMITTED)
    sign_in(client, office.secretary)
    assert "Geen namen gezien" in page(client, QUEUE)

    client.post(act("checked", question))

    question.refresh_from_db()
    assert (question.state, question.checked_by) == (QuestionState.CHECKED, office.secretary)


def test_without_the_name_finder_the_queue_warns_and_one_press_is_not_enough(client: Client, office: Office):
    question = QuestionFactory(state=QuestionState.SUBMITTED, library_searched=False)
    sign_in(client, office.secretary)

    assert "De namenzoeker stond uit." in page(client, QUEUE)
    assert client.post(act("checked", question)).status_code == 422
    assert client.post(act("checked", question), {"read_by_hand": "on"}).status_code == 303


def test_sending_back_asks_what_and_tells_the_asker(client: Client, office: Office):
    question = QuestionFactory()
    sign_in(client, office.chair)
    assert client.post(act("send-back", question)).status_code == 422

    client.post(act("send-back", question), {"text": "Hoe lang speelt dit al?", "looked": "on"})

    sign_in(client, question.asker)
    assert "Hoe lang speelt dit al?" in page(client, "/rvt/")
    assert "Je vraag kwam terug" in page(client, "/mijn-dag/")


@pytest.mark.usefixtures("name_finder")
def test_what_is_asked_at_sending_back_is_looked_at_for_names(client: Client, office: Office):
    question = QuestionFactory()
    typed = {"text": "Wat zei oma Truus de Vries toen je haar belde op 06 12345678?"}
    sign_in(client, office.chair)

    answer = client.post(act("send-back", question), typed)

    assert answer.status_code == 422
    assert "06 12345678" in answer.context["form"].names.found[-1].text
    assert client.post(act("send-back", question), {**typed, "looked": "on"}).status_code == 303


@pytest.mark.usefixtures("name_finder")
def test_sending_back_without_a_name_takes_one_press(client: Client, office: Office):
    sign_in(client, office.chair)

    answer = client.post(act("send-back", QuestionFactory()), {"text": "Hoe lang speelt dit al?"})

    assert answer.status_code == 303


def test_a_question_that_fits_elsewhere_leaves_the_queue(client: Client, office: Office):
    question = QuestionFactory()
    sign_in(client, office.chair)

    client.post(act("refer", question), {"better_fit": "consultation"})

    assert question.sentence not in page(client, QUEUE)
    sign_in(client, question.asker)
    assert "past beter bij advies van Veilig Thuis" in page(client, "/rvt/")


def test_nobody_looks_over_the_own_question(client: Client, office: Office):
    team = OrganisationFactory()
    team.memberships.create(user=office.chair, role="professional")
    question = QuestionFactory(state=QuestionState.SUBMITTED, by=office.chair, organisation=team)
    sign_in(client, office.chair)

    assert "Dit is jouw vraag. Iemand anders kijkt hem na." in page(client, QUEUE)
    assert client.post(act("checked", question)).status_code == 422


def test_who_asks_is_seen_by_who_runs_the_table_only(client: Client, office: Office):
    question = QuestionFactory()
    expert = expert_of(office)
    put_on_agenda(question, expert)
    pages = {}
    for who, user in (("secretary", office.secretary), ("expert", expert)):
        sign_in(client, user)
        pages[who] = page(client, question.get_absolute_url())

    assert question.asker.name in pages["secretary"]
    assert question.asker.name not in pages["expert"]
    assert question.organisation.name not in pages["expert"]
    assert question.organisation.get_kind_display() in pages["expert"]
    assert question.dilemma in pages["expert"]


def test_the_reading_page_shows_patterns_and_never_what_the_reader_knows(client: Client, office: Office):
    question = QuestionFactory(state=QuestionState.SUBMITTED, unsafe="Bel 06 12345678. Zo zei de buurvrouw het.")
    sign_in(client, office.secretary)

    shown = page(client, question.get_absolute_url())

    assert '<mark class="found">06 12345678</mark>' in shown


def test_the_start_page_counts_what_waits_for_who_runs_the_table(client: Client, office: Office):
    for _ in range(3):
        QuestionFactory(state=QuestionState.SUBMITTED)
    sign_in(client, office.secretary)

    assert "3 vragen wachten" in page(client, "/mijn-dag/")
    assert "3 vragen wachten op een plek op de agenda." in page(client, "/rvt/")


@pytest.mark.parametrize(("who", "expected"), [("asker", True), ("secretary", False), ("expert", False)])
def test_only_who_works_with_families_is_asked_for_a_question(client: Client, office: Office, who: str, expected: bool):
    user = {"asker": worker_of(OrganisationFactory()), "secretary": office.secretary, "expert": expert_of(office)}[who]
    sign_in(client, user)

    shown = page(client, "/rvt/")

    assert ("Stel een vraag" in shown) is expected
    assert "Een veilige tafel. Je mag het niet weten. Je mag het oneens zijn." in shown


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("concept", "concept"),
        ("submitted", "ingediend"),
        ("returned", "terug bij jou"),
        ("checked", "nagekeken op namen"),
        ("withdrawn", "ingetrokken"),
    ],
)
def test_my_questions_say_how_they_stand(client: Client, office: Office, state: str, word: str):
    question = QuestionFactory(state=state)
    sign_in(client, question.asker)

    assert f"{word}</span>" in page(client, "/rvt/")


def test_the_start_page_asks_as_much_for_ten_questions_as_for_one(client: Client, office: Office):
    team = OrganisationFactory()
    asker = worker_of(team)
    sign_in(client, asker)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/rvt/")
        return len(asked)

    QuestionFactory(organisation=team, by=asker)
    client.get("/rvt/")
    with_one = queries()
    for _ in range(9):
        QuestionFactory(organisation=team, by=asker)

    assert with_one == queries() <= 12


def _told(user: User) -> list[str]:
    return [text.sentence for text in texts_of(user, list(user.notifications.all())).values()]


def test_notifications_say_only_that_something_waits(office: Office):
    question = QuestionFactory(state=QuestionState.SUBMITTED)
    checked = QuestionFactory()

    waiting: list[Any] = _told(office.chair)

    assert waiting == ["Er wacht een vraag in de wachtrij."] * 2
    assert _told(checked.asker) == ["Je vraag aan het RVT is nagekeken op namen."]
    assert _told(question.asker) == []
