"""Does row security bite? Asked at every start of web, worker and beat, and by `/readyz`.

Policies are tried, not read (security 3.4, trap 15): a row is written that nobody may read back, and then it is read.
"""

from uuid import uuid4

from django.db import connection, transaction


class RowSecurityOff(Exception):
    """The database would show everybody everything. Nothing is served until that is mended."""


def check_before_start() -> None:
    """Raise RowSecurityOff, or what the database says. Leaves no connection open: processes may be forked after it."""
    try:
        refuse_unless_it_bites()
    finally:
        connection.close()


def refuse_unless_it_bites() -> None:
    """Raise RowSecurityOff when the role of this process goes past row security, or a table stands open."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_auth_members WHERE member = oid)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        if cursor.fetchone()[0]:
            raise RowSecurityOff("The role of the application is too strong (docs/adr/0002).")
        cursor.execute(
            "SELECT string_agg(relname, ', ') FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND oid IN (SELECT polrelid FROM pg_policy) AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
        if open_tables := cursor.fetchone()[0]:
            raise RowSecurityOff(f"Row security is off for {open_tables}.")
        nobodys = uuid4()
        cursor.execute(
            "INSERT INTO accounts_notification (uuid, recipient_id, kind, about, at)"
            " VALUES (%s, 0, 'canary', %s, statement_timestamp())",
            [nobodys, nobodys],
        )
        cursor.execute("SELECT count(*) FROM accounts_notification WHERE uuid = %s", [nobodys])
        seen = cursor.fetchone()[0]
        transaction.set_rollback(True)
    if seen:
        raise RowSecurityOff("A row that is nobody's can be read.")
