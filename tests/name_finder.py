"""A real name finder for tests: the process of `bin/run`, at a socket of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[1]


@contextlib.contextmanager
def started(lists: Path | str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start one with these lists; give its socket and the process."""
    folder = tempfile.mkdtemp(prefix="names-")  # short: the path of a socket holds 107 signs
    command = [sys.executable, "-m", "rvt.name_finder", "--lists", str(lists), "--socket", f"{folder}/names"]
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        yield f"{folder}/names", child
    finally:
        child.kill()
        child.communicate()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start one, wait until its lists are loaded, and give its socket."""
    with started(settings.NAME_LISTS) as (socket, child):
        assert child.stdout is not None
        assert child.stdout.readline() == "name finder: ready.\n"
        yield socket
