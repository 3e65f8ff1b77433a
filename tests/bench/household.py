"""How quick the page of a long story is, and a full day. `bin/bench household [--times N]`.

The page of a household with 10,000 film events, 12 people and 40 agreements, and "Mijn dag" of two team leads with 200
families, over HTTP; the page of a new household takes turns with them, so that whatever else runs hits all. How many
questions the page asks the database, and how large it is. Then the page in Chromium as on a phone with a slow line
(`_phone`). Targets: issue 7.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - models exist after django.setup()
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from tests import administration  # noqa: E402
from tests.bench import _family, _phone, _web  # noqa: E402
from tests.cases.factories import face_of  # noqa: E402
from tests.queries import OVERHEAD  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402

PAGE_P95_MS, DAY_P95_MS, QUERIES, KILOBYTES = 150, 150, 25, 60
WARM_UP = 8
EMPTY = "a new household"


def in_turns(port: int, pages: dict[str, tuple[User, str]], *, times: int) -> dict[str, _web.Times]:
    """Ask every page, in another order each time."""
    visitors = {name: _web.Visitor(port, user) for name, (user, _) in pages.items()}
    taken: dict[str, list[float]] = {name: [] for name in pages}
    sizes = {}
    order = list(pages)
    for turn in range(WARM_UP + times):
        random.shuffle(order)
        for name in order:
            milliseconds, sizes[name] = visitors[name].get(pages[name][1])
            if turn >= WARM_UP:
                taken[name].append(milliseconds)
    return {name: _web.Times(taken[name], sizes[name]) for name in pages}


def asked(user: User, path: str) -> tuple[int, int]:
    """Return how many questions a page asks the database beside what every page asks, and its size in bytes packed."""
    client = sign_in(Client(), user)
    client.get(path, headers={"host": _web.HOST})
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path, headers={"host": _web.HOST})
    assert answer.status_code == 200, answer.status_code
    return len(queries) - OVERHEAD, len(gzip.compress(answer.content, 6))


def main() -> int:
    """Fill, measure and print; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench household", description=__doc__)
    parser.add_argument("--times", type=int, default=60, help="how often each page is asked")
    parser.add_argument("--looks", type=int, default=7, help="how often the phone opens the page")
    options = parser.parse_args()
    with administration.as_administrator():
        return 0 if measure(times=options.times, looks=options.looks) else 1


def measure(*, times: int, looks: int) -> bool:
    """Measure everything; return whether every target is met."""
    family, new = _family.long_story(), _family.small()
    answers_for, stands_in = _family.lead_with_many()
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    day = reverse("accounts:my-day")
    face = face_of(family)
    pages = {
        EMPTY: (face_of(new), new.get_absolute_url()),
        "10,000 events, 12 people, 40 agreements": (face, family.get_absolute_url()),
        "a day, answers for 200 families": (answers_for, day),
        "a day, is the face of 200 families": (stands_in, day),
    }
    queries, packed = asked(face, family.get_absolute_url())
    with _web.server() as port:
        found = in_turns(port, pages, times=times)
        seen = _phone.looks(port, face, family.get_absolute_url(), times=looks)
    print(f"\n{'over HTTP, ms':44}{'p50':>8}{'p95':>8}{'kB':>7}{'ratio to a new one':>20}")
    for name, one in found.items():
        print(f"  {name:42}{one.p50:8.1f}{one.p95:8.1f}{one.size / 1024:7.0f}{one.p50 / found[EMPTY].p50:20.2f}")
    print(f"on a phone: {_phone.LINE}; the largest thing was {seen.largest}")
    _, story, led, stood = found.values()
    figures = [
        ("household_p95_ms", story.p95, PAGE_P95_MS),
        ("household_queries", queries, QUERIES),
        ("household_kb_packed", packed / 1024, KILOBYTES),
        ("my_day_of_a_lead_with_200_p95_ms", led.p95, DAY_P95_MS),
        ("my_day_as_face_of_200_p95_ms", stood.p95, DAY_P95_MS),
        ("household_phone_lcp_p50_ms", statistics.median(seen.milliseconds), _phone.LARGEST_MS),
        ("household_phone_layout_shift", max(seen.shifts), 0),
    ]
    for name, value, target in figures:
        print(f"FIGURE {name} {value:.4f} {target}" if target == 0 else f"FIGURE {name} {value:.0f} {target}")
    return all(value <= target for _, value, target in figures)


if __name__ == "__main__":
    sys.exit(main())
