"""A question that was asked before is kept beside its household, with the day on which it was sent."""

from __future__ import annotations

import pytest

from cases.models import QuestionLink
from cases.services import faces
from cases.services.history import NotThePast, take_over_question
from rvt.choices import QuestionState
from tests.cases.factories import HouseholdFactory
from tests.rvt.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def test_a_question_of_the_past_is_kept_with_the_day_of_sending() -> None:
    household = HouseholdFactory()
    face = faces.face_of(household)
    question = QuestionFactory(by=face.user, organisation=face.organisation, state=QuestionState.SUBMITTED)

    take_over_question(household, question=question, by=face.user)

    link = QuestionLink.objects.get()
    assert (link.question, link.asker, link.made_on) == (question.uuid, face.user, question.submitted_on)


def test_somebody_elses_question_is_refused() -> None:
    household = HouseholdFactory()

    with pytest.raises(NotThePast):
        take_over_question(household, question=QuestionFactory(), by=faces.face_of(household).user)

    assert not QuestionLink.objects.exists()
