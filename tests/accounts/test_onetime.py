"""One post, one effect: by the pages, with a real form."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import onetime
from accounts.models import SubmissionKey, User
from cases.models import Agreement, Household
from tests.accounts.factories import UserFactory
from tests.cases.factories import HouseholdFactory, face_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def body(household: Household, key: str | None, **changes: str) -> dict[str, str]:
    who = f"person:{household.people.first().uuid}"
    filled = {"what": "Samen eten", "who": who, "checker": who, "since": "2026-03-01", **changes}
    return {**filled, onetime.FIELD: key} if key is not None else filled


def post(household: Household, key: str | None, *, by: User | None = None, **changes: str) -> HttpResponse:
    client = sign_in(Client(), by or face_of(household))
    answer: Any = client.post(reverse("cases:agreement-create", args=[household.uuid]), body(household, key, **changes))
    return answer


def test_the_same_post_twice_has_one_effect_and_the_same_answer():
    household, key = HouseholdFactory(), onetime.new_key()

    first, second = post(household, key), post(household, key)

    assert (
        (first.status_code, first["Location"])
        == (second.status_code, second["Location"])
        == (
            303,
            first["Location"],
        )
    )
    assert Agreement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_equal_posts_at_once_make_one_row_and_get_five_equal_answers():
    household, key = HouseholdFactory(), onetime.new_key()
    face = face_of(household)

    def send(_: int) -> tuple[int, str]:
        try:
            answer = post(household, key, by=face)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as threads:
        answers = set(threads.map(send, range(5)))

    assert [status for status, _ in answers] == [303]
    assert Agreement.objects.count() == 1


def test_another_key_is_another_post():
    household = HouseholdFactory()

    post(household, onetime.new_key())
    post(household, onetime.new_key())

    assert Agreement.objects.count() == 2


def test_somebody_who_went_back_and_changed_the_text_sends_another_post():
    household, key = HouseholdFactory(), onetime.new_key()

    post(household, key)
    post(household, key, what="Samen wandelen")

    assert Agreement.objects.count() == 2


def test_a_post_that_was_not_right_gives_its_key_back():
    household, key = HouseholdFactory(), onetime.new_key()

    assert post(household, key, what="").status_code == 422
    assert not SubmissionKey.objects.exists()
    assert post(household, key).status_code == 303


def test_a_post_that_failed_halfway_leaves_nothing_and_may_be_sent_again(monkeypatch):
    household, key = HouseholdFactory(), onetime.new_key()
    client = sign_in(Client(raise_request_exception=False), face_of(household))

    with monkeypatch.context() as broken:
        broken.setattr("accounts.access.ScopedAction.finish", lambda view: 1 / 0)
        answer = client.post(reverse("cases:agreement-create", args=[household.uuid]), body(household, key))

    assert answer.status_code == 500
    assert (Agreement.objects.count(), SubmissionKey.objects.count()) == (0, 0)
    assert post(household, key).status_code == 303


def test_the_key_of_one_person_is_not_the_key_of_another():
    household, other, key = HouseholdFactory(), HouseholdFactory(), onetime.new_key()

    post(household, key)
    post(other, key)

    assert Agreement.objects.count() == 2


def test_a_key_that_is_no_uuid_is_refused():
    household = HouseholdFactory()

    assert post(household, "een").status_code == 403
    assert not Agreement.objects.exists()


def test_autosave_uses_no_key():
    household, key = HouseholdFactory(), onetime.new_key()

    post(household, key, _concept="1")

    assert not SubmissionKey.objects.exists()


def test_a_key_holds_no_text():
    household = HouseholdFactory()

    post(household, onetime.new_key())

    row = SubmissionKey.objects.get()
    assert (row.status, row.location) == (303, f"/huishoudens/{household.uuid}/")


def test_a_digest_knows_where_a_part_ends():
    assert onetime.digest([b"ab", b"c"]) != onetime.digest([b"a", b"bc"])


def test_a_claim_that_is_released_can_be_claimed_again():
    user, key = UserFactory(), uuid4()
    first = onetime.claim(user, key, "a")
    assert not onetime.claim(user, key, "a").is_first

    first.release()

    assert onetime.claim(user, key, "b").is_first
