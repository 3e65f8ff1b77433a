"""The administrator's connection: tests use it to make databases, to flush, and to look behind the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connections

from config import database, env

MIGRATED = settings.DATABASES["default"]["NAME"]
"""Read before a test process takes a copy: nobody ever connects to this one, so that it can be copied again."""


def connect(name: str, *, autocommit: bool = True) -> psycopg.Connection[Any]:
    """Connect to database `name` as the administrator of DATABASE_URL."""
    password = env.optional_secret("DATABASE_PASSWORD")
    arguments = database.administration(env.required("DATABASE_URL"), admin_password=password, database=name)
    return psycopg.connect(**arguments, autocommit=autocommit)


def address(name: str) -> str:
    """Return the address of database `name`, without anybody who signs in there."""
    parts = urlsplit(env.required("DATABASE_URL"))
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{name}" + (f"?{parts.query}" if parts.query else "")


def application(name: str) -> psycopg.Connection[Any]:
    """Connect to database `name` as the application signs in."""
    entry = database.connection(env.required("DATABASE_URL"), role="app", secret_key=settings.SECRET_KEY)
    named = {"user": entry["USER"], "password": entry["PASSWORD"], "host": entry["HOST"], "port": entry["PORT"]}
    named = {key: value for key, value in named.items() if value}
    options = {key: value for key, value in entry["OPTIONS"].items() if key != "server_side_binding"}  # Django's word
    return psycopg.connect(dbname=name, autocommit=True, **named, **options)


@contextmanager
def as_administrator() -> Iterator[None]:
    """Let Django's own connection be the administrator's inside: for a benchmark that fills the database."""
    line = connections["default"]
    before = {name: line.settings_dict[name] for name in ("USER", "PASSWORD")}
    line.close()
    line.settings_dict |= database.as_administrator(
        env.required("DATABASE_URL"), env.optional_secret("DATABASE_PASSWORD")
    )
    try:
        yield
    finally:
        line.close()
        line.settings_dict |= before


def clone(name: str) -> None:
    """Make database `name` anew as a copy of the migrated one."""
    with connect("postgres") as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{MIGRATED}"')


def drop(name: str) -> None:
    """Throw database `name` away."""
    with connect("postgres") as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
