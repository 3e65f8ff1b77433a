"""Which blocks the cards of a region have, never changed: the newest row counts."""

import accounts.clock
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.never_changed import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_daily_mail"),
        ("veiligheidskaart", "0008_second_reading"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RegionBlocks",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "blocks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("call", "Wie bellen wij"),
                                ("good", "Dit gaat goed"),
                                ("unsafe", "Dit is nog niet veilig"),
                                ("agreements", "Dit spreken wij af"),
                                ("steps", "Als het spannend wordt"),
                                ("network", "Wie denkt mee"),
                                ("look_back", "Wij kijken terug op"),
                                ("must", "Dit moet"),
                                ("facts", "Dit weten wij"),
                                ("signals", "Zo merken wij dat het misgaat"),
                                ("help", "Wie helpt waarmee"),
                                ("opinions", "Wat vinden wij hiervan"),
                                ("child", "Kaart voor een kind"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="Blokken van de kaart",
                    ),
                ),
                ("at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["region", "-id"], name="kaart_blocks_newest")],
            },
        ),
        append_only("veiligheidskaart_regionblocks"),
    ]
