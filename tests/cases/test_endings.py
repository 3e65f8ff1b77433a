"""Access ends by itself; a week ahead both sides are asked, once, also when a day was missed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.clock import Period
from accounts.models import AuditEvent, Notification, OutboxEntry
from accounts.templatetags.ui import long_date
from cases import tasks
from cases.choices import Level, Part
from cases.models import AccessMayEnd, Household, Involvement
from cases.services import access, endings, exclusions
from cases.services.faces import NotOpenAnymore
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, involve
from tests.cases.test_access_page import FAMILY, give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=5)


@pytest.fixture
def sanne() -> Any:
    return worker_of(OrganisationFactory(name="Wijkteam Oost"), name="Sanne Verbeek", phone="0612345678")


@pytest.fixture
def clinic() -> Any:
    return OrganisationFactory(name="GGZ De Kade", kind="mental_health")


@pytest.fixture
def marco(clinic: Any) -> Any:
    return worker_of(clinic, name="Marco Janssen")


@pytest.fixture
def household(sanne: Any) -> Any:
    return HouseholdFactory(call_name="Familie Adu", team=sanne.memberships.get().organisation, by=sanne)


def a_day() -> None:
    """What beat and a worker do on one day, as the application and in nobody's name."""
    with as_application():
        tasks.promise_questions_about_access()
        outbox.sweep()


def asked() -> list[tuple[Any, ...]]:
    return sorted(Notification.objects.filter(kind="access_ends").values_list("recipient__name", "about"))


# --- By itself -------------------------------------------------------------------------------------------
def test_access_is_over_at_its_end_without_anything_running(
    client: Client, household: Any, clinic: Any, marco: Any
) -> None:
    guest = give(household, marco, clinic)
    sign_in(client, marco)
    before = client.get(household.get_absolute_url()).status_code

    Involvement.objects.filter(pk=guest.pk).update(period=Period(timezone.now() - timedelta(days=2), timezone.now()))

    assert (before, client.get(household.get_absolute_url()).status_code) == (200, 404)


# --- Being asked -----------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_both_sides_are_asked_a_week_ahead_in_the_name_of_the_face(
    client: Client, household: Any, sanne: Any, clinic: Any, marco: Any
) -> None:
    guest = give(household, marco, clinic, until=access.end_of(SOON))

    a_day()

    event = AuditEvent.objects.get(event="access.end_asked")
    assert asked() == [("Marco Janssen", guest.uuid), ("Sanne Verbeek", guest.uuid)]
    assert OutboxEntry.objects.get(kind="ask_about_access").by == sanne
    assert (event.actor, event.details["scheduled"]) == (sanne.uuid, True)
    sign_in(client, sanne)
    told = client.get(reverse("notifications")).content.decode()
    assert f"Toegang van Marco stopt op {long_date(SOON)}. Nog nodig?" in told
    sign_in(client, marco)
    assert (
        f"Jouw toegang tot Familie Adu stopt op {long_date(SOON)}."
        in client.get(reverse("notifications")).content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_the_same_end_is_asked_about_once_and_a_new_end_again(
    household: Any, sanne: Any, clinic: Any, marco: Any
) -> None:
    guest = give(household, marco, clinic, until=access.end_of(SOON))
    a_day()
    a_day()
    once = len(asked())

    Involvement.objects.filter(pk=guest.pk).update(period=Period(guest.period.lower, guest.period.upper - timedelta(1)))
    a_day()

    assert (once, len(asked())) == (2, 4)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("days", [0, 6])
def test_a_day_that_was_missed_is_made_up_for(household: Any, clinic: Any, marco: Any, days: int) -> None:
    give(household, marco, clinic, until=access.end_of(TODAY + timedelta(days=days)))

    a_day()

    assert len(asked()) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("why", ["later", "stopped", "kept out", "left", "answered", "closed"])
def test_nothing_is_asked_when_there_is_nothing_to_ask(
    *, household: Any, sanne: Any, clinic: Any, marco: Any, why: str
) -> None:
    until = access.end_of(SOON + timedelta(days=30) if why == "later" else SOON)
    guest = give(household, marco, clinic, until=until)
    if why == "stopped":
        access.stop_access(guest, family=FAMILY, by=sanne)
    if why == "kept out":
        exclusions.keep_out(household, marco, by=sanne)
    if why == "left":
        marco.memberships.update(period=(None, timezone.now()))
    if why == "answered":
        endings.let_end(guest, by=sanne)
    if why == "closed":
        Household.objects.filter(pk=household.pk).update(status="closed", closed_at=timezone.now(), close_reason="safe")

    a_day()

    assert asked() == []
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_stopped_between_the_promise_and_the_question_is_not_asked(
    household: Any, sanne: Any, clinic: Any, marco: Any
) -> None:
    guest = give(household, marco, clinic, until=access.end_of(SOON))
    with as_application():
        tasks.promise_questions_about_access()
    access.stop_access(guest, family=FAMILY, by=sanne)

    with as_application():
        outbox.sweep()

    assert asked() == []


@pytest.mark.django_db(transaction=True)
def test_a_duo_whose_organisation_may_no_longer_look_is_asked_about_too(
    household: Any, clinic: Any, marco: Any
) -> None:
    involve(household, marco, clinic, Part.DUO)
    household.group_permissions.filter(group=clinic.group).update(
        period=Period(timezone.now() - timedelta(days=1), access.end_of(SOON))
    )

    a_day()

    assert [name for name, _ in asked()] == ["Marco Janssen", "Sanne Verbeek"]


def test_beat_looks_every_day() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["access-that-ends"]

    assert entry["task"] == tasks.promise_questions_about_access.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({6}, {0})


# --- Mijn dag --------------------------------------------------------------------------------------------
def test_my_day_asks_the_face_and_the_guest(
    client: Client, household: Any, sanne: Any, clinic: Any, marco: Any
) -> None:
    guest = give(household, marco, clinic, until=access.end_of(SOON))
    sign_in(client, sanne)
    of_face = client.get(reverse("accounts:my-day")).content.decode()
    sign_in(client, marco)
    of_guest = client.get(reverse("accounts:my-day")).content.decode()

    extend = reverse("cases:access-extend", args=[household.uuid, guest.uuid])
    assert f"Toegang van Marco stopt op {long_date(SOON)}. Nog nodig?" in of_face
    assert extend in of_face
    assert f"Jouw toegang tot Familie Adu stopt op {long_date(SOON)}. Nog nodig?" in of_guest
    assert "Sanne Verbeek" in of_guest
    assert extend not in of_guest


@pytest.mark.parametrize("who", ["face", "guest"])
def test_let_it_end_is_an_answer_for_both_sides(
    *, client: Client, household: Any, sanne: Any, clinic: Any, marco: Any, who: str
) -> None:
    guest = give(household, marco, clinic, until=access.end_of(SOON))
    user, other = (sanne, marco) if who == "face" else (marco, sanne)
    sign_in(client, user)

    response = client.post(reverse("cases:access-let-end", args=[household.uuid, guest.uuid]))

    assert response["Location"] == reverse("accounts:my-day")
    assert AccessMayEnd.objects.get().answered_by == user
    assert Notification.objects.filter(recipient=other, kind="access_may_end").exists()
    assert Household.objects.visible_to(marco).contains(household)
    for person in (user, other):
        sign_in(client, person)
        assert "Nog nodig?" not in client.get(reverse("accounts:my-day")).content.decode()


def test_two_answers_at_once(household: Any, sanne: Any, clinic: Any, marco: Any) -> None:
    guest = give(household, marco, clinic, until=access.end_of(SOON))
    endings.let_end(guest, by=sanne)

    with pytest.raises(NotOpenAnymore):
        endings.let_end(guest, by=marco)


def test_my_day_with_30_endings_costs_as_many_queries_as_with_one(client: Client, household: Any, clinic: Any) -> None:
    sign_in(client, face_of(household))
    counts = []
    for number in (1, 29):
        for _ in range(number):
            give(household, worker_of(clinic), clinic, level=Level.CARD, until=access.end_of(SOON))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("accounts:my-day")).content.decode()
        counts.append((len(queries), page.count("Nog nodig?")))

    assert [rows for _, rows in counts] == [1, 30]
    assert counts[0][0] == counts[1][0]
