"""How quick the table is. `bin/bench table [--moves N] [--times N]`.

The privacy check: milliseconds for one text of 4,000 signs, for the busiest professional of the demo, as a page asks
it: the queries included, without and with the process that searches for names. Then the pages of the chair
(`_meetings`). Targets: issue 4.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402 - models exist after django.setup()
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from accounts.actor import acting_as  # noqa: E402
from accounts.choices import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from cases.models import Household  # noqa: E402
from rvt.privacy import check_text  # noqa: E402
from tests import name_finder  # noqa: E402
from tests.bench import _meetings  # noqa: E402
from tests.rvt.privacy_sentences import sentences  # noqa: E402

SIGNS = 4_000
TIMES = 100
WITHOUT_TARGET_MS, WITH_TARGET_MS = 150, 400


def long_text(signs: int = SIGNS) -> str:
    """A text of this many signs, half of it about nobody."""
    text = " ".join(sentence.text for sentence in sentences())
    return (text * (signs // len(text) + 1))[:signs]


def timed(act: Callable[[], object], times: int = TIMES) -> list[float]:
    """Return how many milliseconds each time took, shortest first. The first does not count."""
    act()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def p95(taken: list[float]) -> float:
    """Return what 95 of 100 stay under."""
    return taken[int(len(taken) * 0.95)]


def busiest() -> tuple[User, int]:
    """Return the professional who sees the most households, and how many."""
    people = User.objects.filter(is_active=True, memberships__role=Role.PROFESSIONAL).distinct()
    seen = []
    for person in people:
        with transaction.atomic(), acting_as(person):
            seen.append((Household.objects.visible_to(person).count(), person.pk, person))
    count, _, person = max(seen)
    return person, count


def privacy_check() -> bool:
    """Time the privacy check; return whether it meets its targets."""
    person, households = busiest()
    text = long_text()

    def check(expected: str) -> None:
        with transaction.atomic(), acting_as(person):
            result = check_text(text, person=person)
        if result.library != expected:
            raise RuntimeError(f"The name finder is {result.library}, not {expected}.")

    def patterns_only() -> None:
        with transaction.atomic(), acting_as(person):
            check_text(text, person=person, names=False)

    settings.NAME_FINDER = "/nonexistent"
    bare = timed(patterns_only)
    without = timed(lambda: check("down"))
    with name_finder.running() as socket:
        settings.NAME_FINDER = socket
        together = timed(lambda: check("ready"))
    print(f"privacy check of {SIGNS} signs, {households} households, ms{'p50':>10}{'p95':>8}{'ratio':>8}")
    for name, taken in (("patterns alone", bare), ("and what is known", without), ("and the library", together)):
        ratio = statistics.median(taken) / statistics.median(bare)
        print(f"  {name:46}{statistics.median(taken):>10.1f}{p95(taken):>8.1f}{ratio:>8.2f}")
    print(f"FIGURE privacy_check_p95_ms {p95(without):.0f} {WITHOUT_TARGET_MS}")
    print(f"FIGURE privacy_check_with_library_p95_ms {p95(together):.0f} {WITH_TARGET_MS}")
    return p95(without) <= WITHOUT_TARGET_MS and p95(together) <= WITH_TARGET_MS


def main() -> int:
    """Load the demo region and measure; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench table", description=__doc__)
    parser.add_argument("--moves", type=int, default=300, help="how often an item of the agenda is moved")
    parser.add_argument("--times", type=int, default=60, help="how often each page is asked")
    options = parser.parse_args()
    call_command("load_demo", stdout=sys.stderr)
    is_quick = [privacy_check(), _meetings.measure(moves=options.moves, times=options.times)]
    return 0 if all(is_quick) else 1


if __name__ == "__main__":
    sys.exit(main())
