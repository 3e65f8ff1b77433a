"""How many families of a region kept the same fixed face for a whole year: numbers only."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.row_security import definer

FACES_KEPT = """
BEGIN
    RETURN QUERY
    SELECT place.region_id,
           count(*) FILTER (WHERE had.faces = 1)::integer,
           count(*) FILTER (WHERE had.faces > 1)::integer
    FROM (
        SELECT part.household_id, count(DISTINCT part.user_id) AS faces
        FROM cases_involvement AS part
        WHERE part.part = 'contact' AND part.period && tstzrange(begins, ends)
        GROUP BY part.household_id
        HAVING range_agg(part.period) @> tstzrange(begins, ends)
    ) AS had
    JOIN cases_household AS household ON household.id = had.household_id
    JOIN accounts_municipality AS place ON place.id = household.municipality_id
    GROUP BY place.region_id;
END
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_daily_mail"), ("cases", "0031_advice_task_answer_guarded")]

    operations = [
        migrations.CreateModel(
            name="FaceCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("kept", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("region", "year"), name="faces_counted_once")],
            },
        ),
        definer(
            "faces_kept(begins timestamptz, ends timestamptz)",
            "TABLE (region bigint, kept integer, changed integer)",
            FACES_KEPT,
            volatile=False,
        ),
    ]
