"""Work that no person starts: due lists of the database say for whom, and each job acts as that person, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import outbox
from accounts.models import AuditEvent, Notification, OutboxEntry, User
from accounts.notifications import notify
from accounts.tasks import promise_digests
from cases.models import FilmEvent, Household
from cases.tasks import promise_looks_for_silence
from config.celery import app
from tests.accounts.factories import OrganisationFactory, UserFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.localdate() - timedelta(days=90)


def a_morning() -> None:
    """What beat and a worker do, as the application and in nobody's name."""
    with as_application():
        promise_looks_for_silence()
        outbox.sweep()


def eight_o_clock() -> None:
    with as_application():
        promise_digests()
        outbox.sweep()


def silent_household(**fields: object) -> Household:
    household = HouseholdFactory(**fields)
    Household.objects.filter(pk=household.pk).update(together_since=LONG_AGO, contact_every_days=14)
    return household


def told_of() -> list[tuple[str, object]]:
    rows = Notification.objects.filter(kind="household_silent")
    return sorted(rows.values_list("recipient__name", "about"))


# --- Lang stil --------------------------------------------------------------------------------------


def test_the_face_hears_once_that_a_family_has_been_silent() -> None:
    silent, _ = silent_household(), HouseholdFactory()
    face = face_of(silent)

    a_morning()
    OutboxEntry.objects.all().delete()  # the next day
    a_morning()

    assert told_of() == [(face.name, silent.uuid)]
    event = AuditEvent.objects.get(event="household.silence_told")
    assert (event.actor, event.target, event.details) == (face.uuid, silent.uuid, {"scheduled": True})


def test_a_contact_ends_the_silence_and_the_next_silence_is_told_again() -> None:
    silent = silent_household()
    a_morning()
    Notification.objects.update(at=timezone.now() - timedelta(days=60))
    FilmEvent.objects.create(
        household=silent,
        lane="fine",
        text="Samen gegeten.",
        happened_on=timezone.localdate() - timedelta(days=30),
        told_by_person=silent.people.first(),
        added_by=face_of(silent),
    )
    OutboxEntry.objects.all().delete()

    a_morning()

    assert len(told_of()) == 2


def test_a_job_sees_only_the_families_of_its_own_face() -> None:
    first, second = silent_household(), silent_household()

    a_morning()

    assert told_of() == sorted([(face_of(first).name, first.uuid), (face_of(second).name, second.uuid)])
    assert {row.by for row in OutboxEntry.objects.filter(kind="look_for_silence")} == {face_of(first), face_of(second)}


def test_the_notification_names_the_family_to_the_face_and_leads_there() -> None:
    silent = silent_household(call_name="Familie Adu")
    a_morning()

    page = sign_in(Client(), face_of(silent)).get("/meldingen/").content.decode()

    assert "Familie Adu is lang stil." in page
    assert silent.get_absolute_url() in page


# --- The mail of eight o'clock ------------------------------------------------------------------------


def somebody_with_news(hours: int = 1, **fields: object) -> User:
    person = worker_of(OrganisationFactory(), **fields)
    notify(person, "absence_yes", about=person.uuid, by=UserFactory())
    Notification.objects.filter(recipient=person).update(at=timezone.now() - timedelta(hours=hours))
    return person


def test_who_has_news_gets_one_mail_that_says_only_that() -> None:
    person = somebody_with_news(email="lotte@voorbeeld.example")
    UserFactory()

    eight_o_clock()
    eight_o_clock()

    (message,) = mail.outbox
    assert message.to == ["lotte@voorbeeld.example"]
    assert message.subject == "Er staat iets voor je klaar in Rondom"
    assert f"{settings.SITE_URL}/" in message.body
    assert person.name not in message.body
    event = AuditEvent.objects.get(event="user.digest_promised")
    assert (event.actor, event.details) == (person.uuid, {"scheduled": True})


def test_who_wants_no_mail_at_8_gets_none() -> None:
    person = somebody_with_news()
    User.objects.filter(pk=person.pk).update(daily_mail=False)

    eight_o_clock()

    assert mail.outbox == []


def test_news_that_was_read_is_old_or_is_for_somebody_who_was_blocked_brings_no_mail() -> None:
    read, blocked = somebody_with_news(), somebody_with_news()
    somebody_with_news(hours=25)
    Notification.objects.filter(recipient=read).update(read_at=timezone.now())
    User.objects.filter(pk=blocked.pk).update(is_active=False)

    eight_o_clock()

    assert mail.outbox == []


def test_every_task_of_the_clock_is_there_and_every_one_has_a_name() -> None:
    app.loader.import_default_modules()
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert tasks <= set(app.tasks)
