"""The application signs in as a role that owns nothing and may do little."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from config.database import APP_ROLE

pytestmark = pytest.mark.django_db


def _one(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_the_tests_run_as_the_application_role():
    assert (_one("SELECT current_user"), _one("SELECT session_user")) == (APP_ROLE, APP_ROLE)


def test_the_application_role_has_no_special_power():
    assert (
        _one(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        )
        is False
    )


def test_the_application_role_is_a_member_of_nothing():
    assert _one("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole") == 0


def test_the_application_role_owns_nothing():
    assert _one("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == 0
    assert _one("SELECT count(*) FROM pg_proc WHERE proowner = current_user::regrole") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "TRUNCATE accounts_cache",
        "DROP TABLE accounts_cache",
        "SET ROLE rondom_owner",
        "SET session_replication_role = replica",
        "ALTER TABLE accounts_cache DISABLE TRIGGER ALL",
    ],
)
def test_the_application_role_cannot(statement):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_every_table_belongs_to_the_owner_role(administrator):
    others = administrator.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')"
        " AND relowner <> 'rondom_owner'::regrole"
    ).fetchall()

    assert others == []


def test_migrations_bring_no_rows(administrator):
    """What a migration put in a table would be gone after the first flush; such data belongs to the code."""
    tables = administrator.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
    ).fetchall()

    filled = [table for (table,) in tables if administrator.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()]

    assert filled == []
