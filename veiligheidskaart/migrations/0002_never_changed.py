"""A final version, its editions, their PDF and the list of who got them are never changed (design 3)."""

from django.db import migrations

APPEND_ONLY = [
    "veiligheidskaart_kaartversion",
    "veiligheidskaart_kaartedition",
    "veiligheidskaart_kaartpdf",
    "veiligheidskaart_handout",
]


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
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


class Migration(migrations.Migration):
    dependencies = [
        ("veiligheidskaart", "0001_initial"),
        ("accounts", "0002_append_only_events"),
    ]
    operations = [append_only(table) for table in APPEND_ONLY]
