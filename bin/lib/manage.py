"""`bin/manage COMMAND`: Django's own commands against the same data folder."""

import os
import signal

from lib import environment, process, processes
from lib.data import DataFolder, InUse
from lib.environment import PYTHON, ROOT
from lib.installation import Installation, in_environment, owner_environment, without_credentials
from lib.progress import Failure, Stopped, say_aside
from lib.supervisor import Supervisor

NEEDS_NO_DATABASE = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "makemigrations",
    "spectacular",
    "version",
}
MANAGES_WITHOUT_DATABASE = {"privacy_check"}
"""These use a database that is there, and do without one in a folder that has none."""
NEEDS_NAME_LISTS = {"privacy_check"}
NEEDS_OWNER = {"audit_verify", "createcachetable", "migrate", "prepare_database"}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code. The database of the folder is started for it when it is not running."""
    if not arguments:
        arguments = ["help"]
    say_aside()
    environment.ensure(environment.RUN_LOCK)
    if arguments[0] in NEEDS_NAME_LISTS:
        environment.ensure_name_lists()
    data = DataFolder.chosen(None)
    data.create()
    if arguments[0] == "signing_keys":  # the one command that comes near the keys, and it knows nothing else
        command = processes.signing_keys(str(data.signing_keys), str(data.key_list))
        return process.passthrough([*in_environment(command), *arguments[1:]], cwd=ROOT, env=environment.clean())
    as_owner = arguments[0] in NEEDS_OWNER
    running = data.running()
    if running is not None:
        sockets = running["sockets"]
        return _call(data, arguments, running["database"], running["broker"], sockets, as_owner=as_owner)
    nothing_there = data.kind is None and not os.environ.get("DATABASE_URL")
    manages = arguments[0] in MANAGES_WITHOUT_DATABASE and nothing_there
    if manages or arguments[0] in NEEDS_NO_DATABASE or "--help" in arguments:
        nowhere = "postgres:///rondom?host=/nonexistent"
        url, broker = (
            os.environ.get("DATABASE_URL", nowhere),
            os.environ.get("REDIS_URL", "redis+socket:///nonexistent"),
        )
        return _call(data, arguments, url, broker, "", as_owner=False)
    try:
        return _with_servers(data, arguments, as_owner=as_owner)
    except InUse:  # a bin/run came first and has just finished starting
        return main(arguments)


def _with_servers(data: DataFolder, arguments: list[str], *, as_owner: bool) -> int:
    if data.kind is None and not os.environ.get("DATABASE_URL"):
        raise Failure(f"In {data.path} staat nog geen database.", "start eerst bin/run (of bin/run --empty).")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with data.held():
        supervisor = Supervisor()
        installation = Installation(data, supervisor)
        try:
            installation.start_servers(with_broker=False)
            installation.broker_url = installation.broker_url or "redis+socket:///nonexistent"
            url, broker = installation.database_url, installation.broker_url
            return _call(data, arguments, url, broker, "", as_owner=as_owner)
        finally:
            supervisor.stop()
            installation.remove_sockets()


def _stop(*_: object) -> None:
    raise Stopped


def _call(data: DataFolder, arguments: list[str], database: str, broker: str, sockets: str, *, as_owner: bool) -> int:
    env = data.application(database=without_credentials(database), broker=broker, sockets=sockets)
    if as_owner:
        env = owner_environment(data, database, env)
    return process.passthrough([PYTHON, "manage.py", *arguments], cwd=ROOT, env=env)
