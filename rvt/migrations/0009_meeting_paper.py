"""The agenda and the chair's book on paper: asked for by somebody, made by the worker."""

import accounts.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rvt", "0008_consultation_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingPaper",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(choices=[("agenda", "Agenda"), ("book", "Boek van de voorzitter")], max_length=6),
                ),
                ("version", models.PositiveIntegerField()),
                ("asked_at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                ("data", models.BinaryField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="rvt.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "kind", "version", "asked_by"), name="meeting_paper_once"
                    )
                ],
            },
        ),
    ]
