"""Work is promised with the change, done once, and found again when nobody was told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts import outbox
from accounts.choices import OutboxState
from accounts.clock import now
from accounts.models import OutboxEntry
from tests import administration
from tests.accounts.factories import UserFactory
from tests.application import as_application

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "test-make-group"
"""The effect of the tests is a row: an auth group with the name in the arguments."""


@pytest.fixture(autouse=True)
def no_wake_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sweeps but the test: no worker runs beside it, and the broker is asked for nothing."""
    monkeypatch.setattr(current_app, "send_task", lambda *args, **options: None)


@pytest.fixture
def handle() -> Iterator[Callable[[outbox.Handler], None]]:
    """Say what the job does, for this test."""

    def register(function: outbox.Handler) -> None:
        outbox.handles(KIND)(function)

    register(make_group)
    yield register
    outbox._handlers.pop(KIND, None)


def make_group(entry: OutboxEntry) -> None:
    Group.objects.create(name=entry.args["name"])


def promise(name: str = "een", key: str = "1") -> OutboxEntry:
    with transaction.atomic():
        outbox.enqueue(KIND, unique_key=key, by=UserFactory(), name=name)
    return OutboxEntry.objects.get(unique_key=f"{KIND}:{key}")


def sweep(*, during: timedelta | None = None) -> int:
    """Sweep as a worker does: as the application, and as nobody until a row is claimed."""
    with as_application():
        return outbox.sweep(during=during)


def claim() -> OutboxEntry | None:
    with as_application():
        return outbox._claim()


def work_on(entry: OutboxEntry) -> bool:
    with as_application():
        return outbox._work_on(entry)


def make_due(entry: OutboxEntry) -> None:
    OutboxEntry.objects.filter(pk=entry.pk).update(due_at=now() - timedelta(seconds=1))


def test_work_is_done_once_and_the_row_says_so(handle):
    entry = promise()

    assert (sweep(), sweep()) == (1, 0)

    entry.refresh_from_db()
    assert (entry.state, entry.attempts, entry.done_at is not None) == (OutboxState.DONE, 1, True)
    assert Group.objects.get().name == "een"


def test_work_cannot_be_promised_outside_a_transaction(handle):
    assert not connection.in_atomic_block

    with pytest.raises(RuntimeError, match="in the transaction that makes it necessary"):
        outbox.enqueue(KIND, unique_key="1", by=UserFactory(), name="een")

    assert not OutboxEntry.objects.exists()


def test_work_that_nobody_handles_cannot_be_promised():
    with pytest.raises(KeyError), transaction.atomic():
        outbox.enqueue("nobody-does-this", unique_key="1", by=UserFactory())


def test_a_promise_disappears_with_the_change_that_failed(handle):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.enqueue(KIND, unique_key="1", by=UserFactory(), name="een")
        raise ZeroDivisionError

    assert not OutboxEntry.objects.exists()


def test_the_same_promise_twice_is_one_row_and_one_effect(handle):
    first, second = promise(), promise()

    sweep()
    promise()
    sweep()

    assert first.pk == second.pk
    assert Group.objects.count() == 1


def test_a_job_that_fails_midway_leaves_nothing_and_comes_back(handle, caplog):
    def fail_after_the_effect(entry: OutboxEntry) -> None:
        make_group(entry)
        raise ZeroDivisionError("a message with a name in it")

    handle(fail_after_the_effect)
    entry = promise()

    assert sweep() == 0

    entry.refresh_from_db()
    assert not Group.objects.exists()
    assert (entry.state, entry.attempts, entry.last_error) == (OutboxState.WAITING, 1, "ZeroDivisionError")
    assert entry.due_at > now()

    handle(make_group)
    make_due(entry)
    assert sweep() == 1
    assert Group.objects.count() == 1


def test_one_job_that_fails_does_not_stop_the_next(handle):
    def fail_for_one(entry: OutboxEntry) -> None:
        if entry.args["name"] == "kapot":
            raise ZeroDivisionError
        make_group(entry)

    handle(fail_for_one)
    promise("kapot", key="1")
    promise("goed", key="2")

    assert sweep() == 1
    assert Group.objects.get().name == "goed"


def test_a_job_that_keeps_failing_is_laid_aside(handle):
    def fail(entry: OutboxEntry) -> None:
        raise ZeroDivisionError

    handle(fail)
    entry = promise()

    for _ in range(outbox.MAX_ATTEMPTS):
        make_due(entry)
        sweep()

    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == (OutboxState.DEAD, outbox.MAX_ATTEMPTS)
    make_due(entry)
    assert sweep() == 0


def test_a_worker_that_was_killed_leaves_the_row_to_the_next_after_its_lease(handle):
    entry = promise()
    assert claim() == entry  # and then the worker dies

    assert sweep() == 0, "the lease still runs"
    make_due(entry)

    assert sweep() == 1
    assert Group.objects.count() == 1


def test_a_slow_worker_that_lost_its_lease_has_no_effect(handle, caplog):
    entry = promise()
    slow = claim()
    make_due(entry)
    assert sweep() == 1
    Group.objects.all().delete()

    with caplog.at_level(logging.WARNING, logger="accounts.outbox"):
        assert work_on(slow) is False

    assert not Group.objects.exists(), "what the slow worker did is rolled back"
    assert "taken over" in caplog.text


def test_a_slow_worker_that_fails_does_not_disturb_the_one_that_took_over(handle):
    def fail(entry: OutboxEntry) -> None:
        raise ZeroDivisionError

    entry = promise()
    slow = claim()
    make_due(entry)
    claim()
    handle(fail)

    work_on(slow)

    entry.refresh_from_db()
    assert (entry.last_error, entry.fence) == ("", 2)


def test_a_row_that_another_worker_is_claiming_is_passed_over(handle):
    promise("bezet", key="1")
    promise("vrij", key="2")
    with administration.connect(connections["default"].settings_dict["NAME"], autocommit=False) as other:
        other.execute("SELECT 1 FROM accounts_outboxentry WHERE unique_key = %s FOR UPDATE", [f"{KIND}:1"])

        assert sweep() == 1

    assert Group.objects.get().name == "vrij"


def test_a_turn_ends_in_time_and_the_rest_waits(handle):
    promise("een", key="1")
    promise("twee", key="2")

    assert sweep(during=timedelta(microseconds=1)) == 1

    assert OutboxEntry.objects.filter(state=OutboxState.WAITING).count() == 1


def test_a_lease_outlives_a_task():
    assert outbox.LEASE.total_seconds() > current_app.conf.task_time_limit > outbox.TURN.total_seconds()


def test_arguments_are_kept_as_text_that_survives_the_database(handle):
    user = UserFactory()
    with transaction.atomic():
        outbox.enqueue(KIND, unique_key="1", by=user, card=user.uuid, number=3)

    entry = OutboxEntry.objects.get()
    assert entry.args == {"card": str(user.uuid), "number": 3}
    assert entry.created_at <= timezone.now()


class TestBrokerAway:
    """The broker is only the wake-up."""

    @pytest.fixture(autouse=True)
    def no_broker(self, no_wake_up: None, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
        """Point Celery at a socket where nobody answers."""
        monkeypatch.undo()
        monkeypatch.setattr(current_app.conf, "broker_url", f"redis+socket://{tmp_path}/nobody.sock")
        monkeypatch.setattr(current_app, "_pool", None)
        monkeypatch.setattr(current_app.amqp, "_producer_pool", None)

    def test_the_change_stays_and_the_sweeper_finds_the_work_later(self, handle, caplog):
        with caplog.at_level(logging.WARNING, logger="accounts.outbox"):
            entry = promise()

        entry.refresh_from_db()
        assert entry.state == OutboxState.WAITING
        assert "the broker did not answer" in caplog.text
        assert sweep() == 1
        assert Group.objects.count() == 1
