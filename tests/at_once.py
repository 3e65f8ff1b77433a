"""Two requests really at once: each in a thread with a line to the database of its own."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, connections
from django.test import Client


def post(client: Client, path: str, data: dict[str, Any]) -> int:
    """Post from a thread; return the status."""
    try:
        return client.post(path, data).status_code
    finally:
        connections.close_all()


def wait_until_somebody_waits() -> None:
    """Return when a line to the database waits for a lock of another. Raises AssertionError."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")
