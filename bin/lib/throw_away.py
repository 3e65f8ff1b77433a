"""A migrated database and a broker for one run of tests or of a benchmark; gone afterwards."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lib import environment
from lib.data import DataFolder
from lib.installation import Installation, migrations_mark
from lib.progress import Stopped
from lib.servers import Account, find_postgres
from lib.supervisor import Supervisor

READY_MADE = environment.VENV / "test-data"
READY_MADE_LOCK = environment.VENV / ".test-data.lock"
WAITING = "Een ander commando gebruikt nu de bewaarde testdatabase; even wachten."


@contextlib.contextmanager
def servers(*, durable: bool = False) -> Iterator[Installation]:
    """Start a database with empty tables and a broker, and take everything away afterwards.

    `durable`: the database writes as that of `bin/run` does, for who measures what a commit costs.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    folder = Path(tempfile.mkdtemp(prefix="rondom-test-"))
    supervisor = Supervisor()
    data = DataFolder(folder)
    data.create()
    installation = Installation(data, supervisor)
    try:
        ready_made = _take_ready_made(data)
        installation.start_servers(throw_away=not durable)
        if not ready_made:
            installation.prepare()
            _keep_ready_made(installation)
        yield installation
    finally:
        supervisor.stop()
        installation.remove_sockets()
        shutil.rmtree(folder, ignore_errors=True)


def environment_with_administrator(installation: Installation) -> dict[str, str]:
    """Return an environment that works as the application role, in which a test can also find the administrator."""
    return installation.owner_environment() | {"DATABASE_ROLE": "app"}


def _ready_made() -> Path:
    """Where a migrated, stopped data folder waits for the next run with the same migrations and the same server."""
    server = find_postgres(None, Account())
    return READY_MADE / f"{migrations_mark()[:16]}-{environment.text_digest(str(server))[:8]}"


def _take_ready_made(data: DataFolder) -> bool:
    """Fill `data` with a migrated database of an earlier run; say whether there was one."""
    if os.environ.get("DATABASE_URL"):
        return False
    with environment.only_one(READY_MADE_LOCK, WAITING):
        if not _ready_made().exists():
            return False
        _copy(_ready_made(), data.path)
    return True


def _keep_ready_made(installation: Installation) -> None:
    """Keep a copy of the database as it is after the migrations: the next run saves that time."""
    if not installation.has_own_database:
        return
    with installation.database_at_rest(), environment.only_one(READY_MADE_LOCK, WAITING):
        shutil.rmtree(READY_MADE, ignore_errors=True)
        READY_MADE.mkdir(parents=True)
        fresh = Path(tempfile.mkdtemp(dir=READY_MADE))
        for part in ("postgres", "secrets"):
            _copy(installation.data.path / part, fresh / part)
        fresh.replace(_ready_made())


def _copy(source: Path, target: Path) -> None:
    """Copy a folder with its modes and owners."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    for path in (source, *source.rglob("*")):
        status = path.stat()
        os.chown(target / path.relative_to(source), status.st_uid, status.st_gid)


def _stop(*_: object) -> None:
    raise Stopped
