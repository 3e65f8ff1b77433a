import signal
import sys
import time

import pytest
from lib.progress import Failure
from lib.supervisor import Program, Supervisor


@pytest.fixture
def supervisor():
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()


def _program(tmp_path, code, **options):
    log = tmp_path / "program.log"
    log.touch()
    return Program("program", [sys.executable, "-c", code], log, {}, **options)


def test_a_program_that_dies_is_started_again_with_longer_pauses(supervisor, tmp_path):
    program = _program(tmp_path, "raise SystemExit(3)")
    supervisor.launch(program)

    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        supervisor.tend()
        time.sleep(0.01)

    # At once, after 0.5 s and after 1 s; the next pause is 2 s.
    assert program.quick_deaths == 4


def test_a_program_that_keeps_dying_before_it_answers_is_a_failure_with_its_last_words(supervisor, tmp_path):
    program = _program(tmp_path, "raise SystemExit('no disk')", ready=lambda: False)

    with pytest.raises(Failure, match="no disk"):
        supervisor.start(program)


def test_a_program_that_does_not_want_to_stop_is_killed(supervisor, tmp_path):
    said = tmp_path / "program.log"
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
    )
    program = _program(tmp_path, stubborn, ready=lambda: "here" in said.read_text())
    supervisor.STAGE_SECONDS = 0.3
    supervisor.start(program)
    child = program.child

    supervisor.stop()

    assert child.returncode == -signal.SIGKILL
