"""The next meeting on Mijn dag (ux, S3): for who runs the table what is missing, for an expert the own times."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.clock import midnight
from accounts.templatetags.ui import clock, day_date
from rvt import plan
from rvt.models import Expert, Guest, Meeting
from rvt.services import invitations
from tests.accounts.factories import RegionFactory
from tests.rvt.agendas import add_to_agenda, ask, meeting_of, pool_of, put
from tests.rvt.factories import Office, QuestionFactory, expert_of, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

URL = "/mijn-dag/"


@pytest.fixture
def office() -> Office:
    return office_of()


def shown(client: Client) -> str:
    """Return the block of the next meeting; "" when it is absent."""
    page = html.unescape(client.get(URL).content.decode())
    return page.partition('id="volgend-overleg"')[2].partition("</section>")[0]


def test_the_chair_reads_when_it_is_what_is_missing_and_makes_the_agenda(client: Client, office: Office):
    meeting = meeting_of(office)
    item = put(meeting, office.chair, disciplines=["law", "money"])
    ask(meeting, pool_of(office, "law"), item, by=office.chair)
    sign_in(client, office.chair)

    block = shown(client)

    assert day_date(meeting.starts_at) in block
    assert "Ontbreekt nog: Schulden en inkomen" in block
    assert f'href="{reverse("rvt:agenda", args=[meeting.uuid])}"' in client.get(URL).content.decode()


def test_the_secretary_reads_that_the_agenda_was_sent(client: Client, office: Office):
    question = QuestionFactory(disciplines=[])
    add_to_agenda(meeting_of(office), question, expert_of(office))

    sign_in(client, office.secretary)

    assert "De agenda is verstuurd." in shown(client)


def test_an_expert_reads_the_own_times_and_whether_an_answer_is_waited_for(client: Client, office: Office):
    meeting, expert = meeting_of(office), expert_of(office)
    sign_in(client, expert)
    assert shown(client) == ""  # nobody asked yet

    add_to_agenda(meeting, QuestionFactory(), expert)
    guest = Guest.objects.select_related("meeting").get(user=expert)
    visit = plan.visit_of(meeting.releases.get().content, guest.uuid)
    assert visit is not None

    block = shown(client)
    assert f"{clock(visit.starts_at)} tot {clock(visit.ends_at)}" in block
    assert "Je gaf nog geen antwoord." in block
    invitations.answer(guest, yes=True, by=expert)
    assert "Je komt." in shown(client)


def test_an_expert_reads_nothing_of_what_is_missing(client: Client, office: Office):
    expert = expert_of(office)
    add_to_agenda(meeting_of(office), QuestionFactory(disciplines=["law"]), expert)
    sign_in(client, expert)

    assert "Ontbreekt" not in shown(client)


def test_a_meeting_of_today_stands_under_today(client: Client, office: Office):
    meeting = meeting_of(office)
    tonight = midnight(timezone.localdate() + timedelta(days=1)) - timedelta(seconds=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=tonight)
    page = sign_in(client, office.chair).get(URL).content.decode()

    assert ('id="vandaag"' in page, 'id="volgend-overleg"' in page) == (True, False)


def test_the_office_of_another_region_reads_nothing(client: Client, office: Office):
    meeting_of(office)
    sign_in(client, office_of(RegionFactory(name="Elders")).chair)

    assert shown(client) == ""


def test_the_block_asks_as_much_for_ten_items_as_for_one(client: Client, office: Office):
    meeting = meeting_of(office, minutes=600)
    sign_in(client, office.chair)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        return len(asked)

    put(meeting, office.chair)
    client.get(URL)
    with_one = queries()
    for _ in range(9):
        put(meeting, office.chair)
        pool_of(office)

    assert queries() == with_one
    assert (Meeting.objects.count(), Expert.objects.count()) == (1, 9)
