"""Rules of this house that no tool knows. Runs inside the environment: `python -m lib.house_rules` from the clone."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from lib import processes

ROOT = Path(__file__).resolve().parents[2]
INLINE = (
    (re.compile(r"<style\b", re.IGNORECASE), "een stijlblok"),
    (re.compile(r"\sstyle\s*=", re.IGNORECASE), "stijl in een attribuut"),
    (re.compile(r"<[^>{%]*\son[a-z]+\s*=", re.IGNORECASE), "script in een attribuut"),
    (re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE), "script in de pagina"),
)
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)
LOCAL = (
    (re.compile(r"(?<![\w.])/(?:work|home/\w+|Users/\w+)/"), "een pad van één computer"),
    (
        re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.org|ghcr\.io|docker\.io|quay\.io)\b"),
        "de naam van een register",
    ),
    (re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host"), "een instelling van één pakketindex"),
)
CONTAINER_HOST, CONTAINER_PORT = "0.0.0.0", 8000  # noqa: S104 - inside a container; the proxy stands in front
CONTAINER_SCHEDULE = "/var/lib/rondom/schedule"
CONTAINER_NAMES = ("/run/rondom/names", "/srv/name-lists")
CONTAINER_SIGNER = ("/run/rondom-signer/socket", "/var/lib/rondom-signer", "/run/rondom-keys/list.json")


def main() -> int:
    """Print every broken rule; return 1 when there is one."""
    broken = [*_inline(), *_local(), *_compose()]
    for line in broken:
        print(line)
    return 1 if broken else 0


def _inline() -> Iterator[str]:
    """The content policy allows no inline style or script."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), path.read_text(encoding="utf-8"))
        for pattern, what in INLINE:
            for found in pattern.finditer(text):
                yield f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}: {what}"


def _local() -> Iterator[str]:
    """Nothing that is committed names one machine or one package registry."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if name == "bin/lib/house_rules.py" or not path.is_file():
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            yield from (f"{name}:{number}: {what}" for pattern, what in LOCAL if pattern.search(line))


def _compose() -> Iterator[str]:
    """Containers run the same commands as `bin/run`."""
    services: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    wanted = {
        "migrate": processes.prepare(),
        "web": processes.web(CONTAINER_HOST, CONTAINER_PORT),
        "worker": processes.worker(),
        "beat": processes.beat(CONTAINER_SCHEDULE),
        "names": processes.name_finder(*CONTAINER_NAMES),
        "signer": processes.signer(*CONTAINER_SIGNER, group=True),
    }
    for name, command in wanted.items():
        if services.get(name, {}).get("command") != command:
            yield f"docker-compose.yml: {name} hoort te starten met {command}"
    for name in ("postgres", "redis", *wanted):
        if name not in services:
            yield f"docker-compose.yml: {name} ontbreekt"


if __name__ == "__main__":
    sys.exit(main())
