"""Meldingen (ux, S31): a list by day, with read marks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.notifications import notify
from accounts.services import availability
from tests.accounts.factories import OrganisationFactory, UserFactory, worker_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def asked(number: int = 1):
    """Return a stand-in who was asked `number` times, by as many colleagues."""
    team = OrganisationFactory()
    sanne = worker_of(team, name="Sanne Verbeek")
    day = timezone.localdate() + timedelta(days=2)
    for count in range(number):
        colleague = worker_of(team, name=f"Fatima{count} el Amrani")
        availability.ask_absence(colleague, stand_in=sanne, first_day=day, last_day=day, by=colleague)
    return sanne


def test_a_notification_is_a_sentence_with_a_button(client):
    sign_in(client, asked())

    page = client.get("/meldingen/").content.decode()

    assert "Fatima0 vraagt: neem jij waar op " in page
    assert "Geef antwoord" in page


def test_a_notification_of_somebody_else_is_not_shown(client):
    asked()
    sign_in(client, UserFactory())

    page = client.get("/meldingen/").content.decode()

    assert "Fatima" not in page
    assert "Geen meldingen." in page


def test_looking_does_not_mark_as_read_and_the_button_does(client):
    sanne = asked()
    sign_in(client, sanne)

    client.get("/meldingen/")
    after_looking = Notification.objects.visible_to(sanne).unread().count()
    answer = client.post(reverse("accounts:notifications-read"))

    assert after_looking == 1
    assert (answer.status_code, answer["Location"]) == (303, "/meldingen/")
    assert not Notification.objects.visible_to(sanne).unread().exists()
    assert "Nieuw" not in client.get("/meldingen/").content.decode().split("<main")[1]


def test_marking_read_touches_nobody_else(client):
    sanne = asked()
    sign_in(client, UserFactory())

    client.post(reverse("accounts:notifications-read"))

    assert Notification.objects.visible_to(sanne).unread().count() == 1


def test_a_kind_that_no_room_tells_is_left_out(client):
    user = UserFactory()
    notify(user, "kind_of_tomorrow", about=user.uuid, by=user)
    sign_in(client, user)

    page = client.get("/meldingen/")

    assert page.status_code == 200
    assert page.context["days"] == []


def test_the_list_costs_the_same_with_one_and_with_thirty(client):
    counts = []
    for number in (1, 30):
        sign_in(client, asked(number))
        with CaptureQueriesContext(connection) as counted:
            client.get("/meldingen/")
        counts.append(len(counted))

    assert counts[0] == counts[1] <= 12
