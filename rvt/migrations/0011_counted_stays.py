"""What was counted is never changed, and a code never means something else afterwards."""

from django.db import migrations

from accounts.never_changed import append_only

CODE = """
CREATE FUNCTION code_keeps_its_meaning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.list, NEW.code, NEW.label, NEW.first_on) IS DISTINCT FROM (OLD.list, OLD.code, OLD.label, OLD.first_on)
        OR (OLD.last_on < current_date AND NEW.last_on IS DISTINCT FROM OLD.last_on)
    THEN
        RAISE EXCEPTION 'a code keeps its meaning: end it and add another' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER code_keeps_its_meaning BEFORE UPDATE ON rvt_code
    FOR EACH ROW EXECUTE FUNCTION code_keeps_its_meaning();
REVOKE DELETE ON rvt_code FROM rondom_app;
"""

BACK = """
GRANT DELETE ON rvt_code TO rondom_app;
DROP TRIGGER code_keeps_its_meaning ON rvt_code;
DROP FUNCTION code_keeps_its_meaning();
"""


class Migration(migrations.Migration):
    dependencies = [("rvt", "0010_register_imports"), ("accounts", "0002_append_only_events")]
    operations = [append_only("rvt_countedquestion"), migrations.RunSQL(CODE, BACK)]
