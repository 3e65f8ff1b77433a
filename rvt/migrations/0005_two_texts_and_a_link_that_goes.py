"""Two people who type at once keep both texts, also in the shortest field; a link to look back goes when it is used;
an advice knows no time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rvt", "0004_sent_invitations")]

    operations = [
        migrations.RemoveField(model_name="advice", name="changed_at"),
        migrations.RemoveField(model_name="lookbacklink", name="is_used"),
        migrations.AlterField(
            model_name="advice",
            name="family_teller",
            field=models.CharField(blank=True, max_length=250, verbose_name="Wie vertelt het gezin?"),
        ),
    ]
