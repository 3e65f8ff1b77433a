"""Looking back on the table six weeks later (ux, S26): a link, an answer without a person, totals of five or more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.choices import Role
from accounts.models import User
from rvt.models import Guest, LookBackAnswer, LookBackLink, Meeting
from rvt.services import live, looking_back
from rvt.tasks import promise_look_backs
from rvt.totals import half_year
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.rvt.factories import expert_of, office_of
from tests.rvt.tables import Table, offered, table_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

LESSONS = reverse("rvt:lessons")
FILLED = {"free_talk": "yes", "right_knowledge": "partly", "lesson": "Vraag eerst wat het kind wil.", "looked": "on"}


@pytest.fixture
def table() -> Table:
    """A table of six weeks ago: one expert came, one did not."""
    table = table_of(experts=2)
    offered(table)
    came = Guest.objects.get(meeting=table.meeting, user=table.experts[0])
    live.note_attendance(table.meeting, there=[came.pk], by=table.office.chair)
    live.end_meeting(table.meeting, by=table.office.chair)
    Meeting.objects.update(starts_at=timezone.now() - timedelta(weeks=6, hours=2))
    return table


def a_morning() -> None:
    with as_application():
        promise_look_backs()
        outbox.sweep()


def link_of(user: User) -> str:
    letters = [letter for letter in mail.outbox if letter.to == [user.email]]
    found = re.search(r"/rvt/terugkijken/[^/\s]+/", letters[-1].body)
    assert found is not None
    return found.group()


def answers(number: int, **fields: Any) -> None:
    region = office_of().organisation.region
    for _ in range(number):
        LookBackAnswer.objects.create(
            id=uuid4(), region=region, half_year=half_year(timezone.localdate()), **{"free_talk": "yes", **fields}
        )


# --- The mail ---------------------------------------------------------------------------------------------


def test_six_weeks_later_who_was_there_and_who_asked_get_a_mail(table: Table) -> None:
    a_morning()

    to = {address for letter in mail.outbox for address in letter.to}
    assert to == {table.experts[0].email, table.question.asker.email}


def test_the_mail_says_nothing_about_the_question(table: Table) -> None:
    a_morning()

    text = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert table.question.sentence not in text
    assert str(table.question.uuid) not in text


def test_nobody_gets_a_second_mail(table: Table) -> None:
    a_morning()
    a_morning()

    assert len(mail.outbox) == 2


def test_with_an_open_link_nobody_gets_another_one(table: Table) -> None:
    LookBackLink.objects.create(
        user=table.experts[0], region=table.meeting.region, token_digest="0" * 64, expires_on=timezone.localdate()
    )

    a_morning()

    assert [letter.to for letter in mail.outbox] == [[table.question.asker.email]]


@pytest.mark.parametrize("weeks", [5, 8])
def test_not_sooner_and_not_much_later(table: Table, weeks: int) -> None:
    Meeting.objects.update(starts_at=timezone.now() - timedelta(weeks=weeks))

    a_morning()

    assert mail.outbox == []


def test_the_token_is_kept_nowhere(table: Table) -> None:
    a_morning()

    token = link_of(table.experts[0]).split("/")[3]
    assert LookBackLink.objects.filter(token_digest=looking_back.digest(token)).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_outboxentry WHERE args::text LIKE %s", [f"%{token}%"])
        assert cursor.fetchone()[0] == 0


# --- The form ------------------------------------------------------------------------------------------------


def test_an_answer_knows_no_person_no_question_and_no_day(client: Client, table: Table) -> None:
    a_morning()
    page = link_of(table.experts[0])

    shown, sent = client.get(page), client.post(page, FILLED)

    answer = LookBackAnswer.objects.get()
    assert (shown.status_code, sent.status_code, sent.url) == (200, 303, reverse("rvt:look-back-thanks"))
    assert (answer.free_talk, answer.right_knowledge, answer.half_year) == (
        "yes",
        "partly",
        half_year(timezone.localdate()),
    )
    assert {field.name for field in LookBackAnswer._meta.fields} == {
        "id",
        "region",
        "half_year",
        "free_talk",
        "right_knowledge",
        "next_time",
        "lesson",
    }


def test_the_link_is_gone_when_it_was_used(client: Client, table: Table) -> None:
    a_morning()
    page = link_of(table.experts[0])
    client.post(page, FILLED)

    again = client.post(page, FILLED)

    assert (again.status_code, client.get(page).status_code, LookBackAnswer.objects.count()) == (404, 404, 1)
    assert not LookBackLink.objects.filter(user=table.experts[0]).exists()


def test_skipping_is_fine_and_keeps_nothing(client: Client, table: Table) -> None:
    a_morning()

    answer = client.post(link_of(table.experts[0]), {"doe": "over", "lesson": "Wel getypt."})

    assert (answer.status_code, LookBackAnswer.objects.count()) == (303, 0)
    assert not LookBackLink.objects.filter(user=table.experts[0]).exists()


def test_opening_the_link_answers_nothing(client: Client, table: Table) -> None:
    a_morning()

    client.get(link_of(table.experts[0]))

    assert (LookBackAnswer.objects.count(), LookBackLink.objects.count()) == (0, 2)


def test_an_old_link_opens_nothing_and_goes(client: Client, table: Table) -> None:
    a_morning()
    page = link_of(table.experts[0])
    LookBackLink.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    Meeting.objects.update(starts_at=timezone.now() - timedelta(weeks=11))

    assert client.get(page).status_code == 404
    a_morning()
    assert not LookBackLink.objects.exists()


def test_a_lesson_with_a_name_in_it_is_asked_about(client: Client, table: Table) -> None:
    a_morning()

    answer = client.post(link_of(table.experts[0]), {"lesson": "Bel moeder op 06 12 34 56 78."})

    assert (answer.status_code, LookBackAnswer.objects.count()) == (422, 0)
    assert "Staat hier een telefoonnummer?" in answer.content.decode()


# --- What the region learned ------------------------------------------------------------------------------------


def test_with_four_answers_nothing_is_told(client: Client) -> None:
    answers(4, lesson="Vraag eerst wat het kind wil.")

    page = sign_in(client, office_of().chair).get(LESSONS).content.decode()

    assert "Minder dan 5 antwoorden" in page
    assert "Vraag eerst wat het kind wil." not in page


def test_with_five_answers_the_totals_and_the_lessons_are_told(client: Client) -> None:
    answers(5, lesson="Vraag eerst wat het kind wil.")
    answers(3, free_talk="no")

    page = sign_in(client, expert_of(office_of())).get(LESSONS).content.decode()

    told = re.findall(r"<dt>(\w+)</dt><dd>([^<]+)</dd>", page)
    assert told[:3] == [("Ja", "5"), ("Deels", "minder dan 5"), ("Nee", "minder dan 5")]
    assert "Vraag eerst wat het kind wil." in page


def test_a_small_number_cannot_be_counted_back_from_the_other_question(client: Client) -> None:
    answers(28, free_talk="yes", right_knowledge="yes")
    answers(8, free_talk="partly", right_knowledge="partly")
    answers(2, free_talk="no", right_knowledge="yes")

    page = sign_in(client, office_of().chair).get(LESSONS).content.decode()

    told = re.findall(r"<dt>(\w+)</dt><dd>([^<]+)</dd>", page)
    assert told[:3] == [("Ja", "28"), ("Deels", "–"), ("Nee", "minder dan 5")]


def test_another_region_and_who_sits_at_no_table_learn_nothing(client: Client) -> None:
    answers(6, lesson="Vraag eerst wat het kind wil.")
    elsewhere = office_of(RegionFactory(name="Regio Elders")).chair
    outsiders = [worker_of(OrganisationFactory()), worker_of(OrganisationFactory(), Role.POLICY)]

    page = sign_in(client, elsewhere).get(LESSONS)

    assert (page.status_code, "Vraag eerst" in page.content.decode()) == (200, False)
    assert [sign_in(client, who).get(LESSONS).status_code for who in outsiders] == [404, 404]


def test_the_lessons_ask_the_same_with_one_and_thirty_answers(client: Client) -> None:
    counts = []
    for number in (1, 29):
        answers(number)
        sign_in(client, office_of().chair).get(LESSONS)
        with CaptureQueriesContext(connection) as queries:
            client.get(LESSONS)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_beat_looks_every_day() -> None:
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert {"rvt.tasks.promise_look_backs", "rvt.tasks.promise_final_advice"} <= tasks
