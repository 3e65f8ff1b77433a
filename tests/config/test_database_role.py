"""The application signs in as a role that owns nothing and may do little."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from config.database import APP_ROLE
from tests import administration
from tests.application import as_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(db):
    """Be the application role for the whole test."""
    with as_application():
        yield


def _one(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_requests_run_as_the_application_role(client, settings):
    """Everything else about pages is worth nothing when this is not so: a superuser sees every row."""
    seen = []
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.config.test_database_role.RoleOfTheRequest"]
    RoleOfTheRequest.seen = seen

    client.get("/toegankelijkheid/")

    assert seen == [(APP_ROLE, False, False)]


class RoleOfTheRequest:
    """Innermost: which role answers, and does it have power over rows?"""

    seen: list[tuple[str, bool, bool]]

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
            self.seen.append(cursor.fetchone())
        return self.get_response(request)


@pytest.mark.usefixtures("application")
def test_the_application_role_has_no_special_power():
    assert (
        _one(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        )
        is False
    )


@pytest.mark.usefixtures("application")
def test_the_application_role_is_a_member_of_nothing():
    assert _one("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole") == 0


@pytest.mark.usefixtures("application")
def test_the_application_role_owns_nothing():
    assert _one("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == 0
    assert _one("SELECT count(*) FROM pg_proc WHERE proowner = current_user::regrole") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "TRUNCATE accounts_cache",
        "DROP TABLE accounts_cache",
        "ALTER TABLE accounts_cache DISABLE TRIGGER ALL",
    ],
)
@pytest.mark.usefixtures("application")
def test_the_application_role_cannot(statement):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_nobody_becomes_somebody_else_from_a_session_of_the_application():
    """Asked of a session that signed in as this role: the one of the tests belongs to the administrator."""
    with administration.application(connection.settings_dict["NAME"]) as line:
        for statement in ("SET ROLE rondom_owner", "SET ROLE rondom_definer", "SET session_replication_role = replica"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                line.execute(statement)


def test_every_table_belongs_to_the_owner_role(administrator):
    others = administrator.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')"
        " AND relowner <> 'rondom_owner'::regrole"
    ).fetchall()

    assert others == []


def test_migrations_bring_no_rows(administrator):
    """What a migration put in a table would be gone after the first flush; such data belongs to the code.

    A flush empties tables of models only: the key of the kept answers (docs/adr/0046) has none, and stays. The code
    lists begin by a signal after migrating, which a flush sends again.
    """
    tables = administrator.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission', 'cases_statementkey',"
        " 'rvt_code')"
        " AND relname NOT LIKE 'accounts_access%'"
    ).fetchall()

    filled = [table for (table,) in tables if administrator.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()]

    assert filled == []
