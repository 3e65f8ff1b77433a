"""`bin/test [pytest arguments]`: the suite against a database and a broker of its own, which are gone afterwards."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

from lib import environment, native, process
from lib.data import DataFolder
from lib.environment import PYTHON, ROOT
from lib.installation import Installation
from lib.progress import Stopped
from lib.supervisor import Supervisor

SETTINGS = "config.settings.test"


def main(arguments: list[str]) -> int:
    """Run the tests and return pytest's exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    environment.ensure(environment.DEV_LOCK)
    native.ensure_pdf_libraries()
    chromium = native.ensure_chromium()
    folder = Path(tempfile.mkdtemp(prefix="rondom-test-"))
    supervisor = Supervisor()
    data = DataFolder(folder)
    data.create()
    installation = Installation(data, supervisor)
    try:
        installation.start_servers(throw_away=True)
        installation.prepare()
        env = installation.owner_environment() | {"DJANGO_SETTINGS_MODULE": SETTINGS, "DATABASE_ROLE": "app", "CHROMIUM": chromium}
        return process.passthrough([PYTHON, "-m", "pytest", *_workers(arguments), *arguments], cwd=ROOT, env=env)
    finally:
        supervisor.stop()
        installation.remove_sockets()
        shutil.rmtree(folder, ignore_errors=True)


def _stop(*_: object) -> None:
    raise Stopped


def _workers(arguments: list[str]) -> list[str]:
    """A selection runs quicker in one process; the whole suite in two, when there are two cores."""
    if arguments or (os.cpu_count() or 1) < 2:
        return []
    return ["-n", "2", "--dist", "loadfile"]
