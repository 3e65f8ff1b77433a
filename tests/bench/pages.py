"""How quick the pages of S3 to S7 and S12 are at the demo size and at 50 times that, and how quick a PDF is.

`bin/bench pages`: loads the demo region, asks every page through the web server of `bin/run`, loads the rest and asks
again. Times are milliseconds of one person after the other; a target is that of ux 9: p95 200 ms, a PDF 2 s.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - models exist after django.setup()
from django.db.models import Count  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.choices import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from cases.models import Household  # noqa: E402
from tests import administration  # noqa: E402
from tests.bench import _bulk, _web  # noqa: E402
from veiligheidskaart.models import KaartEdition  # noqa: E402

TIMES = 40
"""How often each page is asked. Bounded, so that the whole measurement takes minutes."""

LARGER = 50
PAGE_TARGET_MS = 200
PDF_TARGET_SECONDS = 2


@dataclass(frozen=True)
class Page:
    """One page for one person."""

    name: str
    user: User
    path: str


def busiest(role: Role) -> User:
    """Return the active person with this role who sees the most households."""
    people = User.objects.filter(is_active=True, memberships__role=role).distinct()
    return max(people, key=lambda person: Household.objects.visible_to(person).count())


def fullest(user: User) -> Household:
    """Return the household of `user` with the longest film."""
    rows = Household.objects.changeable_by(user)
    return Household.objects.filter(pk__in=rows.values("pk")).annotate(told=Count("film")).latest("told", "pk")


def pages_of(face: User, lead: User) -> list[Page]:
    """Return the pages of S3 to S7 and S12."""
    uuid = [fullest(face).uuid]
    households = reverse("cases:household-list")
    return [
        Page("my_day", face, reverse("accounts:my-day")),
        Page("my_day_lead", lead, reverse("accounts:my-day")),
        Page("household_list", face, households),
        Page("household_list_by_name", face, f"{households}?volgorde=naam"),
        Page("household_list_lead", lead, f"{households}?soort=mijn-team"),
        Page("household", face, reverse("cases:household-detail", args=uuid)),
        Page("film", face, reverse("cases:film", args=uuid)),
        Page("film_form", face, reverse("cases:film-create", args=uuid)),
        Page("new_household", face, reverse("cases:household-create")),
        Page("card_draft", face, reverse("veiligheidskaart:draft", args=uuid)),
    ]


def measure(face: User, lead: User, pages: list[Page]) -> tuple[dict[str, _web.Times], _web.Times]:
    """Ask every page, and `/healthz` for comparison."""
    with _web.server() as port:
        visitors = {user.pk: _web.Visitor(port, user) for user in (face, lead)}
        health = _web.Visitor(port).measure("/healthz", times=TIMES * 5)
        return {page.name: visitors[page.user.pk].measure(page.path, times=TIMES) for page in pages}, health


def render() -> dict[str, float]:
    """Render the longest edition in a process of its own: cold with everything that has to be loaded, then warm."""
    longest = max(KaartEdition.objects.order_by("-pk")[:200], key=lambda edition: len(json.dumps(edition.content)))
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench._render", str(longest.uuid)],
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(answer.stdout.splitlines()[-1])
    return {
        "cold_s": found["seconds"][0],
        "warm_s": statistics.median(found["seconds"][1:]),
        "mb": found["peak_mb"],
        "extra_mb": found["peak_mb"] - found["before_mb"],
        "kb": found["pdf_kb"],
    }


def load(what: str, how: Callable[[], object]) -> None:
    """Load, and say how long it took and how much there is now (asked as who sees everything)."""
    started = time.monotonic()
    how()
    taken = time.monotonic() - started
    with administration.as_administrator():
        print(f"{what}: {Household.objects.count()} households after {taken:.0f} s", flush=True)


def report(small: dict[str, _web.Times], large: dict[str, _web.Times], health: tuple[_web.Times, _web.Times]) -> None:
    """Print one line a page, and the figures."""
    print(f"\n{'page':24}{'p50':>8}{'p95':>8}{'kB':>7}{'p50 50x':>10}{'p95 50x':>10}{'50x/1x':>8}{'/healthz':>10}")
    for name, one in small.items():
        many = large[name]
        print(
            f"{name:24}{one.p50:8.1f}{one.p95:8.1f}{one.size / 1024:7.0f}{many.p50:10.1f}{many.p95:10.1f}"
            f"{many.p50 / one.p50:8.2f}{many.p50 / health[1].p50:10.1f}"
        )
    print(f"{'healthz':24}{health[0].p50:8.2f}{health[0].p95:8.2f}{'':7}{health[1].p50:10.2f}{health[1].p95:10.2f}")
    print()
    for name, one in small.items():
        many = large[name]
        print(f"FIGURE page_p95_ms_{name}_1x {one.p95:.0f} {PAGE_TARGET_MS}")
        print(f"FIGURE page_p95_ms_{name}_50x {many.p95:.0f} {PAGE_TARGET_MS}")
        print(f"FIGURE page_p50_ratio_50x_{name} {many.p50 / one.p50:.2f} 2")


def main() -> None:
    """Measure, load, measure again, and print."""
    load("demo region", lambda: call_command("load_demo"))
    with administration.as_administrator():
        _measure()


def _measure() -> None:
    pdf = render()
    face, lead = busiest(Role.PROFESSIONAL), busiest(Role.TEAM_LEAD)
    pages = pages_of(face, lead)
    small, health_small = measure(face, lead, pages)
    load(f"{LARGER} times as large", lambda: _bulk.load(LARGER - 1))
    large, health_large = measure(face, lead, pages)
    report(small, large, (health_small, health_large))
    print(f"\npdf: cold {pdf['cold_s']:.2f} s, warm {pdf['warm_s']:.2f} s, {pdf['kb']:.0f} kB")
    print(f"     at most {pdf['mb']:.0f} MB in the process, {pdf['extra_mb']:.0f} MB of it for the cards")
    print(f"FIGURE pdf_seconds_cold {pdf['cold_s']:.2f} {PDF_TARGET_SECONDS}")
    print(f"FIGURE pdf_seconds_warm {pdf['warm_s']:.2f} {PDF_TARGET_SECONDS}")
    print(f"FIGURE pdf_peak_mb {pdf['mb']:.0f} 300")


if __name__ == "__main__":
    main()
