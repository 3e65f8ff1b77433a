"""Seals on the access log: what an administrator does to it afterwards is found, and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts import audit_line, sealing
from accounts.models import AccessLine, AccessSeal
from accounts.tasks import seal_access_log
from tests import administration
from tests.accounts.test_access_log import LINE
from tests.application import as_application

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


@pytest.fixture(autouse=True)
def anchor(settings: Any, tmp_path: Path, superuser: psycopg.Connection[Any]) -> Path:
    """A log without lines of earlier tests, and its anchor."""
    superuser.execute("DELETE FROM accounts_accessline")
    settings.ACCESS_LOG_ANCHOR = str(tmp_path / "anchor" / "access-log")
    return Path(settings.ACCESS_LOG_ANCHOR)


@pytest.fixture
def three_batches() -> list[int]:
    """Three seals over two lines each."""
    return [seal_two_lines() for _ in range(3)]


@pytest.fixture
def superuser() -> Iterator[psycopg.Connection[Any]]:
    """Somebody who can do everything in the database: triggers sleep."""
    with administration.connect(connection.settings_dict["NAME"]) as line:
        line.execute("SET session_replication_role = replica")
        yield line


def seal_two_lines() -> int:
    audit_line.insert([{**LINE, "request_id": uuid4()}])
    audit_line.insert([{**LINE, "request_id": uuid4()}])
    with as_application():
        return seal_access_log()


def test_what_was_written_is_sealed_once(three_batches: list[int]) -> None:
    with as_application():
        again = seal_access_log()

    assert three_batches == [2, 2, 2]
    assert again == 0
    assert AccessSeal.objects.count() == 3


def test_an_untouched_log_is_whole(three_batches: list[int]) -> None:
    report = sealing.verify()

    assert (report.seals, report.lines, report.problems) == (3, 6, [])


def test_a_line_that_is_not_committed_yet_is_sealed_later_and_nothing_is_missed() -> None:
    with administration.connect(connection.settings_dict["NAME"], autocommit=False) as slow:
        slow.execute("SET ROLE rondom_audit")
        columns = ", ".join(LINE)
        slow.execute(
            f"INSERT INTO accounts_accessline ({columns}) VALUES ({', '.join(['%s'] * len(LINE))})",
            list(LINE.values()),
        )
        while_open = seal_two_lines()
        slow.commit()
    after = seal_two_lines()

    assert while_open == 0
    assert after == 5
    assert sealing.verify().problems == []


def test_a_changed_byte_is_found(three_batches: list[int], superuser: psycopg.Connection[Any]) -> None:
    third = AccessLine.objects.order_by("seq")[2]
    superuser.execute("UPDATE accounts_accessline SET role = 'contacu' WHERE seq = %s", [third.seq])

    (problem,) = sealing.verify().problems

    assert problem.startswith("Zegel 2 van ")
    assert problem.endswith("de inhoud van een regel is veranderd.")


def test_a_changed_moment_is_found(three_batches: list[int], superuser: psycopg.Connection[Any]) -> None:
    first = AccessLine.objects.order_by("seq")[0]
    superuser.execute("UPDATE accounts_accessline SET at = at - interval '1 microsecond' WHERE seq = %s", [first.seq])

    (problem,) = sealing.verify().problems

    assert problem.startswith("Zegel 1 van ")


def test_a_deleted_line_is_found(three_batches: list[int], superuser: psycopg.Connection[Any]) -> None:
    fifth = AccessLine.objects.order_by("seq")[4]
    superuser.execute("DELETE FROM accounts_accessline WHERE seq = %s", [fifth.seq])

    (problem,) = sealing.verify().problems

    assert problem.startswith("Zegel 3 van ")
    assert problem.endswith("1 regels in plaats van 2.")


def test_two_swapped_lines_are_found(three_batches: list[int], superuser: psycopg.Connection[Any]) -> None:
    one, other = AccessLine.objects.order_by("seq")[:2]
    swap = "UPDATE accounts_accessline SET request_id = %s WHERE seq = %s"
    superuser.execute(swap, [other.request_id, one.seq])
    superuser.execute(swap, [one.request_id, other.seq])

    assert len(sealing.verify().problems) == 1


def test_a_tail_cut_off_together_with_its_seals_is_found(
    three_batches: list[int], superuser: psycopg.Connection[Any]
) -> None:
    last = AccessSeal.objects.get(number=3)
    superuser.execute("DELETE FROM accounts_accessline WHERE xid >= %s::text::xid8", [str(last.from_xid)])
    superuser.execute("DELETE FROM accounts_accessseal WHERE number = 3")

    (problem,) = sealing.verify().problems

    assert problem == "De zegels 3 tot en met 3 staan in het anker en niet meer in het logboek: afgeknipt."


def test_a_seal_made_anew_over_changed_lines_is_found(
    three_batches: list[int], superuser: psycopg.Connection[Any]
) -> None:
    """Who changes a line and knows how seals are made still does not reach the anchor."""
    last = AccessSeal.objects.get(number=3)
    superuser.execute("DELETE FROM accounts_accessline WHERE xid >= %s::text::xid8", [str(last.from_xid)])
    superuser.execute("DELETE FROM accounts_accessseal WHERE number = 3")
    audit_line.insert([LINE])
    with as_application(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_log_batch()")
        batch = cursor.fetchone()
        cursor.execute("SELECT access_log_seal(%s, %s, %s, %s, %s, %s, %s)", [*batch, sealing.seal_of(batch)])

    (problem,) = sealing.verify().problems

    assert problem.startswith("Zegel 3 van ")
    assert problem.endswith("in het anker staat een ander zegel.")


def test_a_missing_seal_in_the_middle_is_found(three_batches: list[int], superuser: psycopg.Connection[Any]) -> None:
    superuser.execute("DELETE FROM accounts_accessseal WHERE number = 2")

    assert any("de zegels 2 tot en met 2 zijn weg" in problem for problem in sealing.verify().problems)


def test_without_an_anchor_the_check_says_so(three_batches: list[int], anchor: Path) -> None:
    anchor.unlink()

    assert "Er is geen anker" in sealing.verify().problems[0]


def test_an_anchor_that_lags_behind_is_filled_up(three_batches: list[int], anchor: Path) -> None:
    whole = anchor.read_text()
    anchor.write_text(whole.splitlines(keepends=True)[0])

    with as_application():
        seal_access_log()

    assert anchor.read_text() == whole


def test_the_command_names_the_place_and_fails(
    three_batches: list[int], superuser: psycopg.Connection[Any], settings: Any
) -> None:
    settings.DATABASE_ROLE = "owner"
    superuser.execute("UPDATE accounts_accessline SET outcome = 2")

    with pytest.raises(CommandError, match=r"Zegel 1 van .*\nZegel 2 van .*\nZegel 3 van "):
        call_command("audit_verify")


def test_the_command_says_how_much_is_whole(three_batches: list[int], settings: Any, capsys: Any) -> None:
    settings.DATABASE_ROLE = "owner"

    call_command("audit_verify")

    assert capsys.readouterr().out == "Het logboek is heel: 6 regels onder 3 zegels.\n"
