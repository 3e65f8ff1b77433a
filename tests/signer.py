"""A signer for tests: the real server at a real socket, with keys of its own, in a thread beside the tests.

A test whose rows are never committed is seen by no other line to the database, so the signer then asks over the line of
the test. Whatever was committed it asks as in production, as its own role. `test_signer.py` starts the real process.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections
from psycopg.pq import TransactionStatus

from tests import administration
from veiligheidskaart.signer.finals import QUERY, Final, Finals
from veiligheidskaart.signer.keys import Keys
from veiligheidskaart.signer.server import Server, Signer


@contextlib.contextmanager
def running(name: str) -> Iterator[Keys]:
    """Run one that looks in database `name`; settings and environment say where it is."""
    folder = Path(tempfile.mkdtemp(prefix="signer-"))  # short: the path of a socket holds 107 signs
    keys = Keys(folder / "keys", folder / "list.json")
    keys.prepare()
    finals = Finals(administration.address(name), Path(os.environ["SIGNER_PASSWORD_FILE"]))
    line = connections["default"]  # of this thread: the one that the tests use
    line.inc_thread_sharing()

    def find(edition: UUID) -> Final | None:
        inner = line.connection
        if inner is not None and not inner.closed and inner.info.transaction_status != TransactionStatus.IDLE:
            with inner.cursor() as cursor:
                role = cursor.execute("SHOW role").fetchone()[0]  # "none" without one
                cursor.execute("RESET ROLE")
                row = cursor.execute(QUERY, [edition]).fetchone()
                cursor.execute(f'SET ROLE "{role}"')
            return Final(*row) if row else None
        return finals.find(edition)

    server = Server(folder / "socket", Signer(keys, find))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    before = settings.SIGNER, settings.KEY_LIST
    settings.SIGNER, settings.KEY_LIST = str(folder / "socket"), str(folder / "list.json")
    os.environ |= {"SIGNER": settings.SIGNER, "KEY_LIST": settings.KEY_LIST}
    try:
        yield keys
    finally:
        settings.SIGNER, settings.KEY_LIST = before
        server.shutdown()
        server.server_close()
        thread.join()
        line.dec_thread_sharing()
        finals.close()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def process(folder: Path, name: str) -> Iterator[str]:
    """Run the real process with its keys in `folder`, looking in database `name`; give its socket."""
    command = [
        *(sys.executable, "-m", "veiligheidskaart.signer", "--keys", str(folder / "keys")),
        *("--public", str(folder / "list.json"), "--socket", str(folder / "socket")),
    ]
    env = {
        "DATABASE_URL": administration.address(name),
        "SIGNER_PASSWORD_FILE": os.environ["SIGNER_PASSWORD_FILE"],
        "PATH": os.environ["PATH"],
    }
    child = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "signer: ready.\n"
        yield str(folder / "socket")
    finally:
        child.terminate()
        child.communicate(timeout=10)
