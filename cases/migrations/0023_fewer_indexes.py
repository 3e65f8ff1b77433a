"""Indexes that another one begins with: the planner took the shorter one, and read every part of a person (0046)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_fact_grant_taken_away"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="householdgrouppermission",
            name="household_permission_group",
        ),
        migrations.AlterField(
            model_name="exclusion",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="involvement",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="involvements",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
