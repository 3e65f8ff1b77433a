"""`bin/run` as people use it: it starts, survives, stops, and remembers."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GIVEN_BY_BIN_TEST = {"DATABASE_URL", "DATABASE_ROLE", "DATABASE_PASSWORD_FILE", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
START_SECONDS, STOP_SECONDS = 240, 10

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")]


def _environment(data: Path) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in GIVEN_BY_BIN_TEST} | {
        "RONDOM_DATA": str(data)
    }


class Run:
    """One `bin/run` on a free port: `--empty`, or with the demo region."""

    def __init__(self, folder: Path, *, is_demo: bool = False) -> None:
        self.folder, self.data, self.port = folder, folder / "empty" / "dir", _free_port()
        self.output = folder / f"{self.port}.txt"
        command = [sys.executable, ROOT / "bin" / "run", "--port", str(self.port), "--data", self.data]
        command += [] if is_demo else ["--empty"]
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, env=_environment(self.data)
            )

    def wait_until_ready(self, seconds: float = START_SECONDS) -> "Run":
        expected = f"Klaar: http://127.0.0.1:{self.port}/\n"
        _wait(lambda: expected in self.said() or self.process.poll() is not None, seconds)
        assert expected in self.said()
        return self

    def said(self) -> str:
        return self.output.read_text()

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def children(self) -> dict[str, int]:
        """The processes under the supervisor, by what their command line holds."""
        marks = {
            "valkey-server": "broker",
            "postgres": "database",
            "granian": "web",
            "worker": "worker",
            "beat": "beat",
            "name_finder": "names",
            "veiligheidskaart.signer": "signer",
        }
        found = {}
        for pid in _children(self.process.pid):
            line = _command_line(pid)
            found[next((name for mark, name in marks.items() if mark in line), line)] = pid
        return found

    def everyone(self) -> set[int]:
        """All processes below this one, and itself."""
        todo, found = [self.process.pid], set()
        while todo:
            pid = todo.pop()
            found.add(pid)
            todo.extend(_children(pid))
        return found

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(STOP_SECONDS + 5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _command_line(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def _wait(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


def _alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if _command_line(pid)}  # a zombie has no command line


def _manage(data: Path, code: str) -> str:
    command = [sys.executable, ROOT / "bin" / "manage", "shell", "--no-imports", "-c", code]
    return subprocess.run(command, env=_environment(data), capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Run]:
    run = Run(tmp_path_factory.mktemp("run"))
    run.wait_until_ready()
    yield run
    run.stop()


def test_it_answers_on_loopback_by_number_and_by_name(running):
    assert running.status("/healthz") == 200

    with urllib.request.urlopen(f"http://localhost:{running.port}/readyz", timeout=5) as answer:
        assert set(json.load(answer).values()) == {"ok"}


@pytest.mark.parametrize("name", ["broker", "database", "web", "worker", "beat", "names", "signer"])
def test_a_child_that_is_killed_is_started_again(running, name):
    killed = running.children()[name]
    started = time.monotonic()

    os.kill(killed, signal.SIGKILL)

    _wait(lambda: running.children().get(name, killed) != killed and running.status("/readyz") == 200, 60)
    print(f"FIGURE restart_seconds_{name} {time.monotonic() - started:.1f} 5")


def test_its_programs_hold_no_administrator_password(running):
    password = (running.data / "secrets" / "database_admin").read_text()

    for name in ("web", "worker", "beat"):
        environment = Path(f"/proc/{running.children()[name]}/environ").read_text()
        assert password not in environment
        assert "rondom_admin" not in environment


def test_the_name_finder_holds_no_secret_at_all(running):
    environment = Path(f"/proc/{running.children()['names']}/environ").read_text()

    assert str(running.data / "secrets") not in environment
    assert "DATABASE_URL" not in environment


def test_only_the_signer_knows_where_the_keys_are_and_it_knows_nothing_of_the_others(running):
    keys = running.data / "signer"
    for name in ("web", "worker", "beat", "names"):
        assert str(keys) not in Path(f"/proc/{running.children()[name]}/environ").read_text()
    environment = Path(f"/proc/{running.children()['signer']}/environ").read_text()

    assert "SECRET_KEY" not in environment
    assert "database_admin" not in environment
    assert {path.stat().st_mode & 0o077 for path in (keys, *keys.glob("**/*.key"))} == {0}


def test_a_second_start_on_the_same_folder_or_port_is_refused_with_what_to_do(running, tmp_path):
    same_folder = Run(running.folder)
    assert same_folder.process.wait(30) == 1
    assert "Er draait al een bin/run" in same_folder.said()

    command = [sys.executable, ROOT / "bin" / "run", "--port", str(running.port), "--data", tmp_path, "--empty"]
    same_port = subprocess.run(command, env=_environment(tmp_path), capture_output=True, text=True, check=False)
    assert same_port.returncode == 1
    assert f"Poort {running.port} is al in gebruik." in same_port.stderr


def test_what_was_stored_is_there_after_a_stop_and_after_a_kill(running):
    """Last in this file: it stops the run that the others use."""
    store = "from django.core.cache import cache; cache.set('mark', '{}', None)"
    read = "from django.core.cache import cache; print(cache.get('mark'))"
    _manage(running.data, store.format("first"))
    everyone = running.everyone()

    started = time.monotonic()
    running.stop()
    assert time.monotonic() - started < STOP_SECONDS
    assert _alive(everyone) == set()
    assert _manage(running.data, read) == "first"

    started = time.monotonic()
    again = Run(running.folder).wait_until_ready()
    print(f"FIGURE second_start_seconds {time.monotonic() - started:.1f} 10")
    assert _manage(running.data, read) == "first"
    _manage(running.data, store.format("second"))
    everyone = again.everyone()

    again.stop(signal.SIGKILL)
    _wait(lambda: _alive(everyone) == set(), STOP_SECONDS)
    assert _manage(running.data, read) == "second"

    demo = [sys.executable, ROOT / "bin" / "run", "--port", str(_free_port()), "--data", running.data]
    other_kind = subprocess.run(demo, env=_environment(running.data), capture_output=True, text=True, check=False)
    assert other_kind.returncode == 1
    assert "die twee gaan niet samen" in other_kind.stderr
