"""What a beheerder looks after: the own organisation, or from a regiobureau the whole region (design 1)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Until now a beheerder came by `create_beheerder` or with the demonstration only, and looked after the region.
OFFICES = """
UPDATE accounts_organisation SET is_region_office = true
WHERE id IN (SELECT organisation_id FROM accounts_membership
             WHERE role = 'administrator' AND period @> statement_timestamp());
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_access_log")]
    operations = [
        migrations.AddField("user", "blocked_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            "organisation",
            "is_region_office",
            models.BooleanField(default=False, editable=False, verbose_name="regiobureau"),
        ),
        migrations.AddField("organisation", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField(
            "organisation",
            "changed_at",
            models.DateTimeField(auto_now=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "organisation",
            "changed_by",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(OFFICES, migrations.RunSQL.noop),
    ]
