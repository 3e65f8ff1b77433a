"""Agenda samenstellen (ux S22): what the buttons do, and what two chairs at once do to each other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from rvt.choices import QuestionState
from rvt.models import AgendaItem, Meeting, Question
from rvt.services import agenda
from rvt.services.agenda import AgendaMoved
from tests.application import as_application
from tests.queries import OVERHEAD
from tests.rvt.agendas import ask, meeting_of, order_of, pool_of, press, put, send
from tests.rvt.factories import Office, QuestionFactory, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_of()


@pytest.fixture
def meeting(office: Office) -> Meeting:
    return meeting_of(office)


@pytest.fixture
def chair(client: Client, office: Office) -> Client:
    return sign_in(client, office.chair)


def three(meeting: Meeting, office: Office) -> list[AgendaItem]:
    return [put(meeting, office.chair, sentence=f"Vraag {name}?") for name in "ABC"]


def page(client: Client, meeting: Meeting, **query: str) -> str:
    return client.get(reverse("rvt:agenda", args=[meeting.uuid]), query).content.decode()


def test_a_new_agenda_begins_with_welcome_and_ends_with_looking_back(meeting: Meeting):
    assert order_of(meeting) == ["welcome", "closing"]


def test_a_question_from_the_queue_comes_before_the_end(chair: Client, meeting: Meeting):
    question = QuestionFactory(sentence="Hoe verder?")

    response = press(chair, meeting, "zet", question.uuid)

    assert (response.status_code, order_of(meeting)) == (303, ["welcome", "Hoe verder?", "closing"])


def test_a_question_that_is_on_an_agenda_waits_no_longer(chair: Client, meeting: Meeting, office: Office):
    put(meeting, office.chair, sentence="Hoe verder?")

    assert list(Question.objects.queue_of(office.chair)) == []


def test_a_question_goes_one_place_down(chair: Client, meeting: Meeting, office: Office):
    first, *_ = three(meeting, office)

    press(chair, meeting, "later", first.uuid)

    assert order_of(meeting) == ["welcome", "Vraag B?", "Vraag A?", "Vraag C?", "closing"]


def test_the_answer_says_where_it_is_now_and_when_it_begins(chair: Client, meeting: Meeting, office: Office):
    first, *_ = three(meeting, office)

    answer = press(chair, meeting, "later", first.uuid, headers={"HX-Request": "true"})

    assert "Punt 1 staat nu op plek 2 en begint om" in answer.content.decode()


def test_the_focus_stays_on_the_button_that_was_pressed(chair: Client, meeting: Meeting, office: Office):
    first, *_ = three(meeting, office)

    answer = press(chair, meeting, "later", first.uuid, headers={"HX-Request": "true"}).content.decode()

    assert f'id="later-{first.uuid}" data-focus aria-label="punt 2 later"' in answer
    assert answer.count("data-focus") == 1


def test_a_made_up_button_in_the_address_puts_nothing_in_the_page(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)

    html = page(chair, meeting, op=f'later-{item.uuid}" onclick="')

    listed = html[html.index('id="agenda"') : html.index('id="wachtrij"')]
    assert ("autofocus" in listed, "onclick" in html) == (False, False)


def test_without_script_the_page_comes_back_at_the_item(chair: Client, meeting: Meeting, office: Office):
    first, *_ = three(meeting, office)

    response = press(chair, meeting, "later", first.uuid)

    assert response["Location"].endswith(f"?op=later-{first.uuid}#punt-{first.uuid}")


def test_a_question_is_dragged_to_a_place(chair: Client, meeting: Meeting, office: Office):
    *_, last = three(meeting, office)

    press(chair, meeting, "naar", last.uuid, "1")

    assert order_of(meeting) == ["welcome", "Vraag C?", "Vraag A?", "Vraag B?", "closing"]


@pytest.mark.parametrize(("act", "place"), [("eerder", "1"), ("naar", "-4"), ("naar", "99")])
def test_nothing_goes_past_the_beginning_or_the_end(
    act: str, place: str, chair: Client, meeting: Meeting, office: Office
):
    item = put(meeting, office.chair, sentence="Hoe verder?")

    press(chair, meeting, act, item.uuid, *([place] if act == "naar" else []))

    assert order_of(meeting) == ["welcome", "Hoe verder?", "closing"]


def test_the_beginning_does_not_move(chair: Client, meeting: Meeting, office: Office):
    three(meeting, office)
    welcome = meeting.items.get(kind="welcome")

    response = press(chair, meeting, "later", welcome.uuid)

    assert (response.status_code, order_of(meeting)[0]) == (422, "welcome")


def test_minutes_go_by_five(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)

    press(chair, meeting, "langer", item.uuid)

    item.refresh_from_db()
    assert item.minutes == 40


def test_minutes_never_go_under_five(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)
    AgendaItem.objects.filter(pk=item.pk).update(minutes=5)

    press(chair, meeting, "korter", item.uuid)

    item.refresh_from_db()
    assert item.minutes == 5


def test_too_many_minutes_are_said_in_words(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)
    AgendaItem.objects.filter(pk=item.pk).update(minutes=170)

    assert "20 minuten te veel. Haal iets weg of maak korter." in page(chair, meeting)


def test_what_is_taken_off_waits_again(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair, sentence="Hoe verder?")

    press(chair, meeting, "terug", item.uuid)

    assert order_of(meeting) == ["welcome", "closing"]
    assert [question.sentence for question in Question.objects.queue_of(office.chair)] == ["Hoe verder?"]


def test_an_urgent_question_takes_the_place_that_was_kept(chair: Client, meeting: Meeting, office: Office):
    put(meeting, office.chair, sentence="Vraag A?")
    press(chair, meeting, "spoedplek")
    place = meeting.items.get(kind="urgent")
    press(chair, meeting, "eerder", place.uuid)
    question = QuestionFactory(sentence="Spoed?", urgency="this_week", urgency_why="Het is deze week.")

    press(chair, meeting, "spoed", question.uuid, place.uuid)

    assert order_of(meeting) == ["welcome", "Spoed?", "Vraag A?", "closing"]


def test_of_two_chairs_at_once_the_second_sees_the_newest_agenda_and_nothing_is_lost(
    chair: Client, meeting: Meeting, office: Office
):
    first, second, _ = three(meeting, office)
    seen = meeting.version
    agenda.move_item(meeting.uuid, first.uuid, steps=1, version=seen, by=office.secretary)

    response = press(chair, meeting, "langer", second.uuid, version=seen)

    name = office.secretary.first_name
    assert response.status_code == 409
    assert f"{name} verplaatste net iets. Kijk even." in response.content.decode()
    assert order_of(meeting) == ["welcome", "Vraag B?", "Vraag A?", "Vraag C?", "closing"]


def test_an_act_on_an_old_version_is_refused_before_it_does_anything(meeting: Meeting, office: Office):
    first, *_ = three(meeting, office)

    with pytest.raises(AgendaMoved):
        agenda.move_item(meeting.uuid, first.uuid, steps=1, version=meeting.version - 1, by=office.chair)

    assert order_of(meeting)[1] == "Vraag A?"


def test_an_agenda_of_another_table_is_not_there(client: Client, meeting: Meeting):
    from tests.accounts.factories import RegionFactory

    stranger = office_of(RegionFactory(name="Regio Bergland"))
    sign_in(client, stranger.chair)

    response = press(client, meeting, "pauze")

    assert response.status_code == 404


def test_a_button_that_we_do_not_have_is_refused(chair: Client, meeting: Meeting):
    assert press(chair, meeting, "wis").status_code == 422


def test_every_change_is_in_the_history(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)

    press(chair, meeting, "langer", item.uuid)

    event = AuditEvent.objects.filter(target=meeting.uuid).latest("id")
    assert (event.event, event.details["act"], event.details["minutes"]) == ("meeting.agenda_changed", "minutes", 40)


def test_the_services_work_as_the_application(meeting: Meeting, office: Office):
    first, *_ = three(meeting, office)
    expert = pool_of(office)
    with as_application(office.chair):
        agenda.move_item(meeting.uuid, first.uuid, steps=1, version=meeting.version, by=office.chair)
        ask(meeting, expert, first, by=office.chair)
        send(meeting, office.chair)

    assert Question.objects.filter(state=QuestionState.SCHEDULED).count() == 3


def test_missing_expertise_names_who_could_come(chair: Client, meeting: Meeting, office: Office):
    put(meeting, office.chair, disciplines=["adult_psychiatry"])
    pool_of(office, "adult_psychiatry", name="Joris Maas")

    html = page(chair, meeting)

    assert "GGZ volwassenen ontbreekt." in html
    assert "Nodig Joris uit" in html


def test_who_was_asked_is_waited_for(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair, disciplines=["adult_psychiatry"])
    expert = pool_of(office, "adult_psychiatry")

    press(chair, meeting, "nodig", expert.uuid, "adult_psychiatry", item.uuid)

    assert "GGZ volwassenen: wacht nog" in page(chair, meeting)


def test_an_expert_who_left_is_shown_as_such_and_is_missing(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair, disciplines=["adult_psychiatry"])
    expert = pool_of(office, "adult_psychiatry")
    ask(meeting, expert, item, by=office.chair)
    expert.user.memberships.all().delete()

    html = page(chair, meeting)

    assert "hoort hier niet meer" in html
    assert "GGZ volwassenen ontbreekt." in html


def test_a_full_table_is_said(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)
    for _ in range(10):
        ask(meeting, pool_of(office), item, by=office.chair)

    assert "Dat is een volle tafel. Wie hoeft niet bij dit punt?" in page(chair, meeting)


def test_the_asker_has_no_name_in_the_agenda_itself(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)

    html = page(chair, meeting)

    asker = item.question.asker.name
    assert asker not in html[html.index('id="agenda"') : html.index('id="wachtrij"')]
    assert "Ingebracht door: Lokaal team" in html


def test_a_move_with_60_items_takes_8_queries_at_most(
    chair: Client, office: Office, django_assert_max_num_queries: Any
):
    meeting = meeting_of(office, minutes=600)
    items = [put(meeting, office.chair) for _ in range(60)]
    meeting.refresh_from_db()
    data = {"doe": f"later {items[3].uuid}", "version": meeting.version}
    url = reverse("rvt:agenda", args=[meeting.uuid])

    with django_assert_max_num_queries(8 + OVERHEAD):
        answer = chair.post(url, data, headers={"HX-Request": "true"})

    assert answer.status_code == 200


def test_30_items_cost_the_page_as_many_queries_as_one(
    chair: Client, meeting: Meeting, office: Office, django_assert_max_num_queries: Any
):
    def fill(number: int) -> None:
        for _ in range(number):
            item = put(meeting, office.chair)
            ask(meeting, pool_of(office), item, by=office.chair)
            QuestionFactory()

    fill(1)
    with django_assert_max_num_queries(12 + OVERHEAD) as with_one:
        page(chair, meeting)
    fill(29)

    with django_assert_max_num_queries(12 + OVERHEAD) as with_thirty:
        page(chair, meeting)

    assert len(with_thirty) == len(with_one)


def test_every_link_of_a_line_leads_somewhere(chair: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)

    html = page(chair, meeting)

    line = html[html.index(f'id="punt-{item.uuid}"') :]
    links = re.findall(r'href="([^"]+)"', line[: line.index("</li>")])
    assert [chair.get(link).status_code for link in links] == [200, 200, 200]
