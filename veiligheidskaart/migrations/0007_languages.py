"""Who reviewed the fixed texts of a language, never changed; and the translations that people type for a household."""

import accounts.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.never_changed import append_only
from accounts.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_faces_kept"),
        ("veiligheidskaart", "0006_signer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogueReview",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("language", models.CharField(max_length=2, verbose_name="Taal")),
                ("sha256", models.CharField(max_length=64)),
                ("translator", models.CharField(max_length=80, verbose_name="Naam van de beëdigd vertaler")),
                ("register_number", models.CharField(max_length=20, verbose_name="Nummer in het register (Rbtv)")),
                ("reviewed_on", models.DateField(verbose_name="Nagekeken op")),
                ("at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="KaartTranslation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("language", models.CharField(max_length=2, verbose_name="Taal")),
                ("of", models.CharField(max_length=64)),
                ("text", models.CharField(max_length=400, verbose_name="Vertaling")),
                ("checked_by", models.CharField(blank=True, max_length=80, verbose_name="Nagekeken door")),
                ("changed_at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kaart_translations",
                        to="cases.household",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("household"), models.F("language"), models.F("of"), name="kaart_translation_once"
                    )
                ],
            },
        ),
        append_only("veiligheidskaart_cataloguereview"),
        protect("veiligheidskaart_kaarttranslation", "household_id = ANY ((SELECT visible_households())::bigint[])"),
    ]
