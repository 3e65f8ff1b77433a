"""The administrator's connection: tests use it to make databases, to flush, and to look behind the application."""

from typing import Any

import psycopg
from django.conf import settings

from config import database, env


def connect(name: str, *, autocommit: bool = True) -> psycopg.Connection[Any]:
    """Connect to database `name` as the administrator of DATABASE_URL."""
    password = env.optional_secret("DATABASE_PASSWORD")
    arguments = database.administration(env.required("DATABASE_URL"), admin_password=password, database=name)
    return psycopg.connect(**arguments, autocommit=autocommit)


def clone(name: str) -> None:
    """Make database `name` anew as a copy of the migrated one."""
    original = settings.DATABASES["default"]["NAME"]
    with connect("postgres") as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')


def drop(name: str) -> None:
    """Throw database `name` away."""
    with connect("postgres") as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
