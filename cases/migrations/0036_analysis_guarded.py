"""What is said about what is going on follows the household, and only grows."""

from django.db import migrations

from accounts.never_changed import append_only
from accounts.row_security import protect

SEEN = "household_id = ANY ((SELECT visible_households())::bigint[])"
TABLES = ("cases_statement", "cases_statementtext", "cases_statementnote")


class Migration(migrations.Migration):
    dependencies = [("cases", "0035_analysis"), ("accounts", "0002_append_only_events")]
    operations = [
        *(protect(table, SEEN) for table in TABLES),
        *(append_only(table) for table in TABLES),
    ]
