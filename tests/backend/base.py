"""The application role may not empty tables that only grow, so the flush between tests is done for it."""

from typing import Any

from django.db.backends.postgresql import operations

from config.postgresql import base
from tests import administration

KEPT = {"django_content_type", "auth_permission"}
"""Filled by `migrate`, the same for every test."""

NO_MODEL = {"accounts_cache"}
"""Tables that belong to no model, and that a test may have filled."""


class DatabaseOperations(operations.DatabaseOperations):
    """Flush as the administrator, with triggers off."""

    def sql_flush(
        self, style: Any, tables: Any, *, reset_sequences: bool = False, allow_cascade: bool = False
    ) -> list[str]:
        """Return one statement a table; the order does not matter, because constraints sleep during the flush."""
        return [f"DELETE FROM {self.quote_name(table)}" for table in sorted(set(tables) - KEPT | NO_MODEL)]

    def execute_sql_flush(self, sql_list: list[str]) -> None:
        """Run the statements in one transaction of the administrator's own connection."""
        name = self.connection.settings_dict["NAME"]
        with administration.connect(name, autocommit=False) as connection:
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute("; ".join(sql_list))  # type: ignore[arg-type]


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL with the flush above."""

    ops_class = DatabaseOperations
