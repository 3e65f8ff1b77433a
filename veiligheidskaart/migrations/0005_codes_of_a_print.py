"""A PDF knows the codes on it again, for who is involved."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("veiligheidskaart", "0004_printed_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="kaartpdf",
            name="codes",
            field=ArrayField(base_field=models.CharField(max_length=64), default=list, size=None),
        ),
    ]
