"""A table that worked elsewhere before: what lies behind us comes along, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, User
from rvt.choices import (
    AdviceState,
    Discipline,
    FollowUp,
    FreeTalk,
    GuestAnswer,
    GuestPart,
    ItemKind,
    MeetingState,
    QuestionState,
    TableEvent,
)
from rvt.models import Advice, AgendaItem, ExpertLine, Guest, LookBackAnswer, Meeting, Question
from rvt.services import history
from rvt.services.history import NotThePast, OutOfOrder, PastAdvice, PastAnswer, PastMeeting, PastQuestion
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.rvt.factories import WRITTEN, Office, QuestionFactory, expert_of, office_of, put_on_agenda

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_of()


def ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def on_the_clock(day: date) -> datetime:
    """This hour on another day: the clock may have changed between them."""
    return timezone.localtime().replace(year=day.year, month=day.month, day=day.day)


def question(office: Office, expert: User, **changes: Any) -> PastQuestion:
    asker = worker_of(OrganisationFactory(region=office.organisation.region))
    advice = PastAdvice(
        considerations="Moeder is moe.",
        text="1. Vraag wie er 's avonds kan zijn.",
        other_view="",
        follow_ups=[FollowUp.DUO],
        family_teller="De inbrenger",
        agreed_on=ago(28),
        lines_until=ago(26),
        final_on=ago(25),
        lines=[(expert, "Bel ook de huisarts.")],
    )
    return PastQuestion(
        asker=asker,
        organisation=asker.memberships.get().organisation,
        written={"family_knows_why": "", "urgency_why": "", **WRITTEN},
        submitted_on=ago(39),
        minutes=35,
        advice=replace(advice, **changes),
        experts=[(expert, Discipline.COUNCIL)],
    )


def meeting(office: Office, *questions: PastQuestion, days: int = 30, **changes: Any) -> PastMeeting:
    past = PastMeeting(
        starts_at=on_the_clock(ago(days)),
        minutes=180,
        place="Zaal",
        chair=office.chair,
        secretary=office.secretary,
        questions=questions,
        break_after=1,
        pause=10,
    )
    return replace(past, **changes)


def test_a_meeting_comes_along_as_it_was_held(office: Office) -> None:
    expert = expert_of(office)

    history.take_over_meeting(
        office.organisation.region, meeting(office, question(office, expert)), by=office.secretary
    )

    held = Meeting.objects.get()
    kinds = AgendaItem.objects.order_by("position").values_list("kind", flat=True)
    assert held.state == MeetingState.ENDED
    assert list(kinds) == [ItemKind.WELCOME, ItemKind.QUESTION, ItemKind.BREAK, ItemKind.CLOSING]
    assert AuditEvent.objects.filter(event=TableEvent.PAST_TAKEN_OVER, target=held.uuid).exists()


def test_a_question_comes_along_with_its_final_advice(office: Office) -> None:
    expert = expert_of(office)

    history.take_over_meeting(
        office.organisation.region, meeting(office, question(office, expert)), by=office.secretary
    )

    asked, advice = Question.objects.get(), Advice.objects.get()
    assert (asked.state, asked.discussed_on) == (QuestionState.DONE, ago(30))
    assert (advice.state, advice.final_on) == (AdviceState.FINAL, ago(25))
    assert advice.presented["sentence"] == asked.sentence
    assert ExpertLine.objects.get().advice == advice


def test_an_advice_that_nobody_read_yet_waits_for_its_asker(office: Office) -> None:
    one = question(office, expert_of(office), agreed_on=None, lines_until=None, final_on=None, lines=())

    history.take_over_meeting(office.organisation.region, meeting(office, one), by=office.secretary)

    assert Question.objects.get().state == QuestionState.READING
    assert Advice.objects.get().state == AdviceState.READING


def test_who_was_there_stands_apart(office: Office) -> None:
    came, said_no = expert_of(office), expert_of(office)
    one = question(office, came)
    one = replace(one, experts=[*one.experts, (said_no, Discipline.POLICE)])
    past = meeting(office, one, said_no=frozenset({said_no.pk}))

    history.take_over_meeting(office.organisation.region, past, by=office.secretary)

    assert Guest.objects.get(user=came).was_there is True
    assert Guest.objects.get(user=said_no).was_there is False
    assert Guest.objects.get(user=said_no).answer == GuestAnswer.NO


@pytest.mark.parametrize("days", [0, -1])
def test_a_meeting_of_today_or_later_is_refused(office: Office, days: int) -> None:
    with pytest.raises(NotThePast):
        history.take_over_meeting(office.organisation.region, meeting(office, days=days), by=office.secretary)

    assert not Meeting.objects.exists()


def test_days_that_come_in_another_order_are_refused(office: Office) -> None:
    one = question(office, expert_of(office), final_on=ago(27))

    with pytest.raises(OutOfOrder):
        history.take_over_meeting(office.organisation.region, meeting(office, one), by=office.secretary)


def test_a_question_that_waits_was_sent_on_an_earlier_day() -> None:
    question = QuestionFactory(state=QuestionState.SUBMITTED)

    history.take_over_sending(question, submitted_on=ago(4), by=question.asker)

    question.refresh_from_db()
    assert (question.begun_on, question.submitted_on) == (ago(4), ago(4))


def test_a_question_that_was_not_sent_has_no_day_of_sending() -> None:
    question = QuestionFactory(state=QuestionState.CONCEPT)

    with pytest.raises(OutOfOrder):
        history.take_over_sending(question, submitted_on=ago(4), by=question.asker)


def test_a_question_is_not_sent_tomorrow() -> None:
    question = QuestionFactory(state=QuestionState.SUBMITTED)

    with pytest.raises(NotThePast):
        history.take_over_sending(question, submitted_on=ago(-1), by=question.asker)


@pytest.mark.parametrize(("state", "is_taken"), [(MeetingState.DRAFT, True), (MeetingState.SENT, False)])
def test_an_answer_by_telephone_counts_until_the_agenda_is_sent(state: MeetingState, *, is_taken: bool) -> None:
    item = put_on_agenda(QuestionFactory(), expert_of(office_of()))
    Meeting.objects.update(state=state)
    guest = Guest.objects.get(part=GuestPart.EXPERT)

    if is_taken:
        history.take_over_answer(guest, answer=GuestAnswer.YES, by=item.meeting.secretary)
    else:
        with pytest.raises(OutOfOrder):
            history.take_over_answer(guest, answer=GuestAnswer.YES, by=item.meeting.secretary)

    guest.refresh_from_db()
    assert (guest.answer == GuestAnswer.YES) is is_taken


def test_how_the_table_was_found_has_no_person_and_no_day(office: Office) -> None:
    answers = [PastAnswer("2024H1", FreeTalk.YES, FreeTalk.PARTLY, lesson="Vraag door.")]

    history.take_over_looking_back(office.organisation.region, answers, by=office.chair)

    assert LookBackAnswer.objects.get().half_year == "2024H1"


def test_a_half_year_that_has_not_begun_is_refused(office: Office) -> None:
    with pytest.raises(NotThePast):
        history.take_over_looking_back(
            office.organisation.region, [PastAnswer("2999H1", FreeTalk.YES, FreeTalk.YES)], by=office.chair
        )
