"""The application on a port of its own, in this process: every header and file as in production."""

import threading
import time
import traceback
from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import got_request_exception
from django.test.testcases import QuietWSGIRequestHandler

HOST = "127.0.0.1"


class Site:
    """A threaded web server around all middleware; whitenoise serves the files, as it does in production."""

    def __init__(self) -> None:
        self._application = WSGIHandler()
        self._busy = 0
        self.errors: list[str] = []
        self._lock = threading.Lock()
        self._server = ThreadedWSGIServer((HOST, 0), QuietWSGIRequestHandler)
        self._server.set_app(self._answer)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.port: int = self._server.server_address[1]

    def start(self) -> None:
        """Serve from now on, and keep what a view raised."""
        got_request_exception.connect(self._keep_error)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        self.wait_until_quiet()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        got_request_exception.disconnect(self._keep_error)

    def _keep_error(self, **_: object) -> None:
        self.errors.append(traceback.format_exc())

    def wait_until_quiet(self, seconds: float = 10.0) -> None:
        """Wait until no request is being answered: the database may be emptied then."""
        deadline = time.monotonic() + seconds
        while self._busy:
            assert time.monotonic() < deadline, "a request takes longer than a test may wait for"
            time.sleep(0.01)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._lock:
            self._busy += 1
        try:
            return self._application(environ, start_response)
        finally:
            with self._lock:
                self._busy -= 1
