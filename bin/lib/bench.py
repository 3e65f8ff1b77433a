"""`bin/bench NAME`: one measurement from `tests/bench`, on servers of its own."""

from lib import environment, native, process, processes, throw_away
from lib.environment import PYTHON, ROOT
from lib.progress import Failure

FOLDER = ROOT / "tests" / "bench"
DURABLE = {"access"}
"""Measurements of what a commit costs: their database waits for the disk, as in production."""
WITH_BROWSER = {"card", "household"}
"""Measurements that look through Chromium."""


def main(arguments: list[str]) -> int:
    """Run `python -m tests.bench.NAME` with the other arguments and return its exit code."""
    names = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    if not arguments or arguments[0] not in names:
        raise Failure("Welke meting?", f"bin/bench NAAM, met als naam: {', '.join(names) or '(er zijn er nog geen)'}")
    environment.ensure(environment.DEV_LOCK)
    environment.ensure_name_lists()
    native.ensure_pdf_libraries()
    with throw_away.servers(durable=arguments[0] in DURABLE) as installation:
        installation.collect_static()
        env = throw_away.environment_with_administrator(installation)
        env |= {"DJANGO_SETTINGS_MODULE": processes.SETTINGS_DEMO}
        if arguments[0] in WITH_BROWSER:
            env |= {"CHROMIUM": native.ensure_chromium()}
        module = f"tests.bench.{arguments[0]}"
        return process.passthrough([PYTHON, "-m", module, *arguments[1:]], cwd=ROOT, env=env)
