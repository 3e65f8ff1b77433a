"""Tests run as the application role, on real PostgreSQL and a real broker that `bin/test` started."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from tests import administration, name_finder, signer
from tests.strict_templates import UndefinedVariable
from veiligheidskaart.signer.keys import Keys


def pytest_configure() -> None:
    """Refuse to run without the servers of `bin/test`, and make undefined template variables an error."""
    if "DATABASE_PASSWORD_FILE" not in os.environ and "DATABASE_URL" not in os.environ:
        raise pytest.UsageError("Start the tests with bin/test: it brings the database and the broker.")
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def _database_of(config: pytest.Config) -> str:
    worker = getattr(config, "workerinput", {}).get("workerid", "alone")
    return f"rondom_test_{worker}"


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Give this process a copy of the migrated database. pytest-django's own way would need rights we do not have."""
    name = _database_of(request.config)
    connections["default"].close()
    administration.clone(name)
    connections["default"].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def administrator(db: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection that sees everything, to look behind the application. It does not see an open test transaction."""
    with administration.connect(connections["default"].settings_dict["NAME"]) as connection:
        yield connection


@pytest.fixture(scope="session")
def name_finder_process() -> Iterator[str]:
    """The socket of a real name finder, one for all tests of this process."""
    with name_finder.running() as socket_path:
        yield socket_path


@pytest.fixture(name="name_finder")
def a_name_finder(name_finder_process: str, settings: Any) -> str:
    """Let the application ask the name finder. Without this fixture none runs."""
    settings.NAME_FINDER = name_finder_process
    return name_finder_process


@pytest.fixture(autouse=True, scope="session")
def signer_keys(request: pytest.FixtureRequest) -> Iterator[Keys]:
    """The keys of the signer that all tests of this process ask."""
    with signer.running(_database_of(request.config)) as keys:
        yield keys


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A test that reaches for another machine is a test that fails somewhere else."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def only_here(line: socket.socket, address: Any) -> None:
        if line.family != socket.AF_UNIX and not _is_loopback(str(address[0])):
            raise AssertionError(f"A test reached for the network: {address[0]}")
        connect(line, address)

    def resolve_here(host: Any, *arguments: Any, **options: Any) -> Any:
        if host is not None and not _is_loopback(str(host)):
            raise AssertionError(f"A test asked for an address: {host}")
        return resolve(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_here)
        patch.setattr(socket, "getaddrinfo", resolve_here)
        yield


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1", ""} or host.startswith("127.")
