"""Asking about a file from elsewhere: a process for each file, with little memory and time and nothing secret.

Whatever a file does there, it does to a process that ends; the web process sees bytes go in and a verdict come out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date

from django.conf import settings

from veiligheidskaart.document import FAMILY, PROFESSIONALS, Document, read
from veiligheidskaart.keylist import canonical
from veiligheidskaart.verify import MOST_BYTES, Code, Verdict

SECONDS = 20.0
"""Of the clock. The process itself has less processor time than this."""
MOST_ANSWER = 2_000_000


def ask(
    data: bytes,
    *,
    trust: Mapping[str, bytes],
    today: date,
    readers: frozenset[str] = frozenset({FAMILY, PROFESSIONALS}),
    newest: Mapping[str, int] | None = None,
) -> Verdict:
    """Return the verdict about the bytes of a file.

    `trust` holds published lists of keys by the name that we give the installation; `readers` and `newest` as in
    `verify.Question`. A file that the process cannot bear is UNREADABLE.
    """
    if len(data) > MOST_BYTES:
        return Verdict(Code.TOO_BIG)
    asked = {
        "trust": {name: told.decode() for name, told in trust.items()},
        "today": today,
        "readers": sorted(readers),
        "newest": dict(newest or {}),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "veiligheidskaart.reader"],
            input=canonical(asked) + b"\n" + data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Verdict(Code.UNREADABLE)
    if done.returncode or len(done.stdout) > MOST_ANSWER:
        return Verdict(Code.UNREADABLE)
    told = json.loads(done.stdout)
    return Verdict(Code(told["code"]), _document(told["document"]), told["issuer"])


def _document(told: dict[str, object] | None) -> Document | None:
    return read(canonical(told)) if told else None
