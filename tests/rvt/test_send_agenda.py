"""Sending an agenda: numbered releases, who hears what, and who reads what afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.models import Notification
from rvt.choices import GuestAnswer, MeetingState, QuestionState
from rvt.models import AgendaRelease, Guest, Meeting, Question
from rvt.services import agenda, invitations, meetings
from rvt.services.agenda import NothingChanged, NotReady
from rvt.services.meetings import MeetingOver, Setting
from tests.rvt.agendas import ask, meeting_of, pool_of, press, put, send
from tests.rvt.factories import Office, QuestionFactory, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_of()


@pytest.fixture
def meeting(office: Office) -> Meeting:
    return meeting_of(office)


def mailed() -> list[str]:
    """Let the worker work and return who got a mail."""
    mail.outbox.clear()
    outbox.sweep()
    return sorted(one.to[0] for one in mail.outbox)


def test_the_first_release_is_number_1_and_the_questions_are_on_the_agenda(meeting: Meeting, office: Office):
    item = put(meeting, office.chair)

    send(meeting, office.chair)

    item.question.refresh_from_db()
    assert (AgendaRelease.objects.get().number, meeting.state) == (1, MeetingState.SENT)
    assert item.question.state == QuestionState.SCHEDULED


def test_a_question_that_nobody_looked_at_for_names_does_not_go_out(meeting: Meeting, office: Office):
    put(meeting, office.chair, sentence="Wat nu?", state=QuestionState.SUBMITTED)

    with pytest.raises(NotReady, match=r"Nog niet nagekeken op namen: “Wat nu\?”"):
        send(meeting, office.chair)

    assert not AgendaRelease.objects.exists()


def test_an_agenda_without_a_question_does_not_go_out(meeting: Meeting, office: Office):
    with pytest.raises(NotReady):
        send(meeting, office.chair)


def test_experts_and_askers_get_a_mail_and_nobody_else(meeting: Meeting, office: Office):
    item = put(meeting, office.chair)
    asked, other = pool_of(office), pool_of(office)
    ask(meeting, asked, item, by=office.chair)

    send(meeting, office.chair)

    assert mailed() == sorted([asked.user.email, item.question.asker.email])
    assert other.user.email not in mailed()


def test_the_mail_says_when_and_where_and_nothing_of_the_question(meeting: Meeting, office: Office):
    item = put(meeting, office.chair, sentence="Hoe praten we met deze vader?")
    ask(meeting, pool_of(office), item, by=office.chair)
    send(meeting, office.chair)

    mailed()

    for one in mail.outbox:
        assert "Zaal De Linde" in one.body
        assert "vader" not in one.body + one.subject
        assert item.question.asker.name not in one.body + one.subject


def test_a_change_is_told_to_those_for_whom_something_changed(meeting: Meeting, office: Office):
    first, second = put(meeting, office.chair), put(meeting, office.chair)
    early, late = pool_of(office), pool_of(office)
    ask(meeting, early, first, by=office.chair)
    ask(meeting, late, second, by=office.chair)
    send(meeting, office.chair)
    mailed()

    agenda.set_minutes(meeting.uuid, second.uuid, longer_by=5, version=meeting.version, by=office.chair)
    send(meeting, office.chair)

    assert mailed() == sorted([late.user.email, second.question.asker.email])
    assert AgendaRelease.objects.latest("number").number == 2


def test_nothing_changed_is_nothing_to_send(meeting: Meeting, office: Office):
    put(meeting, office.chair)
    send(meeting, office.chair)

    with pytest.raises(NothingChanged):
        send(meeting, office.chair)


def test_whoever_is_not_needed_any_more_hears_that(meeting: Meeting, office: Office):
    item, expert = put(meeting, office.chair), pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    mailed()

    agenda.choose_guests(meeting.uuid, item.uuid, [], version=meeting.version, by=office.chair)
    send(meeting, office.chair)

    assert mailed() == [expert.user.email]
    assert "Je hoeft niet meer te komen" in mail.outbox[0].body


def test_an_expert_who_left_gets_no_mail_and_reads_nothing(client: Client, meeting: Meeting, office: Office):
    item, expert = put(meeting, office.chair), pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    expert.user.memberships.all().delete()

    assert expert.user.email not in mailed()
    assert sign_in(client, expert.user).get(meeting.get_absolute_url()).status_code == 404
    assert not Question.objects.visible_to(expert.user).exists()


def test_an_expert_reads_a_question_from_the_sending_and_not_before(meeting: Meeting, office: Office):
    item, expert = put(meeting, office.chair), pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    before = Question.objects.visible_to(expert.user).exists()

    send(meeting, office.chair)

    assert (before, Question.objects.visible_to(expert.user).get()) == (False, item.question)


def test_an_expert_who_is_added_later_reads_nothing_until_that_is_sent(meeting: Meeting, office: Office):
    item, later = put(meeting, office.chair), pool_of(office)
    send(meeting, office.chair)
    ask(meeting, later, item, by=office.chair)

    assert not Question.objects.visible_to(later.user).exists()
    assert not Meeting.objects.visible_to(later.user).exists()


def test_a_guest_sees_the_own_items_and_times_only(client: Client, meeting: Meeting, office: Office):
    mine = put(meeting, office.chair, sentence="Mijn vraag?")
    put(meeting, office.chair, sentence="Andere vraag?")
    expert = pool_of(office)
    ask(meeting, expert, mine, by=office.chair)
    send(meeting, office.chair)

    html = sign_in(client, expert.user).get(meeting.get_absolute_url()).content.decode()

    assert "Mijn vraag?" in html
    assert "Andere vraag?" not in html
    assert "Jij bent nodig van" in html


def test_after_the_sending_a_change_shows_as_changed(client: Client, meeting: Meeting, office: Office):
    item = put(meeting, office.chair)
    send(meeting, office.chair)
    sign_in(client, office.chair)

    press(client, meeting, "langer", item.uuid)

    html = client.get(reverse("rvt:agenda", args=[meeting.uuid])).content.decode()
    assert "gewijzigd" in html
    assert "Verstuur wijziging" in html


def test_the_page_before_sending_names_who_gets_a_mail(client: Client, meeting: Meeting, office: Office):
    item, expert = put(meeting, office.chair), pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    sign_in(client, office.chair)
    url = reverse("rvt:agenda-send", args=[meeting.uuid])

    html = client.get(url).content.decode()
    answer = client.post(url, {"version": meeting.version})

    assert f"{expert.user.name}: wordt gevraagd" in html
    assert answer.status_code == 303


def test_sending_what_somebody_changed_meanwhile_is_refused(client: Client, meeting: Meeting, office: Office):
    put(meeting, office.chair)
    sign_in(client, office.chair)

    answer = client.post(reverse("rvt:agenda-send", args=[meeting.uuid]), {"version": meeting.version - 1})

    assert (answer.status_code, AgendaRelease.objects.exists()) == (422, False)


def test_cancelling_gives_the_questions_back_and_tells_the_guests(meeting: Meeting, office: Office):
    item, expert = put(meeting, office.chair), pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    mailed()

    meetings.cancel_meeting(meeting, by=office.chair)

    assert list(Question.objects.queue_of(office.chair)) == [item.question]
    assert mailed() == sorted([expert.user.email, item.question.asker.email])
    assert "gaat niet door" in mail.outbox[0].body


def test_a_cancelled_meeting_is_not_sent_any_more(meeting: Meeting, office: Office):
    put(meeting, office.chair)
    meetings.cancel_meeting(meeting, by=office.chair)

    with pytest.raises(MeetingOver):
        send(meeting, office.chair)


def test_another_day_asks_everybody_again(meeting: Meeting, office: Office):
    item, expert = put(meeting, office.chair), pool_of(office)
    ask(meeting, expert, item, by=office.chair)
    send(meeting, office.chair)
    guest = Guest.objects.get(user=expert.user)
    invitations.answer(guest, yes=True, by=expert.user)
    setting = Setting(180, "Zaal De Linde", "", office.chair, office.secretary)

    meeting.refresh_from_db()
    meetings.change_meeting(
        meeting,
        version=meeting.version,
        starts_at=meeting.starts_at + timedelta(days=1),
        setting=setting,
        by=office.chair,
    )

    guest.refresh_from_db()
    assert guest.answer == GuestAnswer.WAITING


def test_a_withdrawn_question_leaves_the_agenda(meeting: Meeting, office: Office):
    from rvt.services import questions

    item = put(meeting, office.chair)
    send(meeting, office.chair)

    questions.withdraw_question(item.question, by=item.question.asker)

    assert not meeting.items.on_agenda().filter(question__isnull=False).exists()


def test_a_question_that_moves_to_another_meeting_stands_there_only(meeting: Meeting, office: Office):
    item, other = put(meeting, office.chair), meeting_of(office, days=12)
    send(meeting, office.chair)

    agenda.move_to_meeting(meeting.uuid, item.uuid, other=other.uuid, version=meeting.version, by=office.chair)

    assert [row.meeting for row in item.question.items.live()] == [other]
    assert list(Guest.objects.filter(meeting=other).values_list("user", flat=True)) == [item.question.asker_id]


def test_guests_find_a_line_in_their_list(client: Client, meeting: Meeting, office: Office):
    item, expert = put(meeting, office.chair), pool_of(office)
    ask(meeting, expert, item, by=office.chair)

    send(meeting, office.chair)

    html = sign_in(client, expert.user).get(reverse("notifications")).content.decode()
    assert Notification.objects.filter(recipient=expert.user, kind="meeting_asked").count() == 1
    assert "Je bent gevraagd voor het RVT-overleg van" in html


def test_a_queue_question_keeps_its_check_when_it_comes_back(meeting: Meeting, office: Office):
    question = QuestionFactory()
    meeting.refresh_from_db()
    opened = agenda.put_on(meeting.uuid, question.uuid, version=meeting.version, by=office.chair)
    send(meeting, office.chair)

    item = next(row for row in opened.items if row.question)
    agenda.take_off(meeting.uuid, item.uuid, version=meeting.version, by=office.chair)

    question.refresh_from_db()
    assert question.state == QuestionState.CHECKED
