"""The text of a question goes a year after it was sent; what is counted stays (design 2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from rvt import rules
from rvt.choices import QuestionState, Urgency
from rvt.models import Question, Reflection
from rvt.services.questions import keep_reflection
from rvt.tasks import erase_old_texts
from tests.application import as_application
from tests.rvt.factories import QuestionFactory, office_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> None:
    office_of()


def sent(days: int, **more: object) -> Question:
    question = QuestionFactory(**more)
    Question.objects.filter(pk=question.pk).update(submitted_on=timezone.localdate() - timedelta(days=days))
    return question


def test_after_a_year_the_text_is_gone_and_the_counts_stay() -> None:
    question = sent(366, urgency=Urgency.CAN_WAIT)

    with as_application():
        erased = erase_old_texts()

    question.refresh_from_db()
    assert erased == 1
    assert [getattr(question, name) for name in rules.FREE_TEXTS] == [""] * len(rules.FREE_TEXTS)
    assert (question.members, question.not_names) == ([], [])
    assert (question.state, question.urgency, question.about) == (QuestionState.CHECKED, "can_wait", "family")


def test_a_younger_question_keeps_its_text_and_an_erased_one_is_left_alone() -> None:
    young = sent(364)
    sent(366)
    erase_old_texts()

    assert erase_old_texts() == 0
    young.refresh_from_db()
    assert young.dilemma


def test_a_concept_that_was_never_sent_goes_too_with_what_it_did_to_the_asker() -> None:
    concept = QuestionFactory(state=QuestionState.CONCEPT)
    keep_reflection(concept, text="Ik slaap er slecht van.", by=concept.asker)
    Question.objects.filter(pk=concept.pk).update(begun_on=timezone.localdate() - timedelta(days=366))

    erase_old_texts()

    concept.refresh_from_db()
    assert (concept.state, concept.sentence) == (QuestionState.WITHDRAWN, "")
    assert not Reflection.objects.exists()
