"""Who sees a household sees who looked at it: which of those lines, the queryset says (`cases.views.looks`)."""

from django.db import migrations

POLICY = """
CREATE POLICY whose ON accounts_accessline FOR SELECT TO rondom_app USING (
    household = ANY (ARRAY(SELECT uuid FROM cases_household WHERE id = ANY ((SELECT visible_households())::bigint[])))
);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_who_decided_about_whom"), ("accounts", "0008_access_log")]
    operations = [migrations.RunSQL(POLICY, "DROP POLICY whose ON accounts_accessline;")]
