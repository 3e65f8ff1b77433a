"""From one administrative address to the addresses of the roles that the application really uses.

`DATABASE_URL` names the server and the database. Two roles exist in it (`docs/adr/0002`):
`rondom_owner` owns every table and cannot sign in; migrations take it on with SET ROLE.
`rondom_app` owns nothing; web, worker and beat sign in as this one, and row security holds for it. `rondom_definer`
cannot sign in either: it owns the few functions that see more than the person who calls them (`docs/adr/0040`).
`rondom_audit` signs in beside the application and can only add lines to the access log (`docs/adr/0041`).
`rondom_signer` is the process that signs cards; it can ask of one edition whether it is final (`docs/adr/0058`).
"""

import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

APP_ROLE = "rondom_app"
OWNER_ROLE = "rondom_owner"
DEFINER_ROLE = "rondom_definer"
AUDIT_ROLE = "rondom_audit"
SIGNER_ROLE = "rondom_signer"

APP_LIMITS = {
    # Two cores cost more than they give on a small visible set (shared measurement, ADR 2).
    "max_parallel_workers_per_gather": "0",
    # A page reads a few rows by index; compiling its statement takes longer than running it (ADR 46).
    "jit": "off",
    "random_page_cost": "1.1",
    "statement_timeout": "15000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "60000",
}
"""Limits of one application session, in milliseconds where they are times."""

APP_STATEMENTS = {
    # What is typed goes beside the statement: an error in the log of the server then repeats no name and no address.
    "server_side_binding": True,
    # The statements of the access rule are long: planning one takes longer than running it, so a plan is kept from the
    # third time on. A proxy that hands every transaction another session would break this.
    "prepare_threshold": 3,
}
"""How psycopg sends a statement."""

OWNER_LIMITS = {"lock_timeout": "10000"}
AUDIT_LIMITS = {"statement_timeout": "3000", "lock_timeout": "2000"}
"""Nobody waits long for the access log: no line means no answer."""


def password_of(role: str, secret_key: str) -> str:
    """Return the password of a role that signs in: derived, so that there is no second secret to keep."""
    return hmac.new(secret_key.encode(), f"database role {role}".encode(), hashlib.sha256).hexdigest()


def parse(url: str) -> dict[str, Any]:
    """Split a `postgres://` address into Django's connection parameters.

    A unix socket folder stands in the query: `postgres:///name?host=/folder&port=5432`.
    Raises ImproperlyConfigured for another scheme or an address without a database name.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgres:// or postgresql://.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": query,
    }


def connection(url: str, *, role: str, secret_key: str, admin_password: str = "") -> dict[str, Any]:
    """Return the entry for `DATABASES` as `role`: "app" (all day) or "owner" (migrations only).

    `admin_password` is for the administrator named in `url`, when it does not stand in the address itself.
    """
    settings = parse(url)
    if role == "app":
        settings |= {"USER": APP_ROLE, "PASSWORD": password_of(APP_ROLE, secret_key)}
        server_options = _options(APP_LIMITS)
    else:
        settings["PASSWORD"] = settings["PASSWORD"] or admin_password
        server_options = _options({"role": OWNER_ROLE, **OWNER_LIMITS})
    settings["OPTIONS"] = {"connect_timeout": 3, **APP_STATEMENTS, **settings["OPTIONS"], "options": server_options}
    return settings


def audit_line(url: str, *, secret_key: str) -> dict[str, Any]:
    """Return the arguments for `psycopg.connect` as the role that writes the access log, without the database."""
    settings = parse(url)
    named = {"host": settings["HOST"], "port": settings["PORT"]}
    return {
        "connect_timeout": 3,
        **{name: value for name, value in named.items() if value},
        **settings["OPTIONS"],
        "user": AUDIT_ROLE,
        "password": password_of(AUDIT_ROLE, secret_key),
        "options": _options(AUDIT_LIMITS),
    }


def as_administrator(url: str, admin_password: str) -> dict[str, Any]:
    """Return what differs in an entry for `DATABASES` when the administrator of `url` signs in, as tests do."""
    settings = parse(url)
    return {"USER": settings["USER"], "PASSWORD": settings["PASSWORD"] or admin_password}


def administration(url: str, *, admin_password: str, database: str) -> dict[str, Any]:
    """Return the arguments for `psycopg.connect` as the administrator of `url`, in another `database`."""
    settings = parse(url)
    named = {
        "user": settings["USER"],
        "password": settings["PASSWORD"] or admin_password,
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    return {"dbname": database, **{name: value for name, value in named.items() if value}, **settings["OPTIONS"]}


def _options(settings: dict[str, str]) -> str:
    return " ".join(f"-c {name}={value}" for name, value in settings.items())
