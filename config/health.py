"""Is the process there (`/healthz`), and does everything it needs answer (`/readyz`)?"""

import ctypes
import secrets
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from kombu.connection import Connection

from config import row_security

LOOPBACK = {"127.0.0.1", "::1"}
OUTBOX_PATIENCE = timedelta(seconds=60)
"""How long promised work may wait before the worker counts as away."""

_ENDING = "0.dylib" if sys.platform == "darwin" else "so.0"
BROKER_PATIENCE = {"max_retries": 1, "interval_start": 0, "socket_timeout": 1, "socket_connect_timeout": 1}
"""For kombu: one more attempt at once, one second each."""

PDF_LIBRARIES = [f"{name}.{_ENDING}" for name in ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset")]


class HealthMiddleware:
    """Answers both addresses before a session or a transaction is opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `/healthz` to everyone and `/readyz` to this machine; let everything else through."""
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        if request.path == "/readyz" and _is_local(request):
            return readiness()
        return self.get_response(request)


def readiness() -> JsonResponse:
    """Ask every dependency by name: "ok", or the kind of trouble.

    503 when one is not well that pages cannot do without.
    """
    answers = {name: _ask(check) for name, check in CHECKS.items()}
    needed = {answer for name, answer in answers.items() if name not in CAN_DO_WITHOUT}
    return JsonResponse(answers, status=200 if needed == {"ok"} else 503)


def _is_local(request: HttpRequest) -> bool:
    """From this machine itself, and not passed on by a proxy on this machine."""
    passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not passed_on


def _ask(check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:  # any trouble of a dependency is an answer here, not a crash
        return type(error).__name__
    return "ok"


class NotReady(Exception):
    """The dependency answers, and is not well."""


def check_database() -> None:
    """Write a value and read it back."""
    value = secrets.token_hex(8)
    cache.set("readyz", value, 60)
    if cache.get("readyz") != value:
        raise NotReady


def check_broker() -> None:
    """Send a PING, with one second of patience."""
    with Connection(  # type: ignore[no-untyped-call]
        settings.CELERY_BROKER_URL, transport_options=BROKER_PATIENCE
    ) as connection:
        connection.default_channel.client.ping()


def check_worker() -> None:
    """Look for promised work that waits too long while nothing gets done: then nobody works."""
    from accounts import outbox

    if outbox.is_stuck(OUTBOX_PATIENCE):
        raise NotReady


def check_static() -> None:
    """Look for the list of style and script files that collectstatic leaves."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        raise NotReady


def check_pdf() -> None:
    """Open the libraries that make a PDF."""
    for library in PDF_LIBRARIES:
        ctypes.CDLL(library)


def check_access_log() -> None:
    """Ask whether lines can be added, the next month has its place, and no line fell outside the months."""
    from django.db import connection

    from accounts import audit_line

    audit_line.check()
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_log_is_ready()")
        if cursor.fetchone() != (True,):
            raise NotReady


def check_name_finder() -> None:
    """Ask whether the process that searches texts for names has its lists. Pages say so themselves when it has not."""
    from rvt.privacy import library

    if library.state() != "ready":
        raise NotReady


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "row_security": row_security.refuse_unless_it_bites,
    "access_log": check_access_log,
    "broker": check_broker,
    "worker": check_worker,
    "static": check_static,
    "pdf": check_pdf,
    "name_finder": check_name_finder,
}
CAN_DO_WITHOUT = {"name_finder"}
"""Told, but no reason to take the site away: the privacy check says that somebody has to look by hand."""
