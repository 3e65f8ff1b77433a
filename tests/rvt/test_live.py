"""The live meeting (ux, S24): it begins, parts pass, two people write, it is decided."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clock import now
from accounts.models import AccessLine, Notification, User
from accounts.sessions import SEEN_AT, SEEN_STEP_SECONDS
from rvt.choices import AdviceState, MeetingState, QuestionState, Recognition, TalkPart
from rvt.models import Advice, AgendaItem, Guest, Meeting, Question, Recognised
from rvt.services import deciding, live, recognising, writing
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of
from tests.rvt.agendas import ask, meeting_of, pool_of, put, send
from tests.rvt.factories import office_of
from tests.rvt.tables import Table, advice_of, offered, running, table_of, write
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    return running(table_of(2))


def chair_at(client: Client, table: Table) -> Client:
    return sign_in(client, table.office.chair)


def address(name: str, table: Table, number: int = 0) -> str:
    return reverse(f"rvt:{name}", args=[table.meeting.uuid, table.items[number].uuid])


def press(client: Client, table: Table, what: str, **more: str) -> Any:
    return client.post(address("item-live", table), {"doe": what, **more})


def save(client: Client, table: Table, field: str, shown: str, typed: str) -> Any:
    return client.post(address("field-save", table), {"veld": field, "getoond": shown, "waarde": typed})


# --- Beginning, opening, going on ---------------------------------------------------------------------


def test_a_meeting_begins_when_its_agenda_was_sent() -> None:
    table = table_of()
    Meeting.objects.filter(pk=table.meeting.pk).update(state=MeetingState.DRAFT)

    with pytest.raises(live.NotSent):
        live.start_meeting(table.meeting, by=table.office.chair)


def test_the_chair_begins_and_opens_a_question_without_script(client: Client) -> None:
    table = table_of()
    chair_at(client, table)

    client.post(reverse("rvt:meeting-start", args=[table.meeting.uuid]))
    client.post(address("item-open", table))

    item = AgendaItem.objects.get(pk=table.item.pk)
    assert (item.part, item.part_since is not None, advice_of(item).state) == ("rules", True, "writing")
    assert client.get(reverse("rvt:meeting-live", args=[table.meeting.uuid])).url == address("item-live", table)


def test_the_page_shows_the_part_its_minutes_and_no_asker(client: Client, table: Table) -> None:
    AgendaItem.objects.filter(pk=table.item.pk).update(part=TalkPart.WEIGHING, part_since=now() - timedelta(minutes=6))

    page = chair_at(client, table).get(address("item-live", table)).content.decode()

    assert "Deel 5 van 8" in page
    assert "<strong>9 minuten</strong>van 15" in page
    assert "Zien we iets over het hoofd?" in page
    assert table.question.asker.name not in page


def test_at_the_end_of_a_part_it_is_time_to_round_off(client: Client, table: Table) -> None:
    AgendaItem.objects.filter(pk=table.item.pk).update(part_since=now() - timedelta(minutes=60))

    assert "Tijd om af te ronden" in chair_at(client, table).get(address("item-stand", table)).content.decode()


def test_two_chairs_who_press_at_once_go_on_by_one_part(client: Client, table: Table) -> None:
    chair_at(client, table)

    press(client, table, "deel", deel="rules")
    press(client, table, "deel", deel="rules")

    assert AgendaItem.objects.get(pk=table.item.pk).part == TalkPart.TELLING


def test_five_minutes_more_are_minutes_of_the_part_and_of_the_item(client: Client, table: Table) -> None:
    press(chair_at(client, table), table, "erbij")

    item = AgendaItem.objects.get(pk=table.item.pk)
    assert (item.minutes, item.part_minutes["rules"]) == (55, 10)


def test_the_item_takes_as_long_as_its_changed_parts(client: Client, table: Table) -> None:
    chair_at(client, table).post(address("item-minutes", table), dict.fromkeys(TalkPart.values, "4"))

    item = AgendaItem.objects.get(pk=table.item.pk)
    assert (item.minutes, set(item.part_minutes.values())) == (32, {4})


def test_an_item_of_no_minutes_is_refused(client: Client, table: Table) -> None:
    answer = chair_at(client, table).post(address("item-minutes", table), dict.fromkeys(TalkPart.values, "0"))

    assert (answer.status_code, AgendaItem.objects.get(pk=table.item.pk).minutes) == (422, 50)


def test_the_next_item_leaves_this_one_for_later(client: Client, table: Table) -> None:
    answer = press(chair_at(client, table), table, "punt", text="Half.", **{"getoond-text": ""})

    first, second = (AgendaItem.objects.get(pk=item.pk) for item in table.items)
    assert answer.url == address("item-live", table, 1)
    assert (first.part_since, first.is_done, second.part) == (None, False, "rules")
    assert advice_of(first).text == "Half."


def test_what_was_not_discussed_goes_back_to_the_queue_when_the_meeting_stops(client: Client, table: Table) -> None:
    chair_at(client, table).post(reverse("rvt:meeting-end", args=[table.meeting.uuid]))

    states = [Question.objects.get(items=item).state for item in table.items]
    assert states == [QuestionState.DISCUSSED, QuestionState.CHECKED]
    assert AgendaItem.objects.get(pk=table.items[1].pk).is_off


def test_an_advice_can_be_written_after_the_meeting(client: Client, table: Table) -> None:
    live.end_meeting(table.meeting, by=table.office.chair)

    save(chair_at(client, table), table, "text", "", "Praat met oma.")
    write(table.item, table.office.chair)
    deciding.decide(advice_of(table.item), by=table.office.chair)

    assert Question.objects.get(pk=table.question.pk).state == QuestionState.READING


# --- Writing -------------------------------------------------------------------------------------------


def test_a_field_is_saved_by_itself_and_counts(client: Client, table: Table) -> None:
    answer = save(chair_at(client, table), table, "text", "", "Praat met oma.").json()

    assert (answer["value"], answer["version"]) == ("Praat met oma.", 1)
    assert "Opgeslagen om" in answer["saved"]
    assert advice_of(table.item).text == "Praat met oma."


def test_two_writers_in_one_field_keep_both_texts(client: Client, table: Table) -> None:
    save(chair_at(client, table), table, "text", "", "Bel de school.")

    answer = save(sign_in(Client(), table.office.secretary), table, "text", "", "Praat met oma.").json()

    assert advice_of(table.item).text == "Bel de school.\nPraat met oma."
    assert "Beide teksten staan er" in answer["note"]


def test_the_page_without_script_keeps_both_texts_too(client: Client, table: Table) -> None:
    save(sign_in(Client(), table.office.secretary), table, "other_view", "", "Wacht niet te lang.")

    press(chair_at(client, table), table, "bewaar", other_view="Vraag oma.", **{"getoond-other_view": ""})

    assert advice_of(table.item).other_view == "Wacht niet te lang.\nVraag oma."


def test_only_advice_goes_with_nothing_else(client: Client, table: Table) -> None:
    chair_at(client, table)
    save(client, table, "follow_ups", "", "duo,council_talk")

    answer = save(client, table, "follow_ups", "duo,council_talk", "duo,council_talk,advice_only").json()

    assert (answer["value"], advice_of(table.item).follow_ups) == ("advice_only", ["advice_only"])


def test_twenty_thousand_signs_are_refused_and_what_stood_there_stays(client: Client, table: Table) -> None:
    chair_at(client, table)
    save(client, table, "text", "", "Praat met oma.")

    answer = save(client, table, "text", "Praat met oma.", "a" * 20_000)

    assert (answer.status_code, advice_of(table.item).text) == (422, "Praat met oma.")
    assert "te lang" in answer.json()["note"]


def test_the_page_without_script_gives_a_text_that_is_too_long_back(client: Client, table: Table) -> None:
    answer = press(chair_at(client, table), table, "bewaar", text="b" * 2001, **{"getoond-text": ""})

    assert (answer.status_code, "b" * 2001 in answer.content.decode()) == (422, True)


def test_a_name_is_asked_about(client: Client, table: Table) -> None:
    answer = save(chair_at(client, table), table, "text", "", "Bel moeder op 06 12 34 56 78.").json()

    assert "Staat hier een telefoonnummer?" in answer["note"]


def test_the_poll_brings_what_is_new_and_who_writes(client: Client, table: Table) -> None:
    save(sign_in(Client(), table.office.secretary), table, "text", "", 'Zeg "dag"\ntegen oma.')

    page = chair_at(client, table).get(address("item-stand", table), {"versie-text": "0", "versie-other_view": "0"})

    news = dict(re.findall(r'data-news="(\w+)" data-version="\d+" data-writer="([^"]*)"', page.content.decode()))
    assert news["text"] == table.office.secretary.first_name
    assert 'value="Zeg &quot;dag&quot;\ntegen oma."' in page.content.decode()
    assert re.search(r'data-news="other_view"[^>]*value=', page.content.decode()) is None


def test_the_poll_neither_keeps_a_session_alive_nor_writes_a_line(client: Client, table: Table) -> None:
    chair_at(client, table)
    earlier, lines = seen_a_minute_ago(client), AccessLine.objects.count()

    client.get(address("item-stand", table), headers={"X-Poll": "1"})

    assert (client.session[SEEN_AT], AccessLine.objects.count()) == (earlier, lines)


def test_saving_a_field_keeps_the_session_alive(client: Client, table: Table) -> None:
    chair_at(client, table)
    earlier = seen_a_minute_ago(client)

    save(client, table, "text", "", "Praat met oma.")

    assert client.session[SEEN_AT] > earlier


def seen_a_minute_ago(client: Client) -> float:
    session = client.session
    earlier: float = session[SEEN_AT] - SEEN_STEP_SECONDS - 60
    session[SEEN_AT] = earlier
    session.save()
    return earlier


def test_nobody_else_reads_or_writes_at_the_table(client: Client, table: Table) -> None:
    elsewhere = office_of(RegionFactory(name="Regio Elders")).chair
    for stranger in (table.question.asker, table.experts[0], elsewhere, worker_of(OrganisationFactory())):
        sign_in(client, stranger)
        answers = [client.get(address(name, table)).status_code for name in ("item-live", "item-stand", "item-decide")]
        answers += [save(client, table, "text", "", "x").status_code, press(client, table, "deel").status_code]
        assert answers == [404] * 5
    assert advice_of(table.item).text == ""


def test_the_live_page_asks_the_same_with_one_and_thirty_questions(client: Client) -> None:
    counts = []
    for number in (1, 30):
        table = running(table_of(number, minutes=5, experts=number))
        chair_at(client, table)
        client.get(address("item-live", table))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address("item-live", table))
        with CaptureQueriesContext(connection) as poll:
            client.get(address("item-stand", table), headers={"X-Poll": "1"})
        counts.append((len(queries), len(poll)))

    print(f"FIGURE live_page_queries {counts[1][0]} 24")
    assert counts[0] == counts[1]


# --- Who is there ------------------------------------------------------------------------------------------


def test_who_was_there_stands_apart_from_what_was_said(client: Client, table: Table) -> None:
    guests = list(Guest.objects.filter(meeting=table.meeting).order_by("pk"))
    page = reverse("rvt:attendance", args=[table.meeting.uuid])

    chair_at(client, table).post(page, {"there": [str(guests[0].uuid)]})

    assert list(Guest.objects.order_by("pk").values_list("was_there", flat=True)) == [
        True,
        *[False] * (len(guests) - 1),
    ]
    assert guests[0].user.name not in client.get(address("item-live", table)).content.decode()


# --- I know this family -----------------------------------------------------------------------------------


def test_who_leaves_sees_the_question_no_more_at_once(client: Client) -> None:
    table = table_of()
    expert: User = table.experts[0]
    page = reverse("rvt:recognise", args=[table.item.uuid])
    before = sign_in(client, expert).get(page).content.decode()

    client.post(page, {"choice": Recognition.LEAVES})

    after = client.get(page).content.decode()
    assert (table.question.sentence in before, table.question.sentence in after) == (True, False)
    assert not Question.objects.visible_to(expert).exists()


def test_who_leaves_finds_the_question_on_no_other_page_either(client: Client) -> None:
    office = office_of()
    meeting, expert = meeting_of(office), pool_of(office)
    item = put(meeting, office.chair)
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    page, sentence = reverse("rvt:meeting-detail", args=[meeting.uuid]), item.question.sentence
    before = sign_in(client, expert.user).get(page).content.decode()

    client.post(reverse("rvt:recognise", args=[item.uuid]), {"choice": Recognition.LEAVES})

    after = client.get(page).content.decode()
    assert ("Ik herken dit gezin" in before, sentence in before, sentence in after) == (True, True, False)


def test_an_open_talk_is_told_to_the_chair_and_staying_is_not() -> None:
    table = table_of(experts=2)

    recognising.recognise(table.item, choice=Recognition.OPEN_TALK, by=table.experts[0])
    recognising.recognise(table.item, choice=Recognition.STAYS, by=table.experts[1])

    told = Notification.objects.filter(recipient=table.office.chair, about=table.item.uuid)
    assert list(told.values_list("kind", flat=True)) == ["item.open_talk"]


def test_recognising_is_said_once_and_before_the_item_opens(client: Client) -> None:
    table = table_of(experts=2)
    recognising.recognise(table.item, choice=Recognition.STAYS, by=table.experts[0])

    with pytest.raises(recognising.AlreadySaid):
        recognising.recognise(table.item, choice=Recognition.LEAVES, by=table.experts[0])
    running(table)
    with pytest.raises(recognising.AlreadyOpen):
        recognising.recognise(table.item, choice=Recognition.LEAVES, by=table.experts[1])


def test_what_was_said_about_recognising_stays() -> None:
    table = table_of()
    row = recognising.recognise(table.item, choice=Recognition.STAYS, by=table.experts[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        Recognised.objects.filter(pk=row.pk).update(choice=Recognition.LEAVES)


def test_only_an_expert_of_that_item_may_say_it(client: Client) -> None:
    table = table_of(experts=1)
    page = reverse("rvt:recognise", args=[table.item.uuid])
    other = table_of(office=table.office).experts[0]

    answers = [sign_in(client, who).get(page).status_code for who in (other, table.question.asker, table.office.chair)]

    assert answers == [404, 404, 404]


# --- Deciding --------------------------------------------------------------------------------------------------


def test_the_decision_keeps_the_question_as_it_was_presented() -> None:
    advice = offered()

    question = Question.objects.get(pk=advice.question_id)
    assert advice.presented["sentence"] == question.sentence
    assert (question.state, question.discussed_on, advice.state) == ("reading", advice.decided_on, "reading")
    assert question.asker.name not in str(advice.presented)


def test_what_was_presented_is_frozen_in_the_database() -> None:
    advice = offered()

    with pytest.raises(IntegrityError), transaction.atomic():
        Advice.objects.filter(pk=advice.pk).update(presented={"sentence": "Iets anders?"})


def test_the_asker_hears_that_the_advice_is_there() -> None:
    advice = offered()

    told = Notification.objects.filter(recipient=advice.question.asker, kind=deciding.OFFERED)
    assert list(told.values_list("about", "actor")) == [(advice.question.uuid, None)]


@pytest.mark.parametrize(
    ("lacking", "field"),
    [({"text": ""}, "text"), ({"text": "\n".join("abcdefghijk")}, "text"), ({"follow_ups": ""}, "follow_ups")],
)
def test_half_an_advice_is_not_decided(table: Table, lacking: dict[str, str], field: str) -> None:
    advice = write(table.item, table.office.chair, **lacking)

    with pytest.raises(deciding.NotWhole) as refused:
        deciding.decide(advice, by=table.office.chair)
    assert (refused.value.field, advice_of(table.item).state) == (field, AdviceState.WRITING)


def test_a_decision_asks_somebody_to_look_for_names(client: Client, table: Table) -> None:
    write(table.item, table.office.chair, text="Bel moeder op 06 12 34 56 78.")
    page = address("item-decide", table)

    refused = chair_at(client, table).post(page)
    done = client.post(page, {"looked": "on"})

    assert (refused.status_code, done.status_code, advice_of(table.item).state) == (422, 303, "reading")


def test_nobody_writes_after_the_decision(client: Client, table: Table) -> None:
    write(table.item, table.office.chair)
    deciding.decide(advice_of(table.item), by=table.office.chair)

    answer = save(chair_at(client, table), table, "text", "", "Nog iets.")

    assert answer.status_code == 422
    with pytest.raises(writing.NotWritable):
        writing.save_field(advice_of(table.item), "text", base="", value="x", by=table.office.chair)


def test_a_question_that_was_taken_back_is_not_decided(table: Table) -> None:
    write(table.item, table.office.chair)
    Question.objects.filter(pk=table.question.pk).update(state=QuestionState.WITHDRAWN)

    with pytest.raises(deciding.NotDecidable):
        deciding.decide(advice_of(table.item), by=table.office.chair)
