"""`python -m veiligheidskaart.reader`: the process in which a file from elsewhere is taken apart, and which then ends.

The file comes in on standard input, after one line that says what is asked; the verdict goes out as one line of JSON.
Before it looks at the file it gives away what it does not need: memory, processor time, files to write, the network.
"""

from __future__ import annotations

import ctypes
import json
import resource
import sys
from datetime import date

from veiligheidskaart.document import plain
from veiligheidskaart.keylist import KeyList, canonical, load
from veiligheidskaart.verify import MOST_BYTES, Question, Verdict, judge

MEMORY = 700 * 1024 * 1024
"""Bytes of address space. A card needs a fifth."""
SECONDS = 10
"""Of processor time. A card needs one."""
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


def main() -> int:
    """Answer about one file."""
    _load_what_judges()
    _give_away()
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    verdict = judge(data, _question(asked))
    sys.stdout.buffer.write(canonical(_told(verdict)))
    return 0


def _question(asked: dict[str, object]) -> Question:
    trust: dict[str, KeyList] = {name: load(told.encode()) for name, told in asked["trust"].items()}  # type: ignore[attr-defined]
    return Question(
        today=date.fromisoformat(str(asked["today"])),
        trust=trust,
        readers=frozenset(asked["readers"]),  # type: ignore[arg-type]
        newest=asked["newest"],  # type: ignore[arg-type]
    )


def _told(verdict: Verdict) -> dict[str, object]:
    told = plain(verdict.document) if verdict.document else None
    return {"code": verdict.code, "document": told, "issuer": verdict.issuer}


def _load_what_judges() -> None:
    """Load libraries while files may still be opened."""
    import pyhanko.pdf_utils.reader
    import pyhanko.sign.validation  # noqa: F401 - loading is all that is wanted here


def _give_away() -> None:
    """Limits cannot be raised again. Where nobody may make name spaces the network stays; nothing here uses it."""
    ctypes.CDLL(None, use_errno=True).unshare(NEW_USER | NEW_NETWORK)
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
