"""Answers over a unix socket: one line of JSON in, one line out. Only the account that runs it can reach it."""

from __future__ import annotations

import json
import os
import socketserver
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

from rvt.name_finder.finder import Finder

MOST_BYTES = 2_000_000
"""Of one question: many times what a form can hold."""

PATIENCE = 5.0
"""Seconds that a caller may take to say and to hear everything."""


class Answer(socketserver.StreamRequestHandler):
    """`{"texts": [...]}` is answered with `{"state": "ready", "found": [[[start, end, kind], ...], ...]}`.

    Until the lists are loaded with `{"state": "warming"}`.
    """

    timeout = PATIENCE
    server: Server

    def handle(self) -> None:
        """Answer once. Who says nothing that can be understood gets no answer."""
        line = self.rfile.readline(MOST_BYTES)
        try:
            texts = json.loads(line)["texts"]
        except (ValueError, KeyError, TypeError):
            return
        self.wfile.write(json.dumps(self.server.answer(texts)).encode() + b"\n")


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Listens at once, and searches as soon as the lists are loaded."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, socket: Path, lists: Path) -> None:
        socket.unlink(missing_ok=True)
        mask = os.umask(0o177)
        try:
            super().__init__(str(socket), Answer)
        finally:
            os.umask(mask)
        self._finder: Finder | None = None
        self._one_at_a_time = threading.Lock()
        threading.Thread(target=self._load, args=[lists], daemon=True).start()

    def answer(self, texts: list[str]) -> dict[str, Any]:
        """Return the state and what was found in each text."""
        if self._finder is None:
            return {"state": "warming"}
        with self._one_at_a_time:
            return {"state": "ready", "found": [self._finder.find(text) for text in texts]}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what kind of trouble it was, and nothing of the text."""
        _say(type(sys.exc_info()[1]).__name__, sys.stderr)

    def _load(self, lists: Path) -> None:
        """Load, or end the process: whoever looks after it starts it again and shows why."""
        try:
            self._finder = Finder(lists)
        except Exception as error:  # anything: without its lists it has nothing to do
            _say(f"{type(error).__name__}: {error}", sys.stderr)
            os._exit(1)
        _say("ready.", sys.stdout)


def _say(words: str, where: TextIO) -> None:
    """What the log of this process holds."""
    where.write(f"name finder: {words}\n")
    where.flush()
