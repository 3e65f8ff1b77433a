"""`bin/check`: everything about the code that needs no database. `bin/fix`: what of it can be repaired by itself."""

import os
import tempfile
from pathlib import Path

from lib import environment, process
from lib.environment import PYTHON, ROOT
from lib.progress import say

ROOMS = ("accounts", "rvt", "cases", "veiligheidskaart")
INNER = ("access", "access_log", "audit", "audit_line", "outbox", "querysets", "rules", "sealing", "services")
"""Files of a room in which a mistake about types would be a mistake about people."""


def main(arguments: list[str]) -> int:
    """Run every check, also after one that failed; return 1 when any did."""
    environment.ensure(environment.DEV_LOCK)
    with tempfile.TemporaryDirectory() as folder:
        env = _production(Path(folder))
        failed = [name for name, command in _checks().items() if not _passes(name, command, env)]
    say(f"Niet goed: {', '.join(failed)}" if failed else "Alles is goed.")
    return 1 if failed else 0


def fix(arguments: list[str]) -> int:
    """Repair what tools can repair; return 1 when something is left for a person."""
    environment.ensure(environment.DEV_LOCK)
    env = environment.clean()
    codes = [
        process.passthrough([PYTHON, "-m", "ruff", "check", "--fix", "."], cwd=ROOT, env=env),
        process.passthrough([PYTHON, "-m", "ruff", "format", "."], cwd=ROOT, env=env),
    ]
    if _templates():
        # djade says 1 when it changed something, so it is asked a second time.
        process.passthrough([*_djade(), *_templates()], cwd=ROOT, env=env)
        codes.append(process.passthrough([*_djade(), *_templates()], cwd=ROOT, env=env))
    return 1 if any(codes) else 0


def _checks() -> dict[str, list[str | Path]]:
    checks: dict[str, list[str | Path]] = {
        "stijl (ruff check)": [PYTHON, "-m", "ruff", "check", "."],
        "opmaak (ruff format)": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "types (mypy)": [PYTHON, "-m", "mypy", *_typed_files()],
        "kamers (import-linter)": [PYTHON, "-c", LINT_IMPORTS],
        "migraties": [PYTHON, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"],
        "instellingen voor productie": [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        "huisregels": [PYTHON, "-m", "lib.house_rules"],
    }
    if _templates():
        checks["sjablonen (djade)"] = [*_djade(), "--check", *_templates()]
    return checks


LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def _djade() -> list[str | Path]:
    return [environment.VENV / "bin" / "djade", "--target-version", "5.2"]


def _templates() -> list[str]:
    found = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html")]
    return [str(path.relative_to(ROOT)) for path in sorted(found)]


def _typed_files() -> list[str]:
    names = [ROOT / room / f"{name}.py" for room in ROOMS for name in INNER]
    names += [path for room in ROOMS for name in INNER for path in (ROOT / room / name).glob("*.py")]
    names += [*(ROOT / "config").glob("*.py"), *(ROOT / "bin" / "lib").glob("*.py")]
    return [str(path.relative_to(ROOT)) for path in sorted(names) if path.exists()]


def _passes(name: str, command: list[str | Path], env: dict[str, str]) -> bool:
    say(f"== {name}")
    return process.passthrough(command, cwd=ROOT, env=env) == 0


def _production(folder: Path) -> dict[str, str]:
    """Return an environment with production settings in which nothing points to a real server."""
    secret = folder / "secret_key"
    secret.write_text(os.urandom(40).hex(), encoding="utf-8")
    return environment.clean() | {
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "SECRET_KEY_FILE": str(secret),
        "DATABASE_URL": "postgres:///rondom?host=/nonexistent",
        "REDIS_URL": "redis+socket:///nonexistent?virtual_host=0",
        "ALLOWED_HOSTS": "rondom.example",
        "STATIC_ROOT": str(folder),
        "PYTHONPATH": str(ROOT / "bin"),
    }
