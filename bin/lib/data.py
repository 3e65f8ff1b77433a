"""The data folder: everything that one installation remembers, and the environment that its programs get."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lib import environment, processes
from lib.progress import Failure, say

DEMO, EMPTY = "demo", "leeg"


class InUse(Failure):
    """A `bin/run` holds the folder; its addresses are in the note "running"."""


class DataFolder:
    """Paths and secrets below one folder; made on first use, closed to other users."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.log = self.path / "log"
        self.static = self.path / "static"
        self.secrets = self.path / "secrets"
        self.database = self.path / "postgres"
        self.broker = self.path / "broker"
        self.schedule = self.path / "beat" / "schedule"
        self.fonts = self.path / "fonts"
        self.state = self.path / "state"
        self.signing_keys = self.path / "signer"
        self.key_list = self.path / "keys" / "list.json"

    @classmethod
    def chosen(cls, argument: str | None) -> "DataFolder":
        """Return the folder of `--data`, else of RONDOM_DATA, else `var` in the clone."""
        return cls(Path(argument or os.environ.get("RONDOM_DATA") or environment.ROOT / "var"))

    def create(self) -> None:
        """Make the folders and secrets that are not there yet. Raises Failure when the folder is not writable."""
        os.umask(0o077)
        try:
            for folder in (
                self.path,
                self.log,
                self.static,
                self.secrets,
                self.schedule.parent,
                self.fonts,
                self.state,
            ):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Failure(
                f"{self.path} is niet te gebruiken: {error.strerror}.", "kies een andere map met --data."
            ) from error
        for name in ("secret_key", "database_admin", "signer"):
            if not (self.secrets / name).exists():
                _write(self.secrets / name, secrets.token_urlsafe(48))
        self._write_font_configuration()

    def _write_font_configuration(self) -> None:
        """Our own fonts, from packages: a card looks the same on every machine."""
        made = subprocess.run(
            [environment.VENV / "bin" / "python", "-m", "accounts.fonts", self.fonts, self.fonts / "cache"],
            cwd=environment.ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        _write(self.fonts / "fonts.conf", made.stdout)

    def secret_file(self, name: str) -> Path:
        """Return the file that holds a secret."""
        return self.secrets / name

    # --- What kind of data is in it ---------------------------------------------------------------

    @property
    def kind(self) -> str | None:
        """DEMO or EMPTY, or None as long as nothing was started here."""
        return self.remembered("kind")

    def become(self, kind: str) -> None:
        """Remember the kind of data. Raises Failure when it is the other kind already: the two never mix."""
        if self.kind not in {None, kind}:
            other = "zonder --empty" if self.kind == DEMO else "met --empty"
            raise Failure(
                f"In {self.path} staat een {'demonstratie' if self.kind == DEMO else 'lege installatie'}; "
                "die twee gaan niet samen.",
                f"start {other}, of kies een andere map met --data.",
            )
        self.remember("kind", kind)

    @property
    def settings(self) -> str:
        """Return the settings module that goes with the kind of data."""
        return processes.SETTINGS_DEMO if self.kind == DEMO else processes.SETTINGS_LOCAL

    # --- Small notes ------------------------------------------------------------------------------

    def remembered(self, name: str) -> str | None:
        """Return a note that an earlier start left, or None."""
        try:
            return (self.state / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def remember(self, name: str, value: str) -> None:
        """Leave a note for the next start."""
        _write(self.state / name, value)

    # --- One command at a time --------------------------------------------------------------------

    def running(self) -> dict[str, str] | None:
        """Return the addresses of a `bin/run` that holds this folder, or None."""
        with (self.state / "lock").open("a") as handle:
            if _locks(handle):
                return None
        note = self.remembered("running")
        found: dict[str, str] | None = json.loads(note) if note else None
        return found

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold this folder. Raises InUse when a `bin/run` has it; waits for a short `bin/manage`."""
        with (self.state / "lock").open("a") as handle:
            waiting = False
            while not _locks(handle):
                if self.remembered("running"):
                    raise InUse(
                        f"Er draait al een bin/run op {self.path}.",
                        "stop die eerst, of kies een andere map met --data.",
                    )
                if not waiting:
                    say("Een ander commando gebruikt deze gegevensmap; even wachten.")
                    waiting = True
                time.sleep(0.2)
            self._forget_running()
            try:
                yield
            finally:
                self._forget_running()

    def _forget_running(self) -> None:
        """Remove the note of a run, and the sockets of one that was cut off."""
        note = self.remembered("running")
        if note:
            shutil.rmtree(json.loads(note)["sockets"], ignore_errors=True)
            (self.state / "running").unlink(missing_ok=True)

    # --- Environments -----------------------------------------------------------------------------

    def application(self, *, database: str, broker: str, sockets: str = "") -> dict[str, str]:
        """Return the environment of web, worker and beat: addresses without an administrator's name or password."""
        return environment.clean() | {
            "DJANGO_SETTINGS_MODULE": self.settings,
            "SECRET_KEY_FILE": str(self.secret_file("secret_key")),
            "DATABASE_URL": database,
            "DATABASE_ROLE": "app",
            "REDIS_URL": broker,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SITE_URL": self.remembered("site") or "http://127.0.0.1:8000",
            "STATIC_ROOT": str(self.static),
            "FONTCONFIG_FILE": str(self.fonts / "fonts.conf"),
            "ACCESS_LOG_ANCHOR": str(self.path / "anchor" / "access-log"),
            "RONDOM_DATA": str(self.path),
            "NAME_FINDER": f"{sockets or self.path}/names",
            "NAME_LISTS": str(environment.NAME_LISTS),
            "SIGNER": f"{sockets or self.path}/signer",
            "KEY_LIST": str(self.key_list),
            "PYTHONUNBUFFERED": "1",
        }

    def signer(self, *, database: str) -> dict[str, str]:
        """Return the environment of the signer: its own password and nothing of the others."""
        return environment.bare() | {
            "DATABASE_URL": database,
            "SIGNER_PASSWORD_FILE": str(self.secret_file("signer")),
            "PYTHONUNBUFFERED": "1",
        }


def _locks(handle: IO[str]) -> bool:
    """Take the lock on an open file when it is free; it lasts as long as the file is open."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
