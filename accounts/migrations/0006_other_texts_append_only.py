"""A text that was not chosen is never changed: by trigger for everybody, and by privilege for the application role."""

from django.db import migrations

FORWARDS = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_othertext
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_othertext
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON accounts_othertext FROM rondom_app;
"""

BACKWARDS = """
GRANT UPDATE, DELETE ON accounts_othertext TO rondom_app;
DROP TRIGGER append_only_truncate ON accounts_othertext;
DROP TRIGGER append_only ON accounts_othertext;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_other_texts")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
