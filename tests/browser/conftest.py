"""Chromium once, a fresh browser context for every test, and the application on a port of its own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from config import env
from tests.browser.server import Site
from tests.browser.visitor import Visitor

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--no-first-run",
    "--disable-quic",
    "--lang=nl-NL",
]
"""Without these Chromium tries to reach the network, and starts twice as slowly."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """Return the path of Chromium. A suite without a browser is no suite, so its absence is a failure."""
    named = os.environ.get("CHROMIUM", "")
    found = named if Path(named).is_file() else next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("The browser tests need the package `chromium`: apt-get install chromium", pytrace=False)
    return found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder.

    Playwright keeps an event loop in this thread, and Django then refuses the database; nothing here is asynchronous.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def site(django_db_setup: None) -> Iterator[Site]:
    """The application, as the application role, on 127.0.0.1."""
    site = Site()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def visit(browser: Browser, site: Site, transactional_db: None) -> Iterator[Callable[..., Visitor]]:
    """Make visitors for a test with a database of its own; at the end nothing may have gone wrong in their browsers."""
    yield from _visitors(browser, site)


def _visitors(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []

    def arrive(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, site, **options))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.close()
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    raised, site.errors = site.errors, []
    assert (troubles, raised) == ([], []), "\n".join([*troubles, *raised])


@pytest.fixture(scope="module")
def kept_database(browser: Browser, site: Site, django_db_blocker: Any) -> Iterator[None]:
    """One database for all tests of a module, for tests that only look. It is emptied at the end."""
    with django_db_blocker.unblock():
        yield
        site.wait_until_quiet()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def look(browser: Browser, site: Site, kept_database: None) -> Iterator[Callable[..., Visitor]]:
    """Make visitors in the database that the tests of this module share."""
    yield from _visitors(browser, site)


@pytest.fixture(scope="module")
def worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A real Celery worker on the database and the broker of these tests: it does what the outbox promises."""
    folder = tmp_path_factory.mktemp("worker")
    command = [
        *(sys.executable, "-m", "celery", "--app", "config.celery", "worker", "--pool", "solo"),
        *(
            "--beat",
            "--schedule",
            folder / "schedule",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel",
            "INFO",
        ),
    ]
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=_own_environment(), stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_until_ready(process, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=15)


def _own_environment() -> dict[str, str]:
    """The environment of `bin/run`, so that the worker is the application; under xdist each process has a database."""
    name, original = connections["default"].settings_dict["NAME"], env.required("DATABASE_URL")
    head, _, tail = original.partition("?")
    address = f"{head.rpartition('/')[0]}/{name}?{tail}"
    return {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.local"}


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while " ready." not in log.read_text():
        assert process.poll() is None, log.read_text()[-2000:]
        assert time.monotonic() < deadline, log.read_text()[-2000:]
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def _is_production_like() -> None:
    """These pages must be served with the policy of production, or a blocked script would go unseen."""
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"] == ["'self'"]
