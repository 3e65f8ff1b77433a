"""Whether a household keeps what is written when many write at once. `bin/bench edits [--edits N]`.

Eight clients, the contact person and the partner of the duo on four screens each, write in one household over HTTP, all
at the same time. Half of what they write is new (something in the film), half is a change of the same few agreements:
there a field holds a number, and each change makes it one more than the page showed; who meets the page with both texts
looks again and tries again. Every tenth form is sent twice at the same moment, as by an impatient finger, and every
other tenth loses its connection before the answer and is sent once more. Afterwards the database tells what is there.
Targets: issue 7.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

import django

django.setup()

from django.db import connection  # noqa: E402 - models exist after django.setup()
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from cases.choices import Part  # noqa: E402
from cases.models import Agreement, FilmEvent, Household  # noqa: E402
from cases.services.agreements import make_agreement  # noqa: E402
from tests import administration  # noqa: E402
from tests.accounts.factories import worker_of  # noqa: E402
from tests.bench import _family, _web  # noqa: E402
from tests.cases.factories import face_of, involve, team_of  # noqa: E402

EDITS, CLIENTS, AGREEMENTS = 10_000, 8, 4
COUNTERS = ("detail", "if_not")
"""Fields of an agreement that count. Two people in two of them join by themselves."""
TRIES = 200
LOST_LINE = (http.client.HTTPException, OSError)


class _Form(HTMLParser):
    """The fields of the one form that is posted to `path`, as a browser would send them."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.is_inside, self.name = path, False, ""
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = found.get("action") == self.path
        elif self.is_inside and found.get("name"):
            if tag == "input" and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
                self.fields.append((found["name"], found.get("value", "")))
            elif tag in ("textarea", "select"):
                self.name = found["name"] if tag == "select" else ""
        elif self.is_inside and tag == "option" and self.name and "selected" in found:
            self.fields.append((self.name, found.get("value", "")))


def _number(text: str) -> int:
    """The first word of a field that counts. Who wrote it comes after it: the same words twice are no conflict."""
    return int(text.split(maxsplit=1)[0])


class Client(_web.Visitor):
    """One screen of somebody, that writes and tells what it was promised."""

    def __init__(self, port: int, user: User, number: int) -> None:
        super().__init__(port, user)
        self.user, self.number, self.port = user, number, port
        self.told: list[str] = []
        self.counted: Counter[tuple[int, str]] = Counter()
        self.seen: Counter[str] = Counter()
        self.headers |= {
            "Origin": f"http://{self.headers['Host']}",
            "X-CSRFToken": self.token,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def send(self, path: str, body: str) -> int:
        """Send a form until it is answered; return the status. A line that breaks is no answer."""
        for _ in range(TRIES):
            try:
                self.connection.request("POST", path, body, self.headers)
                answer = self.connection.getresponse()
                answer.read()
            except LOST_LINE:
                self.connection.close()
                continue
            return answer.status
        raise AssertionError(f"{path}: no answer")

    def send_as_people_do(self, path: str, body: str, turn: int) -> int:
        """Send a form once, twice at the same moment, or over a line that breaks."""
        if turn % 10 == 3:
            self.seen["sent twice"] += 1
            other = Client.of_the_same(self)
            with ThreadPoolExecutor(1) as finger:
                second = finger.submit(other.send, path, body)
                statuses = [self.send(path, body), second.result()]
            other.connection.close()
            return min(statuses)
        if turn % 10 == 7:
            self.seen["line broke"] += 1
            self.connection.request("POST", path, body, self.headers)
            self.connection.close()
        return self.send(path, body)

    @classmethod
    def of_the_same(cls, client: Client) -> Client:
        """Return a second connection of the same session."""
        other = cls.__new__(cls)
        other.connection = http.client.HTTPConnection(_web.HOST, client.port, timeout=60)
        other.headers = client.headers
        return other

    def tell(self, household: Household, turn: int) -> None:
        """Put something in the film."""
        text = f"Verteld door {self.number}, de {turn}e keer."
        typed = {"_sleutel": str(uuid4()), "_wie": str(self.user.uuid), "text": text, "when": "today", "lane": "fine"}
        path = reverse("cases:film-create", args=[household.uuid])
        status = self.send_as_people_do(path, urlencode(typed), turn)
        assert status == 303, f"{path}: {status}"
        self.told.append(text)

    def count_one_up(self, household: Household, agreement: Agreement, name: str, turn: int) -> None:
        """Make the number in one field of an agreement one higher than the page shows."""
        path = reverse("cases:agreement-change", args=[household.uuid, agreement.uuid])
        for _ in range(TRIES):
            form = _Form(path)
            form.feed(self.read(path))
            shown = dict(form.fields)
            fields = [(key, value) for key, value in form.fields if key != name]
            fields.append((name, f"{_number(shown[f'getoond-{name}']) + 1} van {self.number}-{turn}"))
            status = self.send_as_people_do(path, urlencode(fields), turn)
            if status == 303:
                self.counted[agreement.pk, name] += 1
                return
            assert status == 409, f"{path}: {status}"
            self.seen["both texts"] += 1
        raise AssertionError(f"{path}: never saved")

    def write(self, household: Household, agreements: list[Agreement], turns: int, done: Callable[[], None]) -> None:
        """Write so many times."""
        for turn in range(turns):
            if turn % 2:
                self.tell(household, turn // 2)
            else:
                place = turn // 2 + self.number
                field = COUNTERS[place // AGREEMENTS % len(COUNTERS)]
                self.count_one_up(household, agreements[place % AGREEMENTS], field, turn // 2)
            done()


def household_of_two() -> tuple[Household, list[Agreement], list[User]]:
    """Return a household with a duo, its agreements that count from 0, and who writes."""
    household = _family.small()
    face, team = face_of(household), team_of(household)
    partner = worker_of(team)
    involve(household, partner, team, Part.DUO)
    agreements = [
        make_agreement(
            household,
            what=f"Afspraak {number}",
            who=face,
            since=timezone.localdate(),
            checker=partner,
            by=face,
            **dict.fromkeys(COUNTERS, "0"),
        )
        for number in range(AGREEMENTS)
    ]
    return household, agreements, [face, partner]


def measure(edits: int) -> bool:
    """Let them write, and compare what they were promised with what is there."""
    household, agreements, people = household_of_two()
    connection.close()
    each, written, lock = edits // CLIENTS, count(1), threading.Lock()

    def done() -> None:
        with lock:
            number = next(written)
        if number % 500 == 0:
            print(f"  {number} edits", file=sys.stderr, flush=True)

    with _web.server() as port:
        clients = [Client(port, people[number % len(people)], number) for number in range(CLIENTS)]
        connection.close()
        with ThreadPoolExecutor(CLIENTS) as screens:
            working = [screens.submit(client.write, household, agreements, each, done) for client in clients]
            for one in working:
                one.result()
    promised = Counter(text for client in clients for text in client.told)
    there = Counter(FilmEvent.objects.filter(household=household).values_list("text", flat=True))
    counted = sum((client.counted for client in clients), Counter())
    numbers = {
        (row.pk, name): _number(getattr(row, name))
        for row in Agreement.objects.filter(household=household)
        for name in COUNTERS
    }
    lost = (promised - there).total() + sum(max(counted[key] - number, 0) for key, number in numbers.items())
    doubled = (there - promised).total() + sum(max(number - counted[key], 0) for key, number in numbers.items())
    seen = sum((client.seen for client in clients), Counter())
    print(f"{CLIENTS} clients; {', '.join(f'{name}: {times}' for name, times in sorted(seen.items()))}")
    total = promised.total() + counted.total()
    print(f"FIGURE concurrent_edits {total} {edits // CLIENTS * CLIENTS}")
    print(f"FIGURE concurrent_edits_lost {lost} 0")
    print(f"FIGURE concurrent_edits_doubled {doubled} 0")
    return lost == doubled == 0


def main() -> int:
    """Return 1 when something was lost or doubled."""
    parser = argparse.ArgumentParser(prog="bin/bench edits", description=__doc__)
    parser.add_argument("--edits", type=int, default=EDITS, help="how many edits by all clients together")
    options = parser.parse_args()
    with administration.as_administrator():
        return 0 if measure(options.edits) else 1


if __name__ == "__main__":
    sys.exit(main())
