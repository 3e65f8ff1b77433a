"""The virtual environment of this clone, filled from a lock in which every file has a hash."""

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from lib import process, processes
from lib.native import system_install
from lib.progress import Failure, say

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed.json"
RUN_LOCK = ROOT / "config" / "requirements.txt"
DEV_LOCK = ROOT / "config" / "requirements-dev.txt"
"""Holds everything of RUN_LOCK too, so that an environment for tests also runs the application."""
NAME_LISTS = VENV / "name-lists"
NAME_LISTS_STAMP = VENV / ".name-lists"

SYSTEM_PYTHON = Path("/usr/bin/python3")
OLDEST_PYTHON = (3, 11)

FOR_ANY_PROGRAM = {"PATH", "HOME", "USER", "LANG", "LANGUAGE", "TZ", "TMPDIR", "LD_LIBRARY_PATH"}


def ensure(lock: Path) -> None:
    """Make sure that the environment holds what `lock` names. Quick when it already does.

    Two commands at once wait for each other. Raises Failure with what to do.
    """
    with only_one(VENV / ".lock", "Een ander commando installeert nu; even wachten."):
        if _is_filled(lock):
            return
        if not _works():
            _create()
        process.step(
            f"Pakketten installeren uit {lock.relative_to(ROOT)}",
            [
                PYTHON,
                "-m",
                "pip",
                "install",
                "--require-hashes",
                "--no-input",
                "--no-compile",
                "--progress-bar",
                "off",
                "-r",
                lock,
            ],
            log=VENV / "install.log",
            remedy="kijk of de pakketindex van pip te bereiken is (pip config list) en start opnieuw.",
        )
        STAMP.write_text(json.dumps(_installed_after(lock)), encoding="utf-8")


def ensure_name_lists() -> None:
    """Make the lists of the name finder ready, once for each version of their package. Raises Failure."""
    mark = text_digest(digest(RUN_LOCK, ROOT / "rvt" / "name_finder" / "finder.py"))
    with only_one(VENV / ".names.lock", "Een ander commando zet nu de namenlijsten klaar; even wachten."):
        if NAME_LISTS_STAMP.exists() and NAME_LISTS_STAMP.read_text(encoding="utf-8") == mark:
            return
        command = [str(PYTHON) if part == "python" else part for part in processes.build_name_lists(str(NAME_LISTS))]
        process.step(
            "Namenlijsten klaarzetten",
            command,
            log=VENV / "names.log",
            remedy=f"lees {VENV / 'names.log'}",
            cwd=ROOT,
            env=clean(),
        )
        NAME_LISTS_STAMP.write_text(mark, encoding="utf-8")


def digest(*paths: Path) -> str:
    """Return one SHA-256 over the content of these files, in this order."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


@contextlib.contextmanager
def only_one(path: Path, waiting: str) -> Iterator[None]:
    """Hold the lock on `path`; say `waiting` once when another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(waiting)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def site_packages() -> Path:
    """Return the folder in which the environment keeps its packages."""
    found = sorted(VENV.glob("lib/python3.*/site-packages"))
    if not found:
        raise Failure(".venv heeft geen pakketten.", "gooi de map .venv weg en start opnieuw.")
    return found[-1]


def clean() -> dict[str, str]:
    """Return the environment variables of this process without what would lead Python elsewhere."""
    strange = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    return {name: value for name, value in os.environ.items() if name not in strange}


def bare() -> dict[str, str]:
    """Return what any program needs of the environment of this process, and no secret or address that stands in it."""
    return {name: value for name, value in os.environ.items() if name in FOR_ANY_PROGRAM or name.startswith("LC_")}


def _read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def _is_filled(lock: Path) -> bool:
    stamp = _read_stamp()
    enough = {lock, DEV_LOCK}
    return any(stamp.get(path.name) == digest(path) for path in enough) and _works()


def _installed_after(lock: Path) -> dict[str, str]:
    """A lock that was there before still counts only when it is the same as today's: pins may have moved."""
    before = {path.name: digest(path) for path in (RUN_LOCK, DEV_LOCK) if _read_stamp().get(path.name) == digest(path)}
    return before | {lock.name: digest(lock)}


@functools.cache
def base_python() -> Path:
    """Return the Python that the environment is made of: that of the operating system, else the one that runs this.

    A distribution builds its Python optimised and mends its leaks; one that was compiled here without profiling was a
    third to a half slower (ADR 67).
    """
    here = Path(getattr(sys, "_base_executable", sys.executable))
    return SYSTEM_PYTHON if _version(SYSTEM_PYTHON) >= OLDEST_PYTHON else here


def _version(python: Path) -> tuple[int, ...]:
    """Return (3, 11), or nothing when it does not start."""
    return tuple(int(part) for part in _ask(python, "import sys; print(*sys.version_info[:2])").split())


def _ask(python: Path, code: str) -> str:
    """Return what `code` prints, or nothing when this Python does not start."""
    try:
        answer = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False, env=clean())
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _works() -> bool:
    """Whether the environment starts, lies where it was made, and is made of the right Python."""
    found = _ask(PYTHON, "import sys; print(sys.prefix, sys.base_prefix, sep='\\n')").split("\n")
    return found == [str(VENV.resolve()), _ask(base_python(), "import sys; print(sys.base_prefix)")]


def _create() -> None:
    for entry in VENV.iterdir():
        if entry.name != ".lock":
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    if not _ask(base_python(), "import ensurepip, venv; print('yes')"):
        version = f"python3.{_version(base_python())[1]}-venv"
        system_install(
            "De module venv ontbreekt in deze Python", {"apt": [version], "apk": ["python3"], "dnf": ["python3"]}
        )
    process.step(
        "Virtuele omgeving maken in .venv",
        [base_python(), "-m", "venv", VENV],
        log=VENV / "venv.log",
        remedy="gooi de map .venv weg en start opnieuw.",
    )
