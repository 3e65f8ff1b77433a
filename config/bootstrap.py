"""Roles, database and privileges: what must be there before the first migration (`docs/adr/0002`).

Everything here may run at every start: it looks first and changes only what differs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from config import database
from config.database import APP_ROLE, AUDIT_ROLE, DEFINER_ROLE, OWNER_ROLE, SIGNER_ROLE

MAINTENANCE_DATABASE = "postgres"
SIGN_IN = (APP_ROLE, AUDIT_ROLE, SIGNER_ROLE)
"""The roles that programs sign in as, all day. The signer only where its password is given."""


class UnsafeRole(Exception):
    """The application's role can do more than it may. The message is Dutch and says what to take away."""


def prepare(url: str, *, secret_key: str, admin_password: str, signer_password: str = "") -> None:
    """Make roles and database and set the privileges, as the administrator of `url`.

    The signer has a password of its own: it does not hold the secret of the application.

    Raises psycopg.Error when the server refuses and UnsafeRole when the application's role is too strong.
    """
    name = database.parse(url)["NAME"]
    with _administration(url, admin_password, MAINTENANCE_DATABASE) as server:
        _make_roles(server)
        for role in SIGN_IN:
            password = signer_password if role == SIGNER_ROLE else database.password_of(role, secret_key)
            if password:
                _let_in(server, role, password)
            _refuse_strong_role(server, role)
        if not _exists(server, "SELECT 1 FROM pg_database WHERE datname = %s", name):
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with _administration(url, admin_password, name) as here:
        for statement in _PRIVILEGES:
            here.execute(
                sql.SQL(statement).format(
                    app=sql.Identifier(APP_ROLE),
                    owner=sql.Identifier(OWNER_ROLE),
                    definer=sql.Identifier(DEFINER_ROLE),
                    audit=sql.Identifier(AUDIT_ROLE),
                    signer=sql.Identifier(SIGNER_ROLE),
                )
            )


_PRIVILEGES = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
    "GRANT USAGE, CREATE ON SCHEMA public TO {definer}",
    "GRANT USAGE ON SCHEMA public TO {app}, {audit}, {signer}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
)
"""A migration takes UPDATE and DELETE away again from the tables that only grow. Nobody gets TRUNCATE."""


@contextmanager
def _administration(url: str, admin_password: str, name: str) -> Iterator[psycopg.Connection[Any]]:
    arguments = database.administration(url, admin_password=admin_password, database=name)
    with psycopg.connect(**arguments, autocommit=True) as connection:
        yield connection


def _make_roles(server: psycopg.Connection[Any]) -> None:
    for role in (OWNER_ROLE, DEFINER_ROLE, *SIGN_IN):
        if not _exists(server, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
            server.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    # The owner hands functions over to the definer in a migration; it does not inherit what the definer sees.
    server.execute(sql.SQL("ALTER ROLE {} NOINHERIT").format(sql.Identifier(OWNER_ROLE)))
    server.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(DEFINER_ROLE), sql.Identifier(OWNER_ROLE)))
    if not _exists(server, "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper"):
        # A managed server gives no superuser: then the administrator has to be a member to take the role on.
        server.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER_ROLE)))


def _let_in(server: psycopg.Connection[Any], role: str, password: str) -> None:
    # The server gets the scrambled password, so that it never stands in a statement.
    scrambled = server.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    server.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(scrambled)))


def _refuse_strong_role(server: psycopg.Connection[Any], role: str) -> None:
    row = server.execute(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,"
        " EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid)"
        " FROM pg_roles r WHERE rolname = %s",
        [role],
    ).fetchone()
    if row is None or any(row):
        raise UnsafeRole(
            f"De rol {role} mag te veel. Neem haar SUPERUSER, BYPASSRLS, CREATEROLE, CREATEDB, REPLICATION"
            " en ieder lidmaatschap van een andere rol af."
        )


def _exists(server: psycopg.Connection[Any], query: str, *parameters: str) -> bool:
    return server.execute(query, parameters or None).fetchone() is not None
