"""Start another program so that it never outlives its owner, and read what it says."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lib.progress import Failure, Step

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent(parent: int, number: int) -> Callable[[], None] | None:
    """Return what the child does before it becomes the program: on Linux, ask for a signal when its owner dies."""
    if _libc is None:
        return None

    def ask() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def start(command: Sequence[str | Path], *, last_signal: int = signal.SIGTERM, **options: Any) -> subprocess.Popen[str]:
    """Start `command` in a process group of its own.

    `last_signal` is what it gets when this process dies by kill -9. Call it from the main thread: Linux counts
    the thread that started a child as its parent. Raises Failure when the program is not there.
    """
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            start_new_session=True,
            preexec_fn=_end_with_parent(os.getpid(), last_signal),  # noqa: PLW1509 - this process has no threads
            stdin=subprocess.DEVNULL,
            text=True,
            **options,
        )
    except OSError as error:
        raise Failure(f"{command[0]} start niet: {error.strerror}.") from error


def end_group(child: subprocess.Popen[str], number: int) -> None:
    """Send a signal to everything that `child` started and that is still there."""
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return
    except PermissionError:  # macOS says this of a group that holds only a zombie
        return


def step(label: str, command: Sequence[str | Path], *, log: Path, remedy: str, **options: Any) -> None:
    """Run one step to its end, with progress lines; its own words go to `log`.

    Raises Failure with the last lines of that log when the step fails.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with Step(label) as progress, log.open("w", encoding="utf-8") as output:
        child = start(command, stdout=output, stderr=subprocess.STDOUT, **options)
        try:
            while child.poll() is None:
                time.sleep(0.05)
                progress.tick()
        finally:
            end_group(child, signal.SIGKILL)
            child.wait()
        if child.returncode:
            lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-15:]
            raise Failure("\n  ".join([f"{label} (code {child.returncode})", *lines]), remedy)


def passthrough(command: Sequence[str | Path], **options: Any) -> int:
    """Run `command` with our own input and output and return its exit code."""
    try:
        return subprocess.run([str(part) for part in command], check=False, **options).returncode
    except OSError as error:
        raise Failure(f"{command[0]} start niet: {error.strerror}.") from error


def watched(label: str, command: Sequence[str | Path], **options: Any) -> int:
    """Run `command` with its output in view and return its exit code. It never outlives this process."""
    progress = Step(label)
    child = start(command, **options)
    try:
        while child.poll() is None:
            time.sleep(0.05)
            if not sys.stdout.isatty():  # there the command itself keeps one line up to date
                progress.tick()
        return child.returncode
    finally:
        end_group(child, signal.SIGKILL)


def only_lines(beginning: str, command: Sequence[str | Path], **options: Any) -> int:
    """Run `command`, print the lines of its output that begin so, and return its exit code."""
    child = start(command, stdout=subprocess.PIPE, **options)
    try:
        for line in child.stdout or ():
            # pytest puts its own dot before what a test prints.
            found = line.find(beginning)
            if found in {0, 1}:
                print(line[found:].rstrip(), flush=True)
    finally:
        end_group(child, signal.SIGKILL)
    return child.wait()
