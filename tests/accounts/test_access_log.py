"""The access log: who may write it, that nobody changes it, and that no line means no answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client

from accounts import audit_line
from accounts.models import AccessLine
from tests import administration
from tests.accounts.factories import UserFactory
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

LINE: dict[str, Any] = {
    "event_code": "look",
    "action": "R",
    "outcome": 1,
    "checks": "TTFF",
    "who": uuid4(),
    "role": "contact",
    "obj_type": "household",
    "obj_id": uuid4(),
    "household": uuid4(),
    "purpose": "help",
    "policy_version": "0",
    "session_hash": "",
    "request_id": uuid4(),
    "source": "here",
}


def audit() -> psycopg.Connection[Any]:
    """A session that signed in as the role of the log."""
    name = connections["default"].settings_dict["NAME"]
    return psycopg.connect(**settings.ACCESS_LOG_LINE, dbname=name, autocommit=True)


def lines_of(**wanted: Any) -> list[AccessLine]:
    """Lines with these values, oldest first."""
    return list(AccessLine.objects.filter(**wanted).order_by("seq"))


# --- Who may what ----------------------------------------------------------------------------------


def test_the_role_of_the_log_adds_a_line_and_the_database_says_when() -> None:
    request = uuid4()

    audit_line.insert([{**LINE, "request_id": request}])

    (line,) = lines_of(request_id=request)
    assert line.at is not None
    assert line.household == LINE["household"]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM accounts_accessline",
        "UPDATE accounts_accessline SET outcome = 1",
        "DELETE FROM accounts_accessline",
        "TRUNCATE accounts_accessline",
        "SELECT count(*) FROM accounts_accessline_default",
        "SELECT count(*) FROM accounts_accessseal",
        "SELECT count(*) FROM accounts_user",
        "SELECT access_log_batch()",
    ],
)
def test_the_role_of_the_log_can_do_nothing_else(statement: str) -> None:
    with audit() as line, pytest.raises(psycopg.errors.InsufficientPrivilege):
        line.execute(statement)


@pytest.mark.parametrize("column", ["at", "seq", "xid"])
def test_the_role_of_the_log_cannot_say_when_or_in_which_order(column: str) -> None:
    with audit() as line, pytest.raises(psycopg.errors.InsufficientPrivilege):
        line.execute(f"INSERT INTO accounts_accessline ({column}) VALUES (NULL)")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO accounts_accessline (event_code) VALUES ('look')",
        "UPDATE accounts_accessline SET outcome = 1",
        "DELETE FROM accounts_accessline",
        "SELECT count(*) FROM accounts_accessline_default",
        "SELECT nextval('accounts_accessline_seq')",
        "INSERT INTO accounts_accessseal (number) VALUES (1)",
    ],
)
def test_the_application_does_not_write_the_log(statement: str) -> None:
    with (
        as_application(UserFactory()),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_application_reaches_no_month_by_its_own_name(administrator: psycopg.Connection[Any]) -> None:
    open_months = administrator.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'accounts_accessline'::regclass"
        " AND (has_table_privilege('rondom_app', inhrelid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')"
        "   OR has_table_privilege('rondom_audit', inhrelid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE'))"
    ).fetchall()

    assert open_months == []


@pytest.mark.parametrize("table", ["accounts_accessline", "accounts_accessline_default", "accounts_accessseal"])
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_not_even_the_administrator_changes_it_by_accident(table: str, act: str) -> None:
    audit_line.insert([LINE])
    column = "lines" if table.endswith("seal") else "role"
    with administration.connect(connection.settings_dict["NAME"], autocommit=False) as line:
        line.execute(
            "INSERT INTO accounts_accessseal (number, from_xid, to_xid, lines, digest, previous, seal)"
            " VALUES (999999, 0, 1, 0, '', '', '')"
        )
        if table.endswith("default"):
            line.execute(
                "INSERT INTO accounts_accessline_default (at, event_code, action, outcome, checks, who, role, obj_type,"
                " obj_id, purpose, policy_version, session_hash, request_id, source)"
                " SELECT '2001-01-01', event_code, action, outcome, checks, who, role, obj_type, obj_id, purpose,"
                " policy_version, session_hash, request_id, source FROM accounts_accessline LIMIT 1"
            )
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only"):
            line.execute(act.format(table, column, column))
        line.rollback()


def test_the_months_ahead_are_there_and_making_them_again_changes_nothing(
    administrator: psycopg.Connection[Any],
) -> None:
    months = (
        "SELECT array_agg(inhrelid::regclass::text ORDER BY 1) FROM pg_inherits"
        " WHERE inhparent = 'accounts_accessline'::regclass"
    )
    before = administrator.execute(months).fetchone()

    with as_application(), connection.cursor() as cursor:
        cursor.execute("SELECT access_log_prepare(), access_log_is_ready()")
        (_, is_ready) = cursor.fetchone()

    assert administrator.execute(months).fetchone() == before
    assert before is not None
    assert len(before[0]) >= 5
    assert is_ready is True


# --- No line, no answer ------------------------------------------------------------------------------


@pytest.fixture
def log_is_away(administrator: psycopg.Connection[Any]) -> Iterator[None]:
    """Take away from the role of the log what it needs, for a moment."""
    administrator.execute("REVOKE USAGE ON SEQUENCE accounts_accessline_seq FROM rondom_audit")
    yield
    administrator.execute("GRANT USAGE ON SEQUENCE accounts_accessline_seq TO rondom_audit")


@pytest.mark.usefixtures("log_is_away")
@pytest.mark.parametrize("path", ["/huishoudens/{0}/", "/huishoudens/", "/mijn-dag/", "/api/v1/households/{0}/"])
def test_without_a_line_nothing_is_shown(client: Client, path: str) -> None:
    household = HouseholdFactory(call_name="Familie Kanarie")
    sign_in(client, face_of(household))

    answer = client.get(path.format(household.uuid))

    assert answer.status_code == 503
    assert "Kanarie" not in answer.content.decode()


@pytest.mark.usefixtures("log_is_away")
def test_a_page_about_no_household_works_while_the_log_is_away(client: Client) -> None:
    assert sign_in(client, UserFactory()).get("/mijn/").status_code == 200


@pytest.mark.usefixtures("log_is_away")
def test_a_look_that_could_not_be_logged_is_taken_back(client: Client) -> None:
    from cases.views.create import HINTS

    household = HouseholdFactory()
    session = sign_in(client, face_of(household)).session
    session[HINTS] = str(household.uuid)
    session.save()

    client.get(household.get_absolute_url())

    assert client.session[HINTS] == str(household.uuid)


def test_a_post_that_could_not_be_logged_happened_once_and_shows_its_result_when_repeated(
    client: Client, administrator: psycopg.Connection[Any]
) -> None:
    household = HouseholdFactory()
    sign_in(client, face_of(household))
    form = {"name": "Oma Ria", "helps_with": "oppas", "_sleutel": str(uuid4())}
    path = f"/huishoudens/{household.uuid}/netwerk/nieuw/"

    administrator.execute("REVOKE USAGE ON SEQUENCE accounts_accessline_seq FROM rondom_audit")
    first = client.post(path, form)
    administrator.execute("GRANT USAGE ON SEQUENCE accounts_accessline_seq TO rondom_audit")
    second = client.post(path, form)

    assert (first.status_code, second.status_code) == (503, 303)
    assert household.network.count() == 1


def test_the_log_recovers_by_itself_after_its_session_was_ended(administrator: psycopg.Connection[Any]) -> None:
    audit_line.insert([LINE])
    administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rondom_audit'")
    request = uuid4()

    audit_line.insert([{**LINE, "request_id": request}])

    assert len(lines_of(request_id=request)) == 1


# --- Sent while the page is made ----------------------------------------------------------------------


def test_a_line_that_nobody_waited_for_is_written_before_the_next_one() -> None:
    first, second = uuid4(), uuid4()

    unwaited = audit_line.send([{**LINE, "request_id": first}])
    audit_line.send([{**LINE, "request_id": second}]).wait()

    assert unwaited.is_done
    assert [len(lines_of(request_id=request)) for request in (first, second)] == [1, 1]


def test_a_line_is_sent_again_when_its_session_was_ended_while_it_was_on_its_way(
    administrator: psycopg.Connection[Any],
) -> None:
    audit_line.insert([LINE])
    request = uuid4()

    with administration.connect(connection.settings_dict["NAME"], autocommit=False) as holding:
        # Nobody can add a line until this session ends, so it is certainly on its way.
        holding.execute("LOCK TABLE accounts_accessline IN EXCLUSIVE MODE")
        sending = audit_line.send([{**LINE, "request_id": request}])
        administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rondom_audit'")
    sending.wait()

    assert len(lines_of(request_id=request)) == 1


def test_a_line_that_could_not_be_written_is_away_only_when_somebody_waits(log_is_away: None) -> None:
    sending = audit_line.send([LINE])

    with pytest.raises(audit_line.AccessLogAway):
        sending.wait()


def test_a_page_that_breaks_while_it_is_made_was_looked_at(client: Client, settings: Any, tmp_path: Any) -> None:
    household = HouseholdFactory()
    sign_in(client, face_of(household))
    broken = tmp_path / "cases" / "household_detail.html"
    broken.parent.mkdir()
    broken.write_text("{% include 'is/er/niet.html' %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    client.raise_request_exception = False

    answer = client.get(household.get_absolute_url())

    lines = lines_of(household=household.uuid)
    assert answer.status_code == 500
    assert [(line.event_code, line.outcome) for line in lines] == [("look", 1), ("look", 3)]
    assert lines[0].request_id == lines[1].request_id
