"""`bin/manage privacy_check --json`: one list out for every line in."""

from __future__ import annotations

import io
import json
import sys
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from cases.choices import PersonRole
from cases.services.households import NewPerson
from tests.application import as_application
from tests.cases.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


def answers(monkeypatch: pytest.MonkeyPatch, lines: bytes, **options: Any) -> list[list[dict[str, Any]]]:
    """What it prints for these lines, as the application in nobody's name."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    said = io.StringIO()
    with as_application():
        call_command("privacy_check", "--json", stdout=said, **options)
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_every_line_gets_its_list_with_places_in_signs(monkeypatch, name_finder):
    lines = "Ömer belde 06-12345678.\n\nEr is ruzie.\r\n".encode()

    assert answers(monkeypatch, lines) == [
        [
            {"start": 0, "end": 4, "text": "Ömer", "kind": "name"},
            {"start": 11, "end": 22, "text": "06-12345678", "kind": "phone"},
        ],
        [],
        [],
    ]


def test_a_household_brings_its_own_names(monkeypatch, name_finder):
    household = HouseholdFactory(people=(NewPerson(name="Xandrijn", role=PersonRole.MOTHER, birth_year=1990),))

    without = answers(monkeypatch, b"xandrijn is bang\n")
    with_names = answers(monkeypatch, b"xandrijn is bang\n", household=household.uuid)

    assert without == [[]]
    assert with_names == [[{"start": 0, "end": 8, "text": "xandrijn", "kind": "name"}]]


def test_a_household_that_is_not_there_is_refused(monkeypatch, name_finder):
    with pytest.raises(CommandError):
        answers(monkeypatch, b"", household=uuid4())


def test_without_the_process_it_loads_the_library_and_says_so(monkeypatch, settings, tmp_path, capsys):
    settings.NAME_FINDER = str(tmp_path / "nobody")

    found = answers(monkeypatch, b"Samira is bang.\n")

    assert [row["text"] for row in found[0]] == ["Samira"]
    assert "De namenzoeker draait niet" in capsys.readouterr().err
