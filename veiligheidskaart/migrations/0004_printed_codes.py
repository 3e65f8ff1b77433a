"""The typed codes of prints, kept for ever and without a household, and how often somebody typed one."""

from django.db import migrations, models

from accounts.never_changed import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("veiligheidskaart", "0003_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeTry",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("minute", models.DateTimeField(db_index=True)),
                ("tries", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PrintedCode",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("issued_on", models.DateField()),
            ],
        ),
        append_only("veiligheidskaart_printedcode"),
    ]
