"""`bin/run`: install, start everything on loopback, keep it running, and stop it all."""

import argparse
import json
import signal
import socket
import time
import urllib.error
import urllib.request

from lib import environment, native, process, processes
from lib.data import DEMO, EMPTY, DataFolder
from lib.environment import ROOT
from lib.installation import Installation, fresh_log, in_environment
from lib.progress import Failure, Stopped, say
from lib.supervisor import Program, Supervisor

HOST = "127.0.0.1"
PORT_SECONDS = 5
"""How long a port may still be in use: a run that was just stopped needs a moment."""


def main(arguments: list[str]) -> int:
    """Run until SIGINT or SIGTERM; return 0 then. Raises Failure when a step cannot go on."""
    options = _parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    environment.ensure(environment.RUN_LOCK)
    environment.ensure_name_lists()
    native.ensure_pdf_libraries()
    data = DataFolder.chosen(options.data)
    data.create()
    with data.held():
        data.become(EMPTY if options.empty else DEMO)
        data.remember("site", f"http://{HOST}:{options.port}")
        _wait_for_port(options.port)
        supervisor = Supervisor()
        installation = Installation(data, supervisor)
        try:
            installation.start_servers()
            installation.announce()
            installation.prepare()
            installation.collect_static()
            if not options.empty:
                _load_demo(data, installation)
            _start_application(data, installation, options.port)
            say(f"Klaar: http://{HOST}:{options.port}/")
            supervisor.run()
        except Stopped:
            say("Stoppen ...")
        finally:
            _ignore_signals()
            supervisor.stop()
            installation.remove_sockets()
    say("Gestopt.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/run", description="Start Rondom op deze computer.")
    parser.add_argument("--port", type=int, default=8000, help="poort op 127.0.0.1 (standaard 8000)")
    parser.add_argument("--data", metavar="MAP", help="gegevensmap (standaard RONDOM_DATA, anders var/)")
    parser.add_argument("--empty", action="store_true", help="zonder demonstratiegegevens")
    return parser


def _stop(*_: object) -> None:
    raise Stopped


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + PORT_SECONDS
    while not _port_is_free(port):
        if time.monotonic() > deadline:
            raise Failure(f"Poort {port} is al in gebruik.", f"kies een andere poort: bin/run --port {port + 1}")
        time.sleep(0.2)


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise Failure(f"Poort {port} mag hier niet.", "kies een poort boven 1024 met --port.") from error
        except (OSError, OverflowError):
            return False
    return True


def _load_demo(data: DataFolder, installation: Installation) -> None:
    if installation.has_own_database and data.remembered("demo"):
        return
    say("Demonstratie laden ...")
    code = process.watched(
        "Demonstratie laden",
        in_environment(["python", "manage.py", "load_demo"]),
        cwd=ROOT,
        env=installation.application_environment(),
    )
    if code:
        raise Failure(f"Demonstratie laden (code {code}).", "begin met een lege gegevensmap: bin/run --data MAP")
    data.remember("demo", "geladen")


def _start_application(data: DataFolder, installation: Installation, port: int) -> None:
    env = installation.application_environment()
    options = {"cwd": ROOT, "env": env}
    commands = {
        "web": processes.web(HOST, port),
        "worker": processes.worker(),
        "beat": processes.beat(str(data.schedule)),
    }
    programs = [
        Program(name, in_environment(command), fresh_log(data, name), options, stage=2)
        for name, command in commands.items()
    ]
    # It needs no address and no secret of the others, so it gets none.
    names = in_environment(processes.name_finder(env["NAME_FINDER"], env["NAME_LISTS"]))
    alone = {"cwd": ROOT, "env": environment.bare() | {"PYTHONUNBUFFERED": "1"}}
    programs.append(Program("names", names, fresh_log(data, "names"), alone, stage=2))
    # Its keys stand in a folder that the others are not told of, and it gets no secret of theirs.
    signer = in_environment(processes.signer(env["SIGNER"], str(data.signing_keys), env["KEY_LIST"]))
    apart = {"cwd": ROOT, "env": data.signer(database=env["DATABASE_URL"])}
    programs.append(Program("signer", signer, fresh_log(data, "signer"), apart, stage=2))
    for program in programs:
        installation.supervisor.launch(program)
    web, worker, _, finder, signs = programs
    installation.supervisor.wait_for(lambda: _is_ready(port), seconds=180, program=web)
    installation.supervisor.wait_for(lambda: _has_said(worker, " ready."), seconds=120, program=worker)
    installation.supervisor.wait_for(lambda: _has_said(finder, " ready."), seconds=60, program=finder)
    installation.supervisor.wait_for(lambda: _has_said(signs, " ready."), seconds=60, program=signs)


def _has_said(program: Program, words: str) -> bool:
    return words in program.log.read_text(encoding="utf-8", errors="replace")


def _is_ready(port: int) -> bool:
    """Whether the application and what it needs answer. Work of an earlier day may still wait for the worker."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as answer:
        troubles = {name for name, state in json.load(answer).items() if state != "ok"}
        return troubles - {"name_finder"} == {"worker"}
    except (urllib.error.URLError, OSError):
        return False
