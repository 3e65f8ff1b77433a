"""What the access log costs a page: as it is felt in the request, and the whole page with and without it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections
from django.test import Client

from accounts import access_log, audit_line
from accounts.context_processors import desk
from accounts.models import User
from tests import administration
from tests.accounts.test_access_log import LINE
from tests.bench import _web
from tests.signing_in import sign_in

FELT = ("asked", "seen", "listed", "begin", "write", "with_basis")
"""All that the access log does while somebody waits for a page."""


def felt(user: User, path: str, *, times: int, warm_up: int) -> _web.Times:
    """Return how long a request of this page is busy with the log, the waiting at its end included."""
    with administration.as_administrator():
        client = sign_in(Client(), user)
    answers = []
    with _timed() as spent:
        for turn in range(warm_up + times):
            spent.clear()
            answer = client.get(path, headers={"host": _web.HOST})
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            if turn >= warm_up:
                answers.append(sum(spent) * 1000)
    return _web.Times(answers, 0)


@contextlib.contextmanager
def _timed() -> Iterator[list[float]]:
    """Yield a list that gets the seconds of each call. One that another of them makes counts once."""
    spent: list[float] = []
    is_inside = False

    def timing(function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(first: Any, *arguments: Any, **named: Any) -> Any:
            nonlocal is_inside
            if is_inside:
                return function(first, *arguments, **named)
            if function.__name__ == "listed":
                desk(first)  # The menu of the page asks it anyway; the log is only the first here.
            started, is_inside = time.perf_counter(), True
            try:
                return function(first, *arguments, **named)
            finally:
                is_inside = False
                spent.append(time.perf_counter() - started)

        return timed

    before = {name: getattr(access_log, name) for name in FELT}
    for name, function in before.items():
        setattr(access_log, name, timing(function))
    try:
        yield spent
    finally:
        for name, function in before.items():
            setattr(access_log, name, function)


def with_and_without(
    user: User, ports: tuple[int, int], path: str, *, times: int, warm_up: int
) -> tuple[_web.Times, _web.Times]:
    """Ask the page of both web servers, in turns: the one with the log first."""
    with administration.as_administrator():
        visitors = [_web.Visitor(port, user) for port in ports]
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(warm_up + times):
        for side in (0, 1) if turn % 2 else (1, 0):
            milliseconds, _ = visitors[side].get(path)
            if turn >= warm_up:
                taken[side].append(milliseconds)
    return _web.Times(taken[0], 0), _web.Times(taken[1], 0)


def disk(*, times: int, warm_up: int) -> tuple[_web.Times, _web.Times]:
    """Return what a line takes from sending it until it is on the disk, and a bare row on a session like that."""
    lines, rows = [], []
    with administration.connect(connections["default"].settings_dict["NAME"]) as line:
        line.execute("CREATE TABLE bare (number bigint)")
        for turn in range(warm_up + times):
            taken = (
                _milliseconds(lambda: audit_line.insert([LINE])),
                _milliseconds(lambda: line.execute("INSERT INTO bare VALUES (1)")),
            )
            if turn >= warm_up:
                lines.append(taken[0])
                rows.append(taken[1])
        line.execute("DROP TABLE bare")
    return _web.Times(lines, 0), _web.Times(rows, 0)


def _milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000
