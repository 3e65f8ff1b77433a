"""Remarks of the chair at the figures, their PDF, and which questions were counted as a consultation."""

import accounts.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.never_changed import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_daily_mail"),
        ("rvt", "0011_counted_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counted", to="rvt.agendaitem"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FiguresPaper",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                ("data", models.BinaryField(null=True)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("region", "year", "digest"), name="figures_paper_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HalfYearNotes",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("half", models.PositiveSmallIntegerField()),
                ("general", models.CharField(blank=True, max_length=200, verbose_name="Over dit halfjaar")),
                ("discussed", models.CharField(blank=True, max_length=200, verbose_name="Besproken vragen")),
                ("consultations", models.CharField(blank=True, max_length=200, verbose_name="Consultatie en advies")),
                (
                    "network_meetings",
                    models.CharField(blank=True, max_length=200, verbose_name="Netwerkberaden met partners"),
                ),
                ("council_talks", models.CharField(blank=True, max_length=200, verbose_name="Gesprekken met de Raad")),
                (
                    "guidance",
                    models.CharField(blank=True, max_length=200, verbose_name="Begeleiding samen met lokaal team"),
                ),
                ("duos", models.CharField(blank=True, max_length=200, verbose_name="Duo’s")),
                (
                    "households",
                    models.CharField(blank=True, max_length=200, verbose_name="Huishoudens zonder kinderen"),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("region", "year", "half"), name="notes_once_a_half_year"),
                    models.CheckConstraint(condition=models.Q(("half__in", [1, 2])), name="half_is_first_or_second"),
                ],
            },
        ),
        append_only("rvt_counteditem"),
    ]
