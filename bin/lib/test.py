"""`bin/test [pytest arguments]`: the suite against a database and a broker of its own, which are gone afterwards."""

import contextlib
import os
from collections.abc import Iterator

from lib import environment, native, process, throw_away
from lib.environment import PYTHON, ROOT

SETTINGS = "config.settings.test"


def main(arguments: list[str]) -> int:
    """Run the tests and return pytest's exit code."""
    with _ready() as env:
        if arguments or (os.cpu_count() or 1) < 2:
            return _pytest(arguments, env)
        # The whole suite in two processes, and after that what cannot bear another one beside it.
        in_order = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        together = _pytest([*in_order, "--durations", "20", "-m", "not alone"], env)
        return _pytest(["-m", "alone"], env) or together


def _pytest(arguments: list[str], env: dict[str, str]) -> int:
    return process.passthrough([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, env=env)


def figures(arguments: list[str]) -> int:
    """Run the suite and print only its lines `FIGURE <name> <value> <target>`; return pytest's exit code."""
    with _ready() as env:
        return process.only_lines("FIGURE ", [PYTHON, "-m", "pytest", "-q", "-s", *arguments], cwd=ROOT, env=env)


@contextlib.contextmanager
def _ready() -> Iterator[dict[str, str]]:
    """Install what the tests need, start their servers, and give their environment."""
    environment.ensure(environment.DEV_LOCK)
    environment.ensure_name_lists()
    native.ensure_pdf_libraries()
    native.ensure_pdf_reader()
    chromium = native.ensure_chromium()
    with throw_away.servers() as installation:
        env = throw_away.environment_with_administrator(installation)
        yield env | {"DJANGO_SETTINGS_MODULE": SETTINGS, "CHROMIUM": chromium}
