"""What the database itself guarantees about the table (design 3): an agenda that was sent, a line of an expert, an
answer of somebody who looked back and a final advice are never changed. Only after a year the texts of an advice go."""

from django.db import migrations

from accounts.never_changed import append_only

APPEND_ONLY = ["rvt_agendarelease", "rvt_expertline", "rvt_lookbackanswer", "rvt_recognised"]

FINAL = """
CREATE FUNCTION advice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wiped rvt_advice%ROWTYPE;
BEGIN
    IF OLD.state <> 'final' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.final_on < (statement_timestamp() - interval '1 year')::date THEN
        wiped := OLD;
        wiped.presented := '{}'; wiped.considerations := ''; wiped.text := ''; wiped.other_view := '';
        wiped.family_teller := ''; wiped.change_asked := '';
        IF wiped = NEW THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'advice % is final: % refused', OLD.id, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'advice_stays';
END $$;

CREATE TRIGGER advice_stays BEFORE UPDATE OR DELETE ON rvt_advice
    FOR EACH ROW EXECUTE FUNCTION advice_stays();
"""

FINAL_BACK = """
DROP TRIGGER advice_stays ON rvt_advice;
DROP FUNCTION advice_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("rvt", "0001_initial"), ("accounts", "0002_append_only_events")]
    operations = [
        *(append_only(table) for table in APPEND_ONLY),
        migrations.RunSQL(FINAL, FINAL_BACK),
    ]
