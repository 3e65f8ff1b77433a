"""The web server of `bin/run` on a free port, and a browser that only counts milliseconds."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.middleware.csrf import CSRF_SESSION_KEY
from django.test import Client

from accounts.models import User
from tests.signing_in import sign_in

sys.path.append(str(Path(__file__).resolve().parents[2] / "bin"))

from lib import processes

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Times:
    """Answers to one address, in milliseconds, and the size of the last one in bytes."""

    milliseconds: Sequence[float]
    size: int

    @property
    def p50(self) -> float:
        """The middle."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """Nineteen out of twenty are quicker."""
        return statistics.quantiles(self.milliseconds, n=20, method="inclusive")[-1]


class Visitor:
    """One person on one connection that stays open."""

    def __init__(self, port: int, user: User | None = None) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.headers = {"Host": f"{HOST}:{port}", "Accept-Encoding": "identity"}
        if user is not None:
            client = sign_in(Client(), user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            self.headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={session}"
            self.token = client.session[CSRF_SESSION_KEY]

    def get(self, path: str) -> tuple[float, int]:
        """Return milliseconds and bytes of one answer. Raises AssertionError when it is not the page."""
        started = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        taken = (time.perf_counter() - started) * 1000
        assert answer.status == 200, f"{path}: {answer.status} {answer.headers.get('Location', '')}"
        return taken, len(body)

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]], **headers: str) -> tuple[float, str]:
        """Return milliseconds and text of the answer to a form. Raises AssertionError when it is not done."""
        body, headers = urlencode(fields, doseq=True), {"Content-Type": "application/x-www-form-urlencoded", **headers}
        started = time.perf_counter()
        self.connection.request("POST", path, body, headers=self.headers | headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        taken = (time.perf_counter() - started) * 1000
        assert answer.status == 200, f"{path}: {answer.status} {answer.headers.get('Location', '')}"
        return taken, text

    def read(self, path: str) -> str:
        """Return the text of one page."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, f"{path}: {answer.status}"
        return text

    def save(self, path: str, body: str) -> float:
        """Send a form that is kept and leads elsewhere; return the milliseconds. Raises AssertionError."""
        headers = self.headers | {
            "Origin": f"http://{self.headers['Host']}",
            "X-CSRFToken": self.token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        started = time.perf_counter()
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        taken = (time.perf_counter() - started) * 1000
        assert answer.status == 303, f"{path}: {answer.status} {text[-2000:].decode()}"
        return taken

    def measure(self, path: str, *, times: int, warm_up: int = 8) -> Times:
        """Ask a page again and again, one after the other."""
        for _ in range(warm_up):
            self.get(path)
        answers = [self.get(path) for _ in range(times)]
        return Times([taken for taken, _ in answers], answers[-1][1])


@contextlib.contextmanager
def server(application: str = "config.wsgi", **environment: str) -> Iterator[int]:
    """Run the web server with the arguments of `bin/run`; yields its port.

    `application`: the module that is served; `environment` comes on top of that of this process.
    """
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    *command, _ = [sys.executable if part == "python" else part for part in processes.web(HOST, port)]
    child = subprocess.Popen([*command, f"{application}:application"], env=os.environ | environment)
    try:
        _wait(port, child)
        yield port
    finally:
        child.terminate()
        child.wait(timeout=20)


def _wait(port: int, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert child.poll() is None, "the web server stopped"
        assert time.monotonic() < deadline, "the web server does not start"
        with contextlib.suppress(OSError, AssertionError):
            Visitor(port).get("/healthz")
            return
        time.sleep(0.1)
