"""Whose cards are read in, and the cards that were: the keys of others never change, only whether they count."""

import accounts.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.never_changed import append_only
from accounts.row_security import protect

DECISIONS = "trusted_by_id, trusted_at, ended_by_id, ended_at"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_faces_kept"),
        ("veiligheidskaart", "0009_region_blocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="veiligheidskaart",
            name="earlier_number",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name="ReceivedCard",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("reader_name", models.CharField(max_length=80)),
                ("issuer", models.CharField(max_length=80)),
                ("key_id", models.CharField(max_length=16)),
                ("issued_on", models.DateField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("reception_code", models.CharField(blank=True, max_length=9)),
                ("at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="received_cards", to="cases.household"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="TrustedIssuer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="Naam van de installatie")),
                ("key_list", models.TextField(verbose_name="Sleutellijst")),
                ("made_on", models.DateField()),
                ("put_in_at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                ("trusted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "put_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "trusted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("name"),
                        condition=models.Q(("ended_at__isnull", True), ("trusted_at__isnull", False)),
                        name="trusted_issuer_once",
                    )
                ],
            },
        ),
        append_only("veiligheidskaart_receivedcard"),
        protect("veiligheidskaart_receivedcard", "household_id = ANY ((SELECT visible_households())::bigint[])"),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON veiligheidskaart_trustedissuer FROM rondom_app;"
            f"GRANT UPDATE ({DECISIONS}) ON veiligheidskaart_trustedissuer TO rondom_app;",
            f"REVOKE UPDATE ({DECISIONS}) ON veiligheidskaart_trustedissuer FROM rondom_app;"
            "GRANT UPDATE, DELETE ON veiligheidskaart_trustedissuer TO rondom_app;",
        ),
    ]
