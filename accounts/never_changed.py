"""Append-only tables in migrations: by trigger for everybody, and by privilege for the application role."""

from django.db.migrations import RunSQL


def append_only(table: str) -> RunSQL:
    """Let rows of `table` be added and read, and nothing else (needs `refuse_change`, accounts 0002)."""
    return RunSQL(
        f"""
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        REVOKE UPDATE, DELETE ON {table} FROM rondom_app;
        """,
        f"""
        GRANT UPDATE, DELETE ON {table} TO rondom_app;
        DROP TRIGGER append_only_truncate ON {table};
        DROP TRIGGER append_only ON {table};
        """,
    )
