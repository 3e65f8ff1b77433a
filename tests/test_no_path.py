"""From a question no path leads to a household, but through the submitter (design 4, docs/adr/0051).

As superuser, over the whole catalogue: keys, equal values, equal times and equal transactions. The question comes into
being as it does at work: taken over from a household, written in six steps, sent, and looked over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.choices import Lane
from cases.models import Household, QuestionLink
from cases.services.film import add_film_event
from rvt.models import Question
from tests import administration
from tests.cases.factories import HouseholdFactory, face_of
from tests.rvt.factories import office_of
from tests.signing_in import sign_in

QUESTION, HOUSEHOLD, LINK = "rvt_question", "cases_household", "cases_questionlink"
THE_SUBMITTER = {"accounts_user", LINK}
"""The one way that is left: who asked, and the link that only that person and the duo read."""

NAMES_THE_QUESTION = {
    (QUESTION, "uuid"),
    (LINK, "question"),
    ("accounts_auditevent", "target"),
    ("accounts_auditevent", "root"),
    ("accounts_notification", "about"),
    ("accounts_submissionkey", "location"),
}
"""Where the UUID of a question stands. Each row names the submitter or who runs the table, and no household."""

LOG = "accounts_accessline"
SAME_ACT = 3
"""An act in an act has a number of its own, next to the other."""

LONG_ENOUGH = 12
"""Shorter texts are words that everybody uses."""


# --- Keys ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keys(django_db_setup: None) -> dict[str, set[str]]:
    """Return for every table the tables that it refers to."""
    with administration.connect(connections["default"].settings_dict["NAME"]) as line:
        rows = line.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0"
        ).fetchall()
    found: dict[str, set[str]] = {}
    for table, other in rows:
        found.setdefault(table, set()).add(other)
    return found


def reached_from(table: str, keys: dict[str, set[str]]) -> set[str]:
    """Every table that the keys of `table` lead to, one after another, but not through the submitter."""
    reached: set[str] = set()
    ahead = {table}
    while ahead:
        here = ahead.pop()
        reached.add(here)
        ahead |= keys.get(here, set()) - reached - THE_SUBMITTER
    return reached


def leading_to(table: str, keys: dict[str, set[str]]) -> set[str]:
    """Every table from which keys lead to `table`."""
    return {name for name in keys if table in reached_from(name, keys)} - THE_SUBMITTER


def test_no_key_of_a_question_leads_to_a_household(keys: dict[str, set[str]]) -> None:
    of_households = leading_to(HOUSEHOLD, keys)
    assert len(of_households) > 20  # the walk walks

    assert reached_from(QUESTION, keys) & of_households == set()


def test_nothing_that_belongs_to_a_question_belongs_to_a_household(keys: dict[str, set[str]]) -> None:
    of_questions = leading_to(QUESTION, keys)

    assert of_questions & leading_to(HOUSEHOLD, keys) == set()
    assert {name for name in of_questions if not name.startswith("rvt_")} == set()


def test_the_walk_would_see_a_key_that_leads_there(keys: dict[str, set[str]]) -> None:
    broken = {**keys, QUESTION: keys[QUESTION] | {"cases_filmevent"}}

    assert reached_from(QUESTION, broken) & leading_to(HOUSEHOLD, broken)


# --- Values, times, transactions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One row of one table, as the administrator reads it."""

    table: str
    values: dict[str, Any]
    transactions: frozenset[int]
    """Which wrote this row, and which changed or locked it last."""

    def says(self, text: str) -> Iterator[str]:
        """Yield the columns in which `text` stands."""
        yield from (name for name, value in self.values.items() if text in _plain(value))

    @property
    def times(self) -> set[Any]:
        """Every moment in this row, the bounds of its periods too."""
        found = set()
        for value in self.values.values():
            for one in (getattr(value, "lower", value), getattr(value, "upper", value)):
                if hasattr(one, "tzinfo") and not callable(one):
                    found.add(one)
        return found

    @property
    def texts(self) -> set[str]:
        """Every text that is more than a word."""
        return {value for value in self.values.values() if isinstance(value, str) and len(value) >= LONG_ENOUGH}


def _plain(value: Any) -> str:
    return str(value) if value is not None else ""


class Everything:
    """All rows of the database."""

    def __init__(self, line: psycopg.Connection[Any], keys: dict[str, set[str]]) -> None:
        self.keys = keys
        names = line.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relispartition"
        ).fetchall()
        self.rows = [row for (name,) in names for row in self._read(line, name)]

    @staticmethod
    def _read(line: psycopg.Connection[Any], table: str) -> Iterator[Row]:
        cursor = line.execute(f"SELECT xmin::text, xmax::text, row.* FROM {table} AS row")
        columns = [column.name for column in cursor.description or ()][2:]
        for began, ended, *values in cursor:
            numbers = frozenset({int(began), int(ended)}) - {0}
            yield Row(table, dict(zip(columns, values, strict=True)), numbers)

    def naming(self, text: str) -> list[Row]:
        """Rows in which `text` stands somewhere."""
        return [row for row in self.rows if any(row.says(text))]

    def of_households(self) -> list[Row]:
        """Every row that leads to a household, and the log of looks."""
        tables = leading_to(HOUSEHOLD, self.keys) | {HOUSEHOLD, LOG}
        return [row for row in self.rows if row.table in tables]

    def of_questions(self, question: Question) -> list[Row]:
        """The question, what belongs to it, and every row that names it, but for the link."""
        tables = leading_to(QUESTION, self.keys) | {QUESTION}
        rows = [row for row in self.rows if row.table in tables]
        return rows + [row for row in self.naming(str(question.uuid)) if row.table not in {*tables, LINK}]


@pytest.fixture
def story(transactional_db: None, client: Client) -> tuple[Household, Question]:
    """A question that was taken over from a household and went all the way to the queue, through the pages."""
    household = HouseholdFactory()
    face, office = face_of(household), office_of(face_of(household).memberships.get().organisation.region)
    day = timezone.localdate() - timedelta(days=3)
    add_film_event(household, lane=Lane.TENSE, text="Er werd hard geschreeuwd.", happened_on=day, teller=face, by=face)
    sign_in(client, face)
    client.get(household.get_absolute_url())
    page = reverse("cases:question-bring", args=[household.uuid])
    form = client.get(page).context["form"]
    typed = {name: form[name].value() for name in ("about", "unsafe", "goes_well", "tried")}
    assert client.post(page, {**typed, "members": form["members"].value()}).status_code == 303
    question = Question.objects.get()
    steps = [
        {"sentence": "Hoe praten we hier samen over?", "about": "family"},
        {"members-role": ["mother"], "members-age": ["27-64"]},
        typed,
        {"family_knows": "yes", "family_wants": "Rust."},
        {"dilemma": "Als ik doorvraag, haakt vader af.", "urgency": "can_wait", "reflection": "Het raakt mij."},
    ]
    for number, answers in enumerate(steps, start=1):
        address = reverse(f"rvt:question-step-{number}", args=[question.uuid])
        version = client.get(address).context["form"]["version"].value()
        key = re.search(r'name="_sleutel" value="([^"]+)"', client.get(address).content.decode())
        client.post(address, {**answers, "_concept": "1"})
        saved = client.post(address, {**answers, "version": version, "_sleutel": key[1] if key else ""})
        assert saved.status_code == 303
    assert client.post(reverse("rvt:question-review", args=[question.uuid]), {"looked": "on"}).status_code == 303
    client.get(household.get_absolute_url())
    sign_in(client, office.secretary)
    checked = client.post(reverse("rvt:question-checked", args=[question.uuid]), {"read_by_hand": "on"})
    assert checked.status_code == 303
    question.refresh_from_db()
    return household, question


@pytest.fixture
def everything(story: tuple[Household, Question], keys: dict[str, set[str]]) -> Everything:
    with administration.connect(connections["default"].settings_dict["NAME"]) as line:
        return Everything(line, keys)


def test_no_value_time_or_transaction_leads_from_a_question_to_a_household(
    story: tuple[Household, Question], everything: Everything, capsys: pytest.CaptureFixture[str]
) -> None:
    household, question = story
    about_it, families = everything.of_questions(question), everything.of_households()
    assert QuestionLink.objects.get().household == household
    assert len(about_it) > 5  # there is something to find
    assert len(families) > 10

    places = {
        (row.table, name) for row in everything.naming(str(question.uuid)) for name in row.says(str(question.uuid))
    }
    values = {
        (row.table, name)
        for row in about_it
        for name in row.says(str(household.uuid))
        if row.table not in THE_SUBMITTER
    }
    times = {moment for row in about_it for moment in row.times} & {at for row in families for at in row.times}
    wrote = {one for row in about_it for one in row.transactions}
    near = {one + step for one in wrote for step in range(-SAME_ACT, SAME_ACT + 1)}
    together = {row.table for row in families if row.table != LOG and row.transactions & near}
    texts = {text for row in about_it for text in row.texts} & {text for row in families for text in row.texts}

    with capsys.disabled():
        print(f"\nFIGURE paths_from_question {len(values) + len(times) + len(together) + len(texts)} 0")
    assert places <= NAMES_THE_QUESTION
    assert (values, times, together, texts) == (set(), set(), set(), set())


def test_a_question_knows_days_and_never_a_time(everything: Everything) -> None:
    rows = [row for row in everything.rows if row.table in {QUESTION, "rvt_reflection"}]

    assert [row.times for row in rows] == [set(), set()]


def test_what_the_asker_did_stands_in_the_history_by_the_day(
    story: tuple[Household, Question], everything: Everything
) -> None:
    _, question = story
    events = [row.values for row in everything.naming(str(question.uuid)) if row.table == "accounts_auditevent"]
    mine = [event for event in events if event["actor"] == question.asker.uuid]

    assert [event["event"] for event in mine] == ["question.submitted"]
    assert {timezone.localtime(event["at"]).strftime("%H.%M.%S") for event in mine} == {"00.00.00"}


def test_the_log_of_looks_names_no_question(story: tuple[Household, Question], everything: Everything) -> None:
    _, question = story

    assert [row for row in everything.naming(str(question.uuid)) if row.table.startswith(LOG)] == []
