"""After a switch the card says to call somebody who is no longer the face: it is marked, with a task (ux, S9)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.choices import SwitchReason
from cases.models import Household
from cases.services.faces import answer_switch, ask_switch
from tests.accounts.factories import worker_of
from tests.cases.factories import face_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from veiligheidskaart import rules
from veiligheidskaart.models import KaartVersion

MARK = "Telefoonnummer klopt niet meer"
TASK = "Maak nieuwe kaart voor"

pytestmark = pytest.mark.django_db


def colleague(of: Household, name: str = "Fatima el Amrani", phone: str = "0687654321") -> User:
    """Return somebody of the team of the face."""
    return worker_of(face_of(of).memberships.get().organisation, name=name, phone=phone)


def switch(of: Household, *, to: User) -> None:
    """Make `to` the face, from now."""
    request = ask_switch(
        of,
        colleague=to,
        reason=SwitchReason.OTHER_JOB,
        from_on=timezone.localdate(),
        family_heard="Samen verteld.",
        meeting_on=None,
        by=face_of(of),
    )
    answer_switch(request, yes=True, by=to)


def mark(of: Household) -> str:
    """Return what stands on the newest card of a household."""
    newest: KaartVersion = KaartVersion.objects.visible_to(face_of(of)).filter(household=of).with_mark()[0]
    return newest.mark


def page(client: Client, name: str, of: Household) -> str:
    """Return what the face of now reads on a page of the card."""
    return sign_in(client, face_of(of)).get(reverse(f"veiligheidskaart:{name}", args=[of.uuid])).content.decode()


def day(client: Client, user: User) -> str:
    """Return the start page of somebody."""
    return sign_in(client, user).get(reverse("accounts:my-day")).content.decode()


def test_a_card_with_the_number_of_the_face_has_no_mark(client: Client) -> None:
    household = factories.finalised().household

    assert mark(household) == ""
    assert TASK not in day(client, face_of(household))


@pytest.mark.parametrize("name", ["versions", "handouts"])
def test_after_a_switch_the_newest_card_is_marked(client: Client, name: str) -> None:
    household = factories.finalised().household
    factories.finalised(household)
    switch(household, to=colleague(household))

    assert page(client, name, household).count(MARK) == 1


def test_after_a_switch_the_panel_of_the_household_and_the_card_itself_are_marked(client: Client) -> None:
    version = factories.finalised()
    switch(version.household, to=colleague(version.household))
    sign_in(client, face_of(version.household))

    pages = [
        client.get(url) for url in (version.household.get_absolute_url(), version.editions.first().get_absolute_url())
    ]

    assert [each.content.decode().count(MARK) for each in pages] == [1, 1]


def test_an_older_card_is_not_marked(client: Client) -> None:
    older = factories.finalised()
    factories.finalised(older.household)
    switch(older.household, to=colleague(older.household))
    sign_in(client, face_of(older.household))

    assert MARK not in client.get(older.editions.first().get_absolute_url()).content.decode()


def test_the_new_face_gets_the_task_and_the_old_face_does_not(client: Client) -> None:
    household = factories.finalised().household
    old, new = face_of(household), colleague(household)
    switch(household, to=new)

    asked = day(client, new)

    assert f"{TASK} {household.call_name}" in asked
    assert "Op kaart 1 staat Sanne Verbeek." in asked
    assert TASK not in day(client, old)


def test_a_newer_card_ends_mark_and_task(client: Client) -> None:
    household = factories.finalised().household
    switch(household, to=colleague(household))

    factories.finalised(household)

    assert mark(household) == ""
    assert TASK not in day(client, face_of(household))


def test_a_face_who_comes_back_makes_the_card_right_again() -> None:
    household = factories.finalised().household
    old = face_of(household)
    switch(household, to=colleague(household))
    switch(household, to=old)

    assert mark(household) == ""


def test_a_face_with_a_new_number_gets_the_task_too(client: Client) -> None:
    household = factories.finalised().household
    user = face_of(household)
    User.objects.filter(pk=user.pk).update(phone="0611111111")

    assert mark(household) == MARK
    assert TASK in day(client, user)


def test_the_same_number_with_another_face_says_what_is_wrong() -> None:
    household = factories.finalised().household
    switch(household, to=colleague(household, phone="06-12 34 56 78"))

    assert mark(household) == "Vast gezicht klopt niet meer"


def test_a_household_without_a_card_gives_no_task(client: Client) -> None:
    household = factories.household()
    new = colleague(household)
    switch(household, to=new)

    assert TASK not in day(client, new)


def test_however_many_cards_wait_the_day_asks_as_much(client: Client) -> None:
    first = factories.finalised().household
    new = colleague(first)
    switch(first, to=new)
    old = User.objects.get(name="Sanne Verbeek")
    sign_in(client, new)
    url = reverse("accounts:my-day")
    client.get(url)
    one = queries(client, url)
    for _ in range(3):
        household = factories.finalised(factories.household(by=old)).household
        switch(household, to=new)

    many = queries(client, url)

    assert client.get(url).content.decode().count(TASK) == 4
    assert many == one


def queries(client: Client, url: str) -> int:
    """Return how many queries a page asks."""
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


@pytest.mark.parametrize(
    ("on_card", "now", "expected"),
    [
        (("Sanne", "06 12 34 56 78"), ("Sanne", "+31612345678"), ""),
        (("Sanne", "06 12 34 56 78"), ("Fatima", "0687654321"), MARK),
        (("Sanne", "06 12 34 56 78"), ("Fatima", "020 123 4567"), MARK),
        (("Sanne", "06 12 34 56 78"), ("Fatima", "0612345678"), "Vast gezicht klopt niet meer"),
    ],
)
def test_what_is_no_longer_right(on_card: tuple[str, str], now: tuple[str, str], expected: str) -> None:
    assert rules.mark_of_face(on_card, now) == expected
