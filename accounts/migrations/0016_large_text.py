from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_daily_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="large_text",
            field=models.BooleanField(db_default=False, default=False, verbose_name="tekst groter"),
        ),
    ]
