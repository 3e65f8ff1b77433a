"""What happens to the words of a consultation: looked over when a field is left, another code word, to the table."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Municipality, Organisation, User
from rvt.choices import QuestionState
from rvt.models import Consultation, Question
from tests.rvt.test_register import NEW, filled_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(marco: User, town: Municipality, veilig_thuis: Organisation) -> dict[str, Any]:
    """A consultation as it is posted, without a person who looked."""
    return filled_in(town, veilig_thuis, gezien=None)


def draft(client: Client, typed: dict[str, Any], **changed: Any) -> str:
    """Post as htmx does when a field is left."""
    return client.post(NEW, {**typed, "_concept": "1", **changed}).content.decode()


def test_leaving_a_field_brings_what_was_found(client: Client, typed: dict[str, Any]):
    answer = draft(client, typed, question="Wat doe ik met de appjes van 06 12345678?")

    assert "Opgeslagen om" in answer
    assert "Staat hier een telefoonnummer?" in answer
    assert "<mark>06 12345678</mark>" in answer


def test_what_the_page_shows_already_is_not_sent_again(client: Client, typed: dict[str, Any]):
    typed = {**typed, "question": "Wat doe ik met de appjes van 06 12345678?"}
    shown = re.search(r'name="_bevonden" value="([0-9a-f]+)"', draft(client, typed))
    assert shown is not None

    answer = draft(client, typed, _bevonden=shown[1])

    assert "Opgeslagen om" in answer
    assert "telefoonnummer" not in answer


def test_a_draft_that_is_opened_again_shows_its_findings(client: Client, typed: dict[str, Any]):
    draft(client, typed, question="Wat doe ik met de appjes van 06 12345678?")

    assert "Staat hier een telefoonnummer?" in client.get(NEW).content.decode()


def test_another_word_changes_the_word_and_nothing_else(client: Client, typed: dict[str, Any]):
    answer = client.post(NEW, {**typed, "ander-woord": "1"})

    form = answer.context["form"]
    assert answer.status_code == 200
    assert form["code_word"].value() not in ("", "blauwe fiets")
    assert form["question"].value() == typed["question"]
    assert not Consultation.objects.exists()


def test_to_the_table_begins_a_question_with_the_texts(client: Client, marco: User, typed: dict[str, Any]):
    answer = client.post(NEW, {**typed, "gezien": "1", "what_now": "to_the_table", "advice": "Kies een rustig moment."})

    question = Question.objects.get()
    assert answer["Location"] == "/rvt/vraag/verder/"
    assert (question.asker, question.state) == (marco, QuestionState.CONCEPT)
    assert question.sentence == typed["question"]
    assert "Kies een rustig moment." in question.tried


def test_the_answer_to_a_consultation_names_no_question(client: Client, typed: dict[str, Any]):
    answer = client.post(NEW, {**typed, "gezien": "1", "what_now": "to_the_table"}, follow=False)

    assert str(Question.objects.get().uuid) not in str(answer.headers)


@pytest.mark.parametrize("what_now", ["done", "duo"])
def test_any_other_ending_begins_no_question(client: Client, typed: dict[str, Any], what_now: str):
    client.post(NEW, {**typed, "gezien": "1", "what_now": what_now})

    assert not Question.objects.exists()
