"""Row security in migrations: one way to switch it on, so that no table does it a little differently.

`rondom_app` sees rows by policies only; `rondom_definer` owns the closed list of functions that see more (design 2).
Row security is forced: the owner of the tables sees nothing either, so a migration that has to change rows of a
household takes on `rondom_definer` for that statement (`docs/adr/0040`).
"""

from django.db.migrations import RunSQL

ACTOR = "(SELECT actor_id())"
"""Who acts. In a subquery of its own, so that it is asked once a statement and not once a row."""


def protect(table: str, using: str, *, check: str | None = None) -> RunSQL:
    """Let `rondom_app` see and write only rows of `table` for which `using` holds, new rows by `check` when given."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY whose ON {table} TO rondom_app USING ({using}) WITH CHECK ({check or using});
        CREATE POLICY functions ON {table} TO rondom_definer USING (true) WITH CHECK (true);
        """,
        f"""
        DROP POLICY functions ON {table};
        DROP POLICY whose ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def definer(signature: str, result: str, body: str, *, volatile: bool = True) -> RunSQL:
    """Make a function that sees more than the person who calls it. `body` is PL/pgSQL and does its own refusing."""
    name = signature.partition("(")[0]
    kind = "VOLATILE" if volatile else "STABLE"
    return RunSQL(
        f"""
        CREATE FUNCTION {signature} RETURNS {result} LANGUAGE plpgsql {kind} SECURITY DEFINER
            SET search_path = pg_catalog, public, pg_temp AS $function$ {body} $function$;
        REVOKE ALL ON FUNCTION {name} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {name} TO rondom_app;
        ALTER FUNCTION {name} OWNER TO rondom_definer;
        """,
        f"DROP FUNCTION {name};",
    )
