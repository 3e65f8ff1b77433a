"""A question until it has a place on an agenda: begun, written, sent, looked over, sent back, taken back."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from rvt import rules
from rvt.choices import BetterFit, QuestionState, TableEvent
from rvt.models import Question, Reflection
from rvt.services import questions
from tests.accounts.factories import OrganisationFactory, RegionFactory, UserFactory, worker_of
from tests.application import as_application
from tests.rvt.factories import WRITTEN, Office, QuestionFactory, office_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_of()


def submit(question: Question, **more: Any) -> Question:
    asked = {"open_marks": 0, "library_searched": True, "looked": False, "by": question.asker}
    return questions.submit_question(question, **{**asked, **more})


def test_a_question_belongs_to_the_region_of_the_organisation_that_asks() -> None:
    team = OrganisationFactory(region=RegionFactory(name="Regio Elders"))

    question = questions.begin_question(organisation=team, by=worker_of(team))

    assert (question.region, question.state) == (team.region, QuestionState.CONCEPT)


def test_nobody_asks_in_the_name_of_another_organisation() -> None:
    with pytest.raises(questions.NotYourOrganisation):
        questions.begin_question(organisation=OrganisationFactory(), by=worker_of(OrganisationFactory()))


def test_half_a_question_is_kept() -> None:
    question = QuestionFactory(state=QuestionState.CONCEPT, sentence="", unsafe="")

    questions.save_step(question, version=question.version, by=question.asker, unsafe=" Er wordt geschreeuwd. ")

    question.refresh_from_db()
    assert (question.unsafe, question.sentence) == ("Er wordt geschreeuwd.", "")


@pytest.mark.parametrize("strange", [{"region": 1}, {"members": [{"role": "Samira", "age": "27-64"}]}])
def test_only_what_an_asker_writes_is_kept(strange: dict[str, Any]) -> None:
    question = QuestionFactory(state=QuestionState.CONCEPT)

    with pytest.raises(ValueError, match=r"asker|Members"):
        questions.save_step(question, version=None, by=question.asker, **strange)


@pytest.mark.parametrize("field", rules.REQUIRED)
def test_a_question_is_not_sent_without_what_the_table_needs(field: str, office: Office) -> None:
    question = QuestionFactory(state=QuestionState.CONCEPT, **{field: [] if field == "members" else ""})

    with pytest.raises(questions.NotFilledIn) as refusal:
        submit(question)

    assert (refusal.value.field, refusal.value.message) == (field, rules.REQUIRED[field])


def test_with_marks_open_a_question_is_sent_after_looking_only(office: Office) -> None:
    question = QuestionFactory(state=QuestionState.CONCEPT)

    with pytest.raises(questions.NamesOpen):
        submit(question, open_marks=2)

    assert submit(question, open_marks=2, looked=True).state == QuestionState.SUBMITTED


def test_where_nobody_searched_for_names_the_asker_looks(office: Office) -> None:
    with pytest.raises(questions.NamesOpen):
        submit(QuestionFactory(state=QuestionState.CONCEPT), library_searched=False)


def test_sending_keeps_whether_the_name_finder_searched(office: Office) -> None:
    question = submit(QuestionFactory(state=QuestionState.CONCEPT), library_searched=False, looked=True)

    assert question.library_searched is False


def test_what_it_does_with_the_asker_is_not_sent(office: Office) -> None:
    question = QuestionFactory(state=QuestionState.CONCEPT)
    questions.keep_reflection(question, text="Ik lig er wakker van.", by=question.asker)

    submit(question)

    assert not Reflection.objects.visible_to(office.chair).exists()
    assert Reflection.objects.visible_to(question.asker).get().text == "Ik lig er wakker van."


def test_what_the_asker_does_is_recorded_by_the_day(office: Office) -> None:
    question = QuestionFactory(state=QuestionState.SUBMITTED)
    questions.withdraw_question(question, by=question.asker)

    events = AuditEvent.objects.filter(target=question.uuid)
    assert {event.event for event in events} == {
        TableEvent.QUESTION_SUBMITTED,
        TableEvent.QUESTION_WITHDRAWN,
    }
    assert {timezone.localtime(event.at).time() for event in events} == {time(0)}


def test_chair_and_secretary_hear_that_something_waits_and_not_who_asks(office: Office) -> None:
    question = QuestionFactory(state=QuestionState.SUBMITTED)

    told = Notification.objects.filter(kind="question.submitted", about=question.uuid)

    assert {line.recipient for line in told} == {office.chair, office.secretary}
    assert {line.actor for line in told} == {None}


def test_what_lies_with_the_table_does_not_change() -> None:
    question = QuestionFactory(state=QuestionState.SUBMITTED)

    with pytest.raises(questions.AlreadySent):
        questions.save_step(question, version=None, by=question.asker, unsafe="Anders.")


def test_the_secretary_saw_no_names(office: Office) -> None:
    question = QuestionFactory(state=QuestionState.SUBMITTED)

    question = questions.mark_checked(question, by=office.secretary)

    assert (question.state, question.checked_by) == (QuestionState.CHECKED, office.secretary)
    assert Notification.objects.filter(recipient=question.asker, kind="question.checked").exists()


def test_where_the_name_finder_was_away_somebody_reads_every_word(office: Office) -> None:
    question = QuestionFactory(state=QuestionState.SUBMITTED, library_searched=False)

    with pytest.raises(questions.LookYourself):
        questions.mark_checked(question, by=office.secretary)

    assert questions.mark_checked(question, by=office.secretary, read_by_hand=True).state == QuestionState.CHECKED


@pytest.mark.parametrize("who", ["outsider", "another region", "asker"])
def test_only_the_office_of_that_region_looks_over_and_never_its_own(who: str, office: Office) -> None:
    question = QuestionFactory(state=QuestionState.SUBMITTED)
    by = {
        "outsider": UserFactory(),
        "another region": office_of(RegionFactory(name="Regio Elders")).chair,
        "asker": question.asker,
    }[who]

    with pytest.raises(questions.NotFromTheOffice):
        questions.mark_checked(question, by=by)


def test_a_question_that_came_back_is_written_in_and_sent_again(office: Office) -> None:
    question = QuestionFactory(state=QuestionState.RETURNED)
    assert question.returned_with == "Hoe lang speelt dit al?"

    questions.save_step(question, version=None, by=question.asker, tried="Dit speelt al twee jaar.")
    question = submit(question)

    assert (question.state, question.returned_with, question.checked_by) == (QuestionState.SUBMITTED, "", None)


def test_a_question_that_was_looked_over_and_comes_back_is_looked_over_again(office: Office) -> None:
    question = questions.send_back(QuestionFactory(), text="Wat wil oma?", by=office.chair)

    assert (question.state, question.checked_by) == (QuestionState.RETURNED, None)
    assert Notification.objects.filter(recipient=question.asker, kind="question.returned").exists()


def test_a_question_may_belong_elsewhere(office: Office) -> None:
    question = questions.refer_question(QuestionFactory(), better_fit=BetterFit.CONSULTATION, by=office.chair)

    assert (question.state, question.better_fit) == (QuestionState.REFERRED, BetterFit.CONSULTATION)
    assert not Question.objects.queue_of(office.chair).exists()


def test_a_question_that_is_taken_back_leaves_no_text() -> None:
    question = QuestionFactory()

    questions.withdraw_question(question, by=question.asker)

    question.refresh_from_db()
    assert [getattr(question, name) for name in rules.FREE_TEXTS] == [""] * len(rules.FREE_TEXTS)
    assert (question.members, question.urgency) == ([], WRITTEN["urgency"])


def test_only_the_asker_takes_a_question_back(office: Office) -> None:
    with pytest.raises(questions.TooLate):
        questions.withdraw_question(QuestionFactory(), by=office.chair)


def test_what_may_stay_is_kept_with_the_question_and_goes_with_its_text() -> None:
    question = QuestionFactory(state=QuestionState.CONCEPT)
    questions.keep_not_names(question, ["aa", "bb", "aa"], by=question.asker)
    question.refresh_from_db()
    assert question.not_names == ["aa", "bb"]

    assert questions.withdraw_question(question, by=question.asker).not_names == []


def test_a_question_is_brought_and_looked_over_as_the_application(office: Office) -> None:
    team = OrganisationFactory()
    asker = worker_of(team)

    with as_application(asker):
        question = submit(questions.begin_question(organisation=team, by=asker, **WRITTEN), by=asker)
    with as_application(office.secretary):
        questions.mark_checked(Question.objects.queue_of(office.secretary).get(), by=office.secretary)

    question.refresh_from_db()
    assert question.state == QuestionState.CHECKED
