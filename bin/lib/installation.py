"""Database and broker of one data folder: embedded, or those of DATABASE_URL and REDIS_URL."""

import contextlib
import hashlib
import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from lib import environment, process, processes
from lib.data import DataFolder
from lib.environment import PYTHON, ROOT
from lib.servers import Broker, Command, Postgres, socket_folder, unprivileged_account
from lib.supervisor import Program, Supervisor


def without_credentials(url: str) -> str:
    """Return a database address without name and password."""
    parts = urlsplit(url)
    return _address(parts, parts.netloc.rpartition("@")[2])


def without_password(url: str) -> tuple[str, str]:
    """Split a database address into the same address without its password, and the password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, ""
    name = parts.netloc.rpartition("@")[0].partition(":")[0]
    return _address(parts, f"{name}@{parts.netloc.rpartition('@')[2]}"), unquote(parts.password)


def _address(parts: SplitResult, place: str) -> str:
    """Join an address again; `urlunsplit` would lose the two slashes when there is no host."""
    return f"{parts.scheme}://{place}{parts.path}" + (f"?{parts.query}" if parts.query else "")


class Installation:
    """Starts what is embedded under `supervisor`, and knows the addresses of everything."""

    def __init__(self, data: DataFolder, supervisor: Supervisor) -> None:
        self.data, self.supervisor = data, supervisor
        self.database_url = os.environ.get("DATABASE_URL", "")
        self.broker_url = os.environ.get("REDIS_URL", "")
        self.sockets: Path | None = None
        self.postgres: Postgres | None = None

    @property
    def has_own_database(self) -> bool:
        """Is the database embedded in the data folder?"""
        return self.postgres is not None

    def start_servers(self, *, with_broker: bool = True, throw_away: bool = False) -> None:
        """Start database and broker, unless an address for them was given. Raises Failure."""
        account = unprivileged_account()
        self.sockets = socket_folder(account)
        if self.database_url and (self.broker_url or not with_broker):
            return
        if with_broker and not self.broker_url:
            broker = Broker(self.data.broker, self.sockets, account)
            self.supervisor.launch(self._server("broker", broker.command(), broker.answers, signal.SIGTERM))
            self.broker_url = broker.address()
        if not self.database_url:
            self.postgres = Postgres(self.data.database, self.sockets, account, throw_away=throw_away)
            password = self.data.secret_file("database_admin").read_text(encoding="utf-8")
            self.postgres.create(password, self.data.log / "initdb.log")
            # SIGINT is the "fast" stop of PostgreSQL: it ends sessions instead of waiting for them.
            server = self._server("database", self.postgres.command(), self.postgres.answers, signal.SIGINT)
            self.supervisor.start(server, seconds=120)
            self.database_url = self.postgres.address(Postgres.ADMIN)
        for program in self.supervisor.programs:
            self.supervisor.wait_for(program.ready, seconds=30, program=program)

    def _server(self, name: str, command: Command, ready: object, stop_signal: int) -> Program:
        return Program(
            name,
            command.arguments,
            fresh_log(self.data, name),
            command.options,
            stage=1,
            stop_signal=stop_signal,
            ready=ready,  # type: ignore[arg-type]
        )

    def announce(self) -> None:
        """Leave the addresses for `bin/manage`."""
        note = {"database": self.database_url, "broker": self.broker_url, "sockets": str(self.sockets or "")}
        note["database"] = without_password(note["database"])[0]
        self.data.remember("running", json.dumps(note))

    def application_environment(self) -> dict[str, str]:
        """Return the environment of web, worker, beat and ordinary commands."""
        return self.data.application(
            database=without_credentials(self.database_url), broker=self.broker_url, sockets=str(self.sockets or "")
        )

    def owner_environment(self) -> dict[str, str]:
        """Return the environment of migrations: the only one with the administrator, whose password stays in a file."""
        return owner_environment(self.data, self.database_url, self.application_environment())

    def prepare(self) -> None:
        """Make roles, database and tables; skipped when the folder's own database had these migrations already."""
        mark = migrations_mark()
        if self.has_own_database and self.data.remembered("prepared") == mark:
            return
        process.step(
            "Database bijwerken",
            in_environment(processes.prepare()),
            log=self.data.log / "prepare.log",
            remedy=f"lees {self.data.log / 'prepare.log'}",
            cwd=ROOT,
            env=self.owner_environment(),
        )
        if self.has_own_database:
            self.data.remember("prepared", mark)

    def collect_static(self) -> None:
        """Put style and scripts in the data folder, when they changed since the last time."""
        mark = _static_mark()
        if self.data.remembered("static") == mark:
            return
        process.step(
            "Stijl en scripts klaarzetten",
            in_environment(processes.collect_static()),
            log=self.data.log / "static.log",
            remedy=f"lees {self.data.log / 'static.log'}",
            cwd=ROOT,
            env=self.application_environment(),
        )
        self.data.remember("static", mark)

    @contextlib.contextmanager
    def database_at_rest(self) -> Iterator[None]:
        """Stop the embedded database for a moment, so that its folder can be copied."""
        server = next(program for program in self.supervisor.programs if program.name == "database")
        self.supervisor.end(server)
        yield
        self.supervisor.start(server, seconds=60)

    def remove_sockets(self) -> None:
        """Remove the folder of the sockets, after everything has stopped."""
        if self.sockets is not None:
            shutil.rmtree(self.sockets, ignore_errors=True)


def owner_environment(data: DataFolder, url: str, application: dict[str, str]) -> dict[str, str]:
    """Add the administrator to an application's environment; the password goes by file."""
    address, password = without_password(url)
    secret = data.secret_file("database_admin")
    if password:
        secret = data.secret_file("database_admin_given")
        secret.write_text(password, encoding="utf-8")
    return application | {
        "DATABASE_URL": address,
        "DATABASE_PASSWORD_FILE": str(secret),
        "DATABASE_ROLE": "owner",
        "SIGNER_PASSWORD_FILE": str(data.secret_file("signer")),
    }


def in_environment(arguments: list[str]) -> list[str]:
    """Let `python` be the one of the virtual environment."""
    return [str(PYTHON) if part == "python" else part for part in arguments]


def fresh_log(data: DataFolder, name: str) -> Path:
    """Return an empty log for `name`; the log of the run before stays beside it with `.1`."""
    log = data.log / f"{name}.log"
    if log.exists():
        log.replace(data.log / f"{name}.log.1")
    log.touch()
    return log


def migrations_mark() -> str:
    """Return a digest of everything that decides what the database should look like."""
    files = sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("config/management/commands/*.py"))
    return environment.digest(*files, ROOT / "config" / "database.py", environment.RUN_LOCK)


def _static_mark() -> str:
    """Size and time of every file that is served, and the packages that bring the rest."""
    total = hashlib.sha256(environment.digest(environment.RUN_LOCK).encode())
    folders = [ROOT / "static", *ROOT.glob("*/static")]
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        status = path.stat()
        total.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return total.hexdigest()
