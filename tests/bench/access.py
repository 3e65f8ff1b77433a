"""What the access rule, row security and the access log cost, in regions of 20,000 and 1,000,000 households.

`bin/bench access [--households N ...] [--times N]`: loads each region (`_region`), starts the web server of `bin/run`
on each, and the same one without row security beside it. The two sides of each ratio take turns, so that whatever else
runs on the machine hits both. Compare lines of one run only.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import django

django.setup()

from django.conf import settings  # noqa: E402 - models exist after django.setup()
from django.db import connections, models, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from guardian.shortcuts import get_objects_for_user  # noqa: E402
from psycopg import sql  # noqa: E402

from accounts.actor import acting_as  # noqa: E402
from accounts.models import User  # noqa: E402
from cases.models import Household  # noqa: E402
from config import database, env  # noqa: E402
from tests import administration  # noqa: E402
from tests.bench import _log, _region, _web  # noqa: E402
from tests.bench._settings_open import ROLE  # noqa: E402

SIZES = [20_000, 1_000_000]
PAGE = 25
DEMANDED = (10, 200)
"""Nobody has 5,000 households: their figures are printed, and no target is set."""

FEW = 5
"""How often their pages are asked: some take seconds."""

SLOW_MS, TURNS_OF_SLOW = 3_000, 3
"""What takes longer than this is asked this often: thirty turns would take hours, and three show which is quicker."""

LOG_LINES, LOG_PAGES = 1_000, 300
WARM_UP = 30


class AnyHousehold(models.Model):
    """The same table as a model without a permission table of its own: so guardian takes the generic ones."""

    uuid = models.UUIDField()
    call_name = models.CharField()
    sort_name = models.CharField()

    class Meta:
        app_label = "cases"
        managed = False
        db_table = "cases_household"
        default_permissions = ()

    def __str__(self) -> str:
        return self.call_name


class Pair(NamedTuple):
    """Medians in milliseconds of two sides that took turns."""

    ours: float
    other: float

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the other."""
        return self.ours / self.other


@dataclass(frozen=True)
class Region:
    """One loaded database and the two web servers on it."""

    households: int
    port: int
    open_port: int

    @property
    def name(self) -> str:
        """The name of the database."""
        return database_name(self.households)


def database_name(households: int) -> str:
    """Return the name of the database with a region of this size."""
    return f"access_{households}"


# --- Loading --------------------------------------------------------------------------------------
def load(households: int) -> None:
    """Make the database with a region of this size, and say how long that took."""
    started, name = time.monotonic(), database_name(households)
    administration.clone(name)
    with administration.connect(name) as line, _without_waiting_for_the_disk(line):
        _region.load(line, _region.Shape(households))
        size, *held = line.execute(
            "SELECT pg_size_pretty(pg_database_size(current_database())),"
            " count(*), min(number), max(number), sum(number)"
            " FROM (SELECT count(*) AS number FROM guardian_groupobjectpermission GROUP BY group_id) AS held"
        ).fetchone()  # type: ignore[misc]
    number, least, most, total = held
    print(
        f"{households:,} households, {size}, loaded in {time.monotonic() - started:.0f} s: {number} organisations see"
        f" {least / households:.2%} to {most / households:.1%} of them, {total / households:.1f} a household",
        flush=True,
    )


@contextlib.contextmanager
def _without_waiting_for_the_disk(line: Any) -> Iterator[None]:
    """Nothing has to survive a power cut while the region is loaded; afterwards it does again."""
    quick = ("fsync", "full_page_writes", "synchronous_commit")
    for name in quick:
        line.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
    line.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        for name in quick:
            line.execute(sql.SQL("ALTER SYSTEM RESET {}").format(sql.Identifier(name)))
        line.execute("SELECT pg_reload_conf()")
        line.execute("CHECKPOINT")


def make_role() -> None:
    """Make the role past row security that the other side signs in as."""
    with administration.connect("postgres") as line:
        password = sql.Literal(database.password_of(ROLE, settings.SECRET_KEY))
        if line.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone() is not None:
            return
        line.execute(
            sql.SQL("CREATE ROLE {} LOGIN BYPASSRLS PASSWORD {} IN ROLE {}").format(
                sql.Identifier(ROLE), password, sql.Identifier(database.APP_ROLE)
            )
        )


@contextlib.contextmanager
def using(name: str) -> Iterator[None]:
    """Let this process work in database `name`: as the application, and as `open` past row security."""
    line = connections["default"]
    line.close()
    before = line.settings_dict["NAME"]
    line.settings_dict["NAME"] = name
    open_settings = {"USER": ROLE, "PASSWORD": database.password_of(ROLE, settings.SECRET_KEY)}
    # What guardian asks at a million households may take longer than a page may.
    options = line.settings_dict["OPTIONS"]["options"] + " -c statement_timeout=0"
    open_settings["OPTIONS"] = {**line.settings_dict["OPTIONS"], "options": options}
    connections.settings["open"] = {**line.settings_dict, **open_settings}
    try:
        yield
    finally:
        line.close()
        line.settings_dict["NAME"] = before
        connections["open"].close()
        del connections["open"]


@contextlib.contextmanager
def serving(households: int) -> Iterator[Region]:
    """Run the two web servers on the region of this size."""
    url = settings_url(database_name(households))
    with (
        _web.server(DATABASE_URL=url) as port,
        _web.server(
            "tests.bench._wsgi_open", DATABASE_URL=url, DJANGO_SETTINGS_MODULE="tests.bench._settings_open"
        ) as open_port,
    ):
        yield Region(households, port, open_port)


def settings_url(name: str) -> str:
    """Return the address of database `name`."""
    url = env.required("DATABASE_URL")
    return url.replace(f"/{database.parse(url)['NAME']}?", f"/{name}?")


# --- Taking turns ---------------------------------------------------------------------------------
def take_turns(sides: Sequence[Callable[[], float]], *, times: int, warm_up: int = WARM_UP) -> list[float]:
    """Ask each side, in another order each time, and return the median of each in milliseconds."""
    answers: list[list[float]] = [[] for _ in sides]
    order = list(range(len(sides)))
    for turn in range(warm_up + times):
        random.shuffle(order)
        for side in order:
            taken = sides[side]()
            if turn >= warm_up:
                answers[side].append(taken)
    return [statistics.median(taken) for taken in answers]


def timed(act: Callable[[], object]) -> float:
    """Return how long `act` took, in milliseconds."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def watched(number: int) -> list[User]:
    """Return the people with `number` households in the database that is used."""
    places = range(len(_region.Shape(0).watched[number]))
    emails = [_region.watched_email(number, place) for place in places]
    return list(User.objects.using("open").filter(email__in=emails).order_by("email"))


# --- What is measured -----------------------------------------------------------------------------
class Pages(NamedTuple):
    """Medians of one page over HTTP, in milliseconds."""

    by_name: float
    by_date: float
    without_row_security: float
    by_date_without_row_security: float
    everything: float


def pages(regions: Sequence[Region], number: int, times: int) -> list[Pages]:
    """Ask the list of somebody with `number` households in every region, in turns; medians over all these people."""
    households = reverse("cases:household-list")
    rows = min(number, PAGE)
    paths = [
        (True, f"{households}?volgorde=naam"),
        (True, households),
        (False, f"{households}?volgorde=naam"),
        (False, households),
        (False, f"/alles/?volgorde=naam&aantal={rows}"),
    ]
    people: list[list[float]] = []
    for place in range(len(_region.Shape(0).watched[number])):
        sides: list[Callable[[], float]] = []
        for region in regions:
            with using(region.name), administration.as_administrator():
                visitors = [_web.Visitor(port, watched(number)[place]) for port in (region.port, region.open_port)]
            sides += [_asking(visitors[0 if fenced else 1], path) for fenced, path in paths]
        few = number not in DEMANDED
        people.append(take_turns(sides, times=FEW if few else times, warm_up=FEW if few else WARM_UP))
    medians = [statistics.median(person) for person in zip(*people, strict=True)]
    return [Pages(*medians[at : at + len(paths)]) for at in range(0, len(medians), len(paths))]


def _asking(visitor: _web.Visitor, path: str) -> Callable[[], float]:
    return lambda: visitor.get(path)[0]


def guardian(number: int, times: int) -> Pair:
    """Ask the first page of households as objects: by our rule with row security, and by guardian without it."""
    found = []
    for user in watched(number):
        ours, theirs = _first_by_our_rule(user), _first_by_guardian(user)
        assert ours(everything=True) == theirs(everything=True), f"{user.email}: other households"
        turns = times if timed(theirs) < SLOW_MS else min(times, TURNS_OF_SLOW)
        found.append(take_turns([lambda: timed(ours), lambda: timed(theirs)], times=turns, warm_up=1))  # noqa: B023
    return Pair(*(statistics.median(side) for side in zip(*found, strict=True)))


def _first_by_our_rule(user: User) -> Callable[..., set[int]]:
    def ask(*, everything: bool = False) -> set[int]:
        with acting_as(user), transaction.atomic():
            rows = Household.objects.visible_to(user).order_by("sort_name", "pk")
            return {row.pk for row in (rows if everything else rows[:PAGE])}

    return ask


def _first_by_guardian(user: User) -> Callable[..., set[int]]:
    def ask(*, everything: bool = False) -> set[int]:
        rows = get_objects_for_user(
            user, "cases.view_anyhousehold", AnyHousehold.objects.using("open"), accept_global_perms=False
        ).order_by("sort_name", "pk")
        return {row.pk for row in (rows if everything else rows[:PAGE])}

    return ask


class Log(NamedTuple):
    """What the access log costs one page, in milliseconds."""

    felt: _web.Times
    with_log: _web.Times
    without: _web.Times


def log(user: User, port: int) -> dict[str, Log]:
    """Measure the list and the page of one household, on `port` and on a server without the log beside it."""
    with administration.as_administrator():
        household = Household.objects.filter(involvements__user=user).earliest("pk")
    paths = {"list": f"{reverse('cases:household-list')}?volgorde=naam", "household": household.get_absolute_url()}
    found = {}
    url = settings_url(connections["default"].settings_dict["NAME"])
    with _web.server("tests.bench._wsgi_unlogged", DATABASE_URL=url) as unlogged:
        for name, path in paths.items():
            times = _log.felt(user, path, times=LOG_PAGES, warm_up=WARM_UP)
            both = _log.with_and_without(user, (port, unlogged), path, times=LOG_PAGES, warm_up=WARM_UP)
            found[name] = Log(times, *both)
    return found


# --- The run --------------------------------------------------------------------------------------
def main() -> None:
    """Load, ask, and print."""
    parser = argparse.ArgumentParser(prog="bin/bench access", description=__doc__)
    parser.add_argument("--households", type=int, nargs="+", default=SIZES, help="sizes, the smallest first")
    parser.add_argument("--times", type=int, default=40, help="turns for each person and page (at least 30)")
    parser.add_argument("--loaded", action="store_true", help="the regions are in the server of DATABASE_URL already")
    options = parser.parse_args()
    random.seed(7)
    make_role()
    for households in [] if options.loaded else options.households:
        load(households)
    print_settings()
    with contextlib.ExitStack() as stack:
        regions = [stack.enter_context(serving(households)) for households in options.households]
        measured = {number: pages(regions, number, options.times) for number in _region.Shape(0).watched}
        report_pages(options.households, measured)
        with using(regions[-1].name):
            report_log(log(watched(DEMANDED[-1])[0], regions[-1].port), *_log.disk(times=LOG_LINES, warm_up=WARM_UP))
    with using(database_name(options.households[-1])):
        turns = {number: 30 if number in DEMANDED else FEW for number in _region.Shape(0).watched}
        report_guardian({number: guardian(number, times) for number, times in turns.items()})


def print_settings() -> None:
    """Print what the server was started or set with, beside its own defaults."""
    with administration.connect("postgres") as line:
        version = line.execute("SHOW server_version").fetchone()[0]  # type: ignore[index]
        changed = line.execute(
            "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings"
            " WHERE source IN ('command line', 'configuration file') AND setting <> boot_val AND category !~ 'Log|File'"
        ).fetchone()[0]  # type: ignore[index]
    print(f"PostgreSQL {version}: {changed}")
    limits = " ".join(f"{name}={value}" for name, value in database.APP_LIMITS.items())
    print(f"sessions of the application: {limits}\n")


def report_pages(sizes: Sequence[int], measured: dict[int, list[Pages]]) -> None:
    """Print the medians, and the figures of pages."""
    print("first page, whole, over HTTP, p50 in ms")
    print(f"{'households':>11}{'of one':>8}{'by name':>9}{'no rls':>8}{'by date':>9}{'no rls':>8}{'everything':>12}")
    for number, by_size in measured.items():
        for size, page in zip(sizes, by_size, strict=True):
            print(
                f"{size:11,}{number:8,}{page.by_name:9.1f}{page.without_row_security:8.1f}{page.by_date:9.1f}"
                f"{page.by_date_without_row_security:8.1f}{page.everything:12.1f}"
            )
    for number, by_size in measured.items():
        page, small = by_size[-1], by_size[0]
        figure(f"access_page_ratio_{number}", page.by_name / page.everything, 1.25, number)
        orders = (page.by_name, page.without_row_security), (page.by_date, page.by_date_without_row_security)
        without = min(open_page / fenced for fenced, open_page in orders)
        figure(f"access_row_security_percent_{number}", 100 * (1 - without), 15, number)
        if page is not small:
            growth = max(page.by_name / small.by_name, page.by_date / small.by_date)
            figure(f"access_growth_{number}", growth, 1.3, number)


def report_guardian(measured: dict[int, Pair]) -> None:
    """Print how much longer guardian takes."""
    print("\nfirst 25 as objects, p50 in ms: our rule with row security, guardian on its generic tables without")
    for number, pair in measured.items():
        print(f"{number:11,}{pair.ours:9.2f}{pair.other:9.1f}")
    for number, pair in measured.items():
        figure(f"access_guardian_times_{number}", 1 / pair.ratio, 10, number)


def report_log(measured: dict[str, Log], line: _web.Times, bare: _web.Times) -> None:
    """Print what the access log adds to a page, and what its line takes meanwhile."""
    print(f"\n{f'in ms over {LOG_PAGES} pages':34}{'p50':>8}{'p95':>8}")
    sides = {"felt in the request": 0, "page with the log": 1, "page without": 2}
    rows = [(f"{name}: {side}", page[at]) for name, page in measured.items() for side, at in sides.items()]
    for name, times in [*rows, (f"a line on the disk ({LOG_LINES})", line), ("a bare INSERT", bare)]:
        print(f"{name:34}{times.p50:8.2f}{times.p95:8.2f}")
    print(f"FIGURE access_log_p95_ms {max(page.felt.p95 for page in measured.values()):.2f} 1")
    for name, page in measured.items():
        print(f"FIGURE access_log_added_p50_{name} {page.with_log.p50 - page.without.p50:.2f} 1")
        print(f"FIGURE access_log_added_p95_{name} {page.with_log.p95 - page.without.p95:.2f} 1")


def figure(name: str, value: float, target: float, number: int) -> None:
    """Print one figure; without a target for how many households nobody has."""
    print(f"FIGURE {name} {value:.2f} {target}" if number in DEMANDED else f"{name} {value:.2f} (no target)")


if __name__ == "__main__":
    main()
