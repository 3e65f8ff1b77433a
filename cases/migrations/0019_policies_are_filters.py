"""What row security says of the rows of a household is a filter, never a condition of an index (docs/adr/0046).

As `household_id = ANY (...)` the planner puts it in the index beside the household that a statement looks for, and then
sorts the whole array again for each household of a list. With `+ 0` it is looked at for each row that was found. It says
the same; who gets rows without naming a household reads the table, and no page does.
"""

from django.db import migrations

SEES = "= ANY ((SELECT visible_households())::bigint[])"

TABLES = (
    "cases_accessmayend",
    "cases_agreement",
    "cases_agreementtick",
    "cases_exclusion",
    "cases_filmevent",
    "cases_filmnote",
    "cases_home",
    "cases_networkperson",
    "cases_person",
    "cases_phase",
    "cases_relation",
    "cases_unsafefor",
)


def change(table: str) -> migrations.RunSQL:
    """Return the step that writes the policy of `table` down the other way."""
    now, before = f"household_id + 0 {SEES}", f"household_id {SEES}"
    return migrations.RunSQL(
        f"ALTER POLICY whose ON {table} USING ({now}) WITH CHECK ({now});",
        f"ALTER POLICY whose ON {table} USING ({before}) WITH CHECK ({before});",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_quick_rule")]
    operations = [change(table) for table in TABLES]
