"""A household page in Chromium as on a slow phone: when the largest thing stands, and what moves.

The profile is that of Lighthouse for a phone on a slow 4G line: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up,
and a processor four times as slow as this one. Nothing is kept from an earlier look.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from accounts.models import User
from tests.bench import _web
from tests.browser.conftest import FLAGS, chromium
from tests.signing_in import sign_in

LARGEST_MS = 1_500
LINE = "150 ms, 1.6 Mbit/s down, 0.75 up, processor 4 times as slow"
THROTTLE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4
PHONE = {"width": 390, "height": 844}

WATCH = """
window.seen = {largest: 0, what: '', shift: 0};
new PerformanceObserver(list => { for (const entry of list.getEntries()) {
  window.seen.largest = entry.startTime;
  const what = entry.element;
  window.seen.what = what ? what.tagName.toLowerCase() + (what.className ? '.' + what.className : '') : '';
} }).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => { for (const entry of list.getEntries()) {
  if (!entry.hadRecentInput) window.seen.shift += entry.value;
} }).observe({type: 'layout-shift', buffered: true});
"""


@dataclass(frozen=True)
class Seen:
    """Looks at one page: when its largest thing stood (ms), how much moved in each, and what the largest thing was."""

    milliseconds: list[float]
    shifts: list[float]
    largest: str


@contextmanager
def _browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


def _context(browser: Browser, port: int, user: User) -> BrowserContext:
    url = f"http://{_web.HOST}:{port}"
    context = browser.new_context(base_url=url, viewport=PHONE, locale="nl-NL", timezone_id="Europe/Amsterdam")  # type: ignore[arg-type]
    session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    return context


def looks(port: int, user: User, path: str, *, times: int) -> Seen:
    """Open the page in a new, empty context each time, scroll down and back, and read what Chromium saw."""
    found: list[dict[str, Any]] = []
    with _browser() as browser:
        for _ in range(times):
            context = _context(browser, port, user)
            page = context.new_page()
            page.add_init_script(WATCH)
            inspector = context.new_cdp_session(page)
            inspector.send("Network.enable")
            inspector.send("Network.emulateNetworkConditions", THROTTLE)
            inspector.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, answer.status
            page.wait_for_timeout(500)
            page.mouse.wheel(0, 20_000)
            page.wait_for_timeout(300)
            found.append(page.evaluate("window.seen"))
            context.close()
    return Seen([each["largest"] for each in found], [each["shift"] for each in found], found[-1]["what"])
