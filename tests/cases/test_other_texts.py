"""Two people changed the same thing: the text that was not chosen stays in the history of that thing (ux, S32)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import OtherText, User
from cases.models import Agreement, Household
from cases.services.people import PersonData, change_person
from tests.accounts.factories import worker_of
from tests.cases.factories import face_of, team_of
from tests.cases.stories import family, member
from tests.cases.test_agreements import address, agreed, change, fields_of, opened
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

MINE, THEIRS, BOTH = "Mijn woorden", "Andere woorden", "Onze woorden"


@pytest.fixture
def household() -> Household:
    return family()


@pytest.fixture
def face(household: Household, client: Client) -> User:
    sign_in(client, face_of(household))
    return face_of(household)


@pytest.fixture
def agreement(household: Household) -> Agreement:
    return agreed(household)


def conflict(client: Client, agreement: Agreement, **typed: Any) -> dict[str, Any]:
    """Let Marco save first, and return the answer that the page with both texts would post."""
    page = address("agreement-change", agreement.household, agreement)
    mine = {**opened(client, agreement.household, agreement), "what": MINE, **typed}
    change(agreement, what=THEIRS)
    return {**fields_of(client.post(page, mine).content.decode()), "conflict": "1", "both_what": BOTH}


def answer(client: Client, agreement: Agreement, data: dict[str, Any]) -> Any:
    """Post the page with both texts."""
    return client.post(address("agreement-change", agreement.household, agreement), data)


def history() -> list[tuple[str, str]]:
    """Return every text that was kept, with whose it was."""
    rows = OtherText.objects.select_related("written_by").order_by("id")
    return [(row.text, row.written_by.first_name) for row in rows]


CHOICES = {
    "mine": (MINE, [(THEIRS, "Marco")]),
    "theirs": (THEIRS, [(MINE, "Sanne")]),
    "both": (BOTH, [(MINE, "Sanne"), (THEIRS, "Marco")]),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_what_is_not_chosen_is_kept_with_whose_it_was(
    client: Client, face: User, agreement: Agreement, choice: str
) -> None:
    stands, others = CHOICES[choice]
    User.objects.filter(pk=face.pk).update(name="Sanne Verbeek")

    answer(client, agreement, {**conflict(client, agreement), "take_what": choice})

    agreement.refresh_from_db()
    assert agreement.what == stands
    assert history() == others


def test_the_row_says_which_field_of_what_and_who_decided(client: Client, face: User, agreement: Agreement) -> None:
    answer(client, agreement, {**conflict(client, agreement), "take_what": "mine"})

    row = OtherText.objects.get()
    assert (row.target_kind, row.target, row.root) == ("agreement", agreement.uuid, agreement.household.uuid)
    assert (row.field, row.decided_by) == ("what", face)


def test_the_same_answer_twice_keeps_the_text_once(client: Client, face: User, agreement: Agreement) -> None:
    data = {**conflict(client, agreement), "take_what": "theirs"}

    first, second = answer(client, agreement, data), answer(client, agreement, data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert OtherText.objects.count() == 1


def test_an_answer_without_key_twice_keeps_the_text_once(client: Client, face: User, agreement: Agreement) -> None:
    data = {**conflict(client, agreement), "take_what": "theirs"}
    del data["_sleutel"]

    first, second = answer(client, agreement, data), answer(client, agreement, data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert OtherText.objects.count() == 1


def test_nobody_gets_words_put_in_the_mouth(client: Client, face: User, agreement: Agreement) -> None:
    data = {**conflict(client, agreement), "take_what": "mine", "theirs-what": "Dat schreef Marco nooit"}

    answer(client, agreement, data)

    assert [text for text, _ in history()] == [THEIRS]


def test_fields_that_joined_by_themselves_leave_nothing_behind(
    client: Client, face: User, agreement: Agreement
) -> None:
    answer(client, agreement, {**conflict(client, agreement, detail="Op dinsdag"), "take_what": "mine"})

    assert {row.field for row in OtherText.objects.all()} == {"what"}


def test_a_refused_answer_keeps_nothing(client: Client, face: User, agreement: Agreement) -> None:
    data = {**conflict(client, agreement), "take_what": "both", "both_what": ""}

    refused = answer(client, agreement, data)

    assert refused.status_code == 422
    assert not OtherText.objects.exists()


@pytest.mark.parametrize(("first", "kept"), [("theirs", MINE), ("mine", THEIRS)])
def test_a_choice_before_a_second_conflict_is_kept_too(
    client: Client, face: User, agreement: Agreement, first: str, kept: str
) -> None:
    data = {**conflict(client, agreement, detail="Op dinsdag"), "take_what": first}
    change(agreement, what=THEIRS, detail="Op woensdag")

    second = answer(client, agreement, data)
    done = answer(client, agreement, {**fields_of(second.content.decode()), "conflict": "1", "take_detail": "mine"})

    agreement.refresh_from_db()
    assert (second.status_code, done.status_code) == (409, 303)
    assert agreement.what == (THEIRS if first == "theirs" else MINE)
    assert {text for text, _ in history()} == {kept, "Op woensdag"}


def test_the_page_of_the_thing_shows_it_and_another_thing_does_not(
    client: Client, face: User, household: Household, agreement: Agreement
) -> None:
    other = agreed(household, what="Iets anders")
    answer(client, agreement, {**conflict(client, agreement), "take_what": "mine"})

    page, elsewhere = (
        client.get(address("agreement-change", household, each)).content.decode() for each in (agreement, other)
    )

    shown = page.split("Andere tekst van toen", 1)[1]
    assert THEIRS in shown
    assert "Tekst van Marco Janssen." in shown
    assert f"{face.name} koos op" in shown
    assert "Andere tekst van toen" not in elsewhere


def test_a_date_in_three_parts_is_kept_in_words(client: Client, face: User, household: Household) -> None:
    samira = member(household, "Samira")
    page = reverse("cases:person-change", args=[household.uuid, samira.uuid])
    opened = client.get(page)
    hidden, form = fields_of(opened.content.decode()), opened.context["form"]
    typed = {name: form[name].value() for name in ("name", "role", "language", "homes", "version")}
    mine = {**hidden, **typed, "name": "Sam", "birth_2": "1985"}
    change_person(
        samira,
        PersonData(name="Mira", role=samira.role, birth_year=1991),
        version=samira.version,
        by=worker_of(team_of(household), name="Marco Janssen"),
    )

    both = client.post(page, mine)
    fields = [field.name for field in both.context["fields"]]
    client.post(
        page,
        {**fields_of(both.content.decode()), "conflict": "1", **{f"take_{name}": "theirs" for name in fields}},
    )

    assert both.status_code == 409
    assert {"name", "birth"} <= set(fields)
    assert {text for text, _ in history()} >= {"Sam", "1985"}


@pytest.mark.parametrize("statement", ["UPDATE accounts_othertext SET text = ''", "DELETE FROM accounts_othertext"])
def test_the_database_refuses_to_change_it(client: Client, face: User, agreement: Agreement, statement: str) -> None:
    answer(client, agreement, {**conflict(client, agreement), "take_what": "mine"})

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert OtherText.objects.get().text == THEIRS
