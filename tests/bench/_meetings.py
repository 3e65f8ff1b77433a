"""How quick the chair's pages are over HTTP: a move on an agenda of 60 items, and pages with 1 and with 30 rows.

A move is timed as a browser makes it: a post of one button with the key, the version and the token of the page before,
until the whole answer is there. The pages of the two tables take turns, so that whatever else runs hits both.
"""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Callable

from django.urls import reverse

from accounts import onetime
from accounts.models import User
from rvt.models import Meeting
from tests import administration
from tests.accounts.factories import OrganisationFactory, RegionFactory
from tests.bench import _web
from tests.rvt.agendas import ask, meeting_of, pool_of, put, send
from tests.rvt.factories import Office, QuestionFactory, office_of

ITEMS, ROWS = 60, 30
MOVE_TARGET_MS = 100
WARM_UP = 8
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def measure(*, moves: int, times: int) -> bool:
    """Fill three tables, time them and print the figures; return whether a move meets its target."""
    with administration.as_administrator():
        long = agenda_with(office_in("Veel punten"), ITEMS, minutes=600)
        one, many = (table_with(office_in(name), rows) for name, rows in (("Een", 1), ("Dertig", ROWS)))
        with _web.server() as port:
            moved = move(port, long, times=moves)
            pages = {name: in_turns(port, one[name], many[name], times=times) for name in one}
    print(f"\n{f'the table over HTTP, {ROWS} rows, ms':48}{'p50':>8}{'p95':>8}{'kB':>7}{'ratio to 1 row':>17}")
    print(f"{f'  move an item on an agenda of {ITEMS}':48}{moved.p50:8.1f}{moved.p95:8.1f}{moved.size / 1024:7.0f}")
    for name, (single, full) in pages.items():
        ratio = full.p50 / single.p50
        print(f"  {name:46}{full.p50:8.1f}{full.p95:8.1f}{full.size / 1024:7.0f}{ratio:17.2f}")
    print(f"FIGURE agenda_move_p95_ms {moved.p95:.0f} {MOVE_TARGET_MS}")
    print(f"FIGURE agenda_move_p50_ms {moved.p50:.0f} {MOVE_TARGET_MS}")
    return moved.p95 <= MOVE_TARGET_MS


# --- The tables -------------------------------------------------------------------------------------
def office_in(name: str) -> Office:
    """Return the office of a new region."""
    return office_of(RegionFactory(name=f"Meetregio {name}"))


def agenda_with(office: Office, items: int, **meeting: int) -> Meeting:
    """Return a meeting that was sent, with so many questions; an expert is asked for every one of them."""
    team = OrganisationFactory(region=office.organisation.region)
    made = meeting_of(office, **meeting)
    expert = pool_of(office)
    ask(made, expert, *[put(made, office.chair, organisation=team) for _ in range(items)], by=office.chair)
    send(made, office.chair)
    return made


def table_with(office: Office, rows: int) -> dict[str, tuple[User, str]]:
    """Return the pages of a table with so many of everything: whose page it is, and its address."""
    meeting = agenda_with(office, rows)
    team = OrganisationFactory(region=office.organisation.region)
    for _ in range(rows):
        QuestionFactory(organisation=team)
    for _ in range(rows - 1):
        meeting_of(office)
    expert = meeting.guests.filter(part="expert").get().user
    of_meeting = reverse("rvt:meeting-detail", args=[meeting.uuid])
    return {
        "queue": (office.chair, reverse("rvt:queue")),
        "meetings": (office.chair, reverse("rvt:meeting-list")),
        "meeting, for the chair": (office.chair, of_meeting),
        "meeting, for an expert": (expert, of_meeting),
        "agenda": (office.chair, reverse("rvt:agenda", args=[meeting.uuid])),
    }


# --- Timing -----------------------------------------------------------------------------------------
def move(port: int, meeting: Meeting, *, times: int) -> _web.Times:
    """Press "later" or "eerder" of one item after the other, as the chair. Every press has to move something."""
    visitor, path = _web.Visitor(port, meeting.chair), reverse("rvt:agenda", args=[meeting.uuid])
    page = visitor.read(path)
    fields = dict(HIDDEN.findall(page))
    items = re.findall(r'data-item="([^"]+)"', page)
    taken, answer = [], page
    for turn in range(WARM_UP + times):
        act, choice = random.choice([("later", items[:-1]), ("eerder", items[1:])])  # noqa: S311 - no secret
        fields |= {onetime.FIELD: str(uuid.uuid4()), "doe": f"{act} {random.choice(choice)}"}  # noqa: S311
        milliseconds, answer = visitor.post(path, fields, **{"HX-Request": "true", "HX-Target": "agenda"})
        version = dict(HIDDEN.findall(answer))["version"]
        assert version != fields["version"], f"{fields['doe']}: nothing moved"
        fields["version"], items = version, re.findall(r'data-item="([^"]+)"', answer)
        if turn >= WARM_UP:
            taken.append(milliseconds)
    return _web.Times(taken, len(answer.encode()))


def in_turns(port: int, one: tuple[User, str], many: tuple[User, str], *, times: int) -> tuple[_web.Times, _web.Times]:
    """Ask the page with one row and the page with many, one after the other."""
    sides = [_asking(port, *side) for side in (one, many)]
    answers: list[list[tuple[float, int]]] = [[], []]
    for turn in range(WARM_UP + times):
        for side, found in zip(sides, answers, strict=True):
            answer = side()
            if turn >= WARM_UP:
                found.append(answer)
    single, full = (_web.Times([taken for taken, _ in found], found[-1][1]) for found in answers)
    return single, full


def _asking(port: int, user: User, path: str) -> Callable[[], tuple[float, int]]:
    visitor = _web.Visitor(port, user)
    return lambda: visitor.get(path)
