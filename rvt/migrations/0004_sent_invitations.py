"""An invitation is told when the agenda goes out, and somebody who does not answer is asked once more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rvt", "0003_question_begun_on_and_not_names")]

    operations = [
        migrations.AddField(
            model_name="guest",
            name="reminded_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="is_sent",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
