"""One person at one browser: signs in, keeps a list of everything that goes wrong, and reads what has focus."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from accounts.models import User
from tests.browser.server import HOST, Site
from tests.signing_in import sign_in

SIZES = {
    "wide": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
    "least": {"width": 320, "height": 700},
}
"""Viewports in CSS pixels."""

NO_TROUBLE = (
    "Failed to load resource",  # said of any answer of 400 and more; the answers themselves are looked at instead
    "Response Status Error Code",  # htmx says the same
    "Error with Permissions-Policy header: Unrecognized feature",  # an older Chromium knows fewer features
)
"""Beginnings of lines on the console that say nothing about our pages."""


class Visitor:
    """A browser context with one page. What goes wrong in it stands in `troubles`; the fixture refuses any."""

    def __init__(
        self, browser: Browser, site: Site, *, size: str = "wide", script: bool = True, host: str = HOST
    ) -> None:
        self.site = site
        self.url = f"http://{host}:{site.port}"
        self.troubles: list[str] = []
        self.expected: set[int] = set()
        self.forgiven: set[str] = set()
        self.context: BrowserContext = browser.new_context(
            base_url=self.url,
            viewport=SIZES[size],  # type: ignore[arg-type]
            java_script_enabled=script,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(30_000)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self._note(f"page error: {error.error}"))
        self.context.on("requestfailed", self._failed)
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)
        self.page: Page = self.context.new_page()
        self._inspector = self.context.new_cdp_session(self.page) if script else None

    # --- Being somebody -------------------------------------------------------------------------

    def become(self, user: User) -> None:
        """Sign in as `user` without the pages; for tests that are about something else."""
        client = sign_in(Client(), user)
        self.carry(client.cookies[settings.SESSION_COOKIE_NAME].value)

    def carry(self, session_key: str) -> None:
        """Hold this session from now on."""
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_key, "url": self.url}])

    def expect(self, *statuses: int) -> None:
        """Answers of 400 and more that belong to this test."""
        self.expected.update(statuses)

    def forgive(self, *parts: str) -> None:
        """Lines with one of these parts in them belong to this test."""
        self.forgiven.update(parts)

    def open(self, path: str) -> Response:
        """Go to a path of the site."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    # --- What goes wrong ------------------------------------------------------------------------

    def _note(self, trouble: str) -> None:
        if not any(part in trouble for part in self.forgiven):
            self.troubles.append(trouble)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(NO_TROUBLE):
            self._note(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:")):
            self._note(f"asked elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that goes on to the next one lets go of what it was still asking for.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed request: {request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self._note(f"answer {response.status}: {response.request.method} {response.url}")

    # --- What has focus -------------------------------------------------------------------------

    def focused(self) -> str:
        """Return the accessible name of what has focus, as a screen reader says it; "body" when nothing has."""
        node = self._focused_node()
        return str(node.get("name", {}).get("value", "")).strip()

    def focused_role(self) -> str:
        """Return the role of what has focus."""
        return str(self._focused_node().get("role", {}).get("value", ""))

    def wait_for_focus(self, name: str, *, role: str = "", seconds: float = 30.0) -> None:
        """Wait until what is called `name` has focus: after a swap that is where the reader goes on."""
        deadline = time.monotonic() + seconds
        while self.focused() != name or role not in {"", self.focused_role()}:
            assert time.monotonic() < deadline, f"{name!r} should have focus; {self.focused()!r} has it"
            self.page.wait_for_timeout(20)

    def _focused_node(self) -> dict[str, Any]:
        assert self._inspector is not None, "without script nothing can be inspected"
        found = self._inspector.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        tree = self._inspector.send(
            "Accessibility.getPartialAXTree", {"objectId": found["objectId"], "fetchRelatives": False}
        )
        return dict(tree["nodes"][0])

    def has_visible_focus(self) -> bool:
        """Is there an outline around what has focus, or around the label or the row that stands for it?"""
        return bool(self.page.evaluate(VISIBLE_FOCUS))

    def close(self) -> None:
        """Leave, and let the server finish what it was doing."""
        self.context.close()
        self.site.wait_until_quiet()


VISIBLE_FOCUS = """() => {
  const outlined = (element) => {
    if (!element) return false;
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  const active = document.activeElement;
  const box = active.getBoundingClientRect();
  const shown = [active, active.closest('label'), active.closest('.rows li'), active.labels && active.labels[0]];
  return box.bottom > 0 && box.top < innerHeight && shown.some(outlined);
}"""
