"""The process with the lists of names: what it adds, and that nobody mistakes its absence for a clean text."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rvt.privacy import CheckResult, check_text, check_texts, library
from tests.name_finder import ROOT, started
from tests.rvt.privacy_sentences import Score, score, sentences

SENTENCE = "Kijk hoe bang samira is, zei Ravenna."


def check(text: str) -> CheckResult:
    """As chair and secretary have it: nobody's own names, and no municipality."""
    return check_texts([text], person=None, towns=[])[0]


def test_names_that_no_pattern_knows_are_found_by_the_library(name_finder):
    result = check("Samira is bang.")

    assert ([finding.text for finding in result.findings], result.library) == (["Samira"], "ready")


def test_a_first_name_in_small_letters_is_found_where_somebody_acts(name_finder):
    assert [finding.text for finding in check("zij appte dat mohammed weer voor de deur stond").findings] == [
        "mohammed"
    ]


def test_the_result_says_which_checks_ran(name_finder):
    assert check("Niets.").checks == ("patterns", "library")


def test_without_the_process_the_result_says_that_names_were_not_searched(settings, tmp_path):
    settings.NAME_FINDER = str(tmp_path / "nobody")

    result = check("Samira is bang.")

    assert (result.library, result.checks, "Kijk zelf goed na" in result.notice) == ("down", ("patterns",), True)


def test_while_the_lists_are_being_loaded_the_result_says_so(settings, tmp_path):
    os.mkfifo(tmp_path / "version")  # whoever reads it waits, as for lists that take long
    with started(tmp_path) as (path, child):
        settings.NAME_FINDER = path
        _wait_until_it_listens(path, child)

        result = check("Samira is bang.")

    assert (result.library, "start nog op" in result.notice) == ("warming", True)


def test_a_process_that_does_not_answer_counts_as_down(settings, monkeypatch):
    monkeypatch.setattr(library, "PATIENCE", 0.05)
    with _deaf() as path:
        settings.NAME_FINDER = path

        assert check("Samira is bang.").library == "down"


def test_the_process_survives_what_it_cannot_understand(name_finder):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(name_finder)
        line.sendall(b"\xff{nonsense\n")
        assert line.recv(100) == b""

    assert library.state() == "ready"


def test_only_the_account_that_runs_it_can_reach_the_process(name_finder):
    assert Path(name_finder).stat().st_mode & 0o777 == 0o600


def test_without_lists_the_process_ends_and_says_why(tmp_path):
    with started(tmp_path / "none") as (_, child):
        assert child.wait(30) == 1


def test_web_and_worker_never_load_the_library():
    code = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "import config.celery; config.celery.app.loader.import_default_modules();"
        "print(sorted({'deduce', 'docdeid', 'numpy'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"


@pytest.mark.django_db
def test_twenty_thousand_signs_are_checked_whole(name_finder):
    text = "Er is ruzie over geld. " * 900 + "Samira is bang."

    assert [finding.text for finding in check_text(text, person=None).findings] == ["Samira"]


# --- The figures ------------------------------------------------------------------------------------------------------


def _told(name: str, found: Score, recall: float) -> None:
    print(f"FIGURE {name}recall {found.recall:.3f} {recall}")
    print(f"FIGURE {name}precision {found.precision:.3f} 0.80")


def test_the_set_is_large_and_half_of_it_is_about_nothing():
    every = sentences()

    assert len(every) >= 150
    assert sum(not sentence.spans for sentence in every) >= 60


def test_direct_identifiers_are_found_and_little_else(name_finder):
    found = score(sentences(), check)

    _told("privacy_", found, 0.97)
    assert found.recall >= 0.97, found.missed
    assert found.precision >= 0.80, found.wrong


def test_without_the_library_most_is_still_found(settings, tmp_path):
    settings.NAME_FINDER = str(tmp_path / "nobody")

    found = score(sentences(), check)

    _told("privacy_without_library_", found, 0.85)
    assert (found.recall > 0.85, found.precision > 0.80) == (True, True)


@contextlib.contextmanager
def _deaf() -> Iterator[str]:
    """Something that takes a call and says nothing."""
    with tempfile.TemporaryDirectory(prefix="names-") as folder, socket.socket(socket.AF_UNIX) as line:
        line.bind(f"{folder}/names")
        line.listen()
        yield f"{folder}/names"


def _wait_until_it_listens(path: str, child: subprocess.Popen[str]) -> None:
    while child.poll() is None:
        with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
            line.connect(path)
            return
    raise AssertionError("it ended")
