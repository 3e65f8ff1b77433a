"""Drills with a real worker: it is killed while it renders, and the broker is away when a card is finalised."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from accounts import outbox
from accounts.choices import OutboxState
from accounts.clock import StatementTimestamp
from accounts.models import OutboxEntry
from tests.veiligheidskaart import factories
from veiligheidskaart.models import KaartPdf

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FINALISE = """
import django; django.setup()
from cases.models import Household
from tests.veiligheidskaart.factories import finalised
finalised(Household.objects.get())
"""


def environment(**changed: str) -> dict[str, str]:
    """Return the environment of a process that works on the database of this test."""
    url = urlsplit(os.environ["DATABASE_URL"])
    here = urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
    return os.environ | {
        "DATABASE_URL": here,
        "PYTHONPATH": str(settings.BASE_DIR),
        "PYTHONWARNINGS": "default",
        **changed,
    }


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker as `bin/run` does: as the application role, in a process group of its own."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "config.celery",
        "worker",
        "--concurrency",
        "1",
        "-O",
        "fair",
        "--loglevel",
        "WARNING",
    ]
    env = environment(DJANGO_SETTINGS_MODULE="config.settings.local")
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition: Callable[[], bool], *, seconds: float) -> float:
    """Wait until `condition` holds, waking the worker up as beat does; return how many seconds it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "It did not happen in time."
        outbox.wake_up()
        time.sleep(0.2)
    return time.monotonic() - began


def everything_is_done() -> bool:
    return not OutboxEntry.objects.exclude(state=OutboxState.DONE).exists()


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """No wake-up of an earlier test is left."""
    current_app.control.purge()


def test_a_worker_killed_while_it_renders_leaves_one_pdf_a_little_later() -> None:
    version = factories.finalised()
    with worker() as first:
        wait_for(lambda: OutboxEntry.objects.filter(fence__gte=1, state=OutboxState.WAITING).exists(), seconds=90)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    half_done = OutboxEntry.objects.filter(fence__gte=1, state=OutboxState.WAITING)
    assert half_done.count() == 1
    # The next worker takes it over when the lease of 30 seconds has ended; the drill does not wait for that.
    half_done.update(due_at=StatementTimestamp())

    with worker():
        seconds = wait_for(everything_is_done, seconds=120)

    assert sorted(KaartPdf.objects.values_list("edition_id", flat=True)) == sorted(
        version.editions.values_list("pk", flat=True)
    )
    print(f"FIGURE card_after_kill_pdfs {KaartPdf.objects.count()} 4")
    print(f"FIGURE card_after_kill_seconds {seconds:.1f} 60")


def test_a_card_that_was_finalised_while_the_broker_was_away_comes_once() -> None:
    factories.with_draft()
    away = environment(REDIS_URL="redis+socket:///nonexistent/broker.sock")
    subprocess.run([sys.executable, "-c", FINALISE], cwd=settings.BASE_DIR, env=away, check=True, timeout=120)
    assert OutboxEntry.objects.filter(state=OutboxState.WAITING).count() == 4

    with worker():
        wait_for(everything_is_done, seconds=120)

    assert KaartPdf.objects.count() == 4
    print(f"FIGURE card_broker_away_pdfs {KaartPdf.objects.count()} 4")
