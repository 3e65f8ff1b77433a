"""The question as it lay on the table when it was decided stays as it was, also before the advice is final."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION advice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wiped rvt_advice%ROWTYPE;
    a_year_ago date := (statement_timestamp() - interval '1 year')::date;
BEGIN
    IF OLD.state <> 'final' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        {frozen}
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.final_on < a_year_ago THEN
        wiped := OLD;
        wiped.presented := '{{}}'; wiped.considerations := ''; wiped.text := ''; wiped.other_view := '';
        wiped.family_teller := ''; wiped.change_asked := '';
        IF wiped = NEW THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'advice % is final: % refused', OLD.id, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'advice_stays';
END $$;
"""

FROZEN = """
        IF OLD.decided_on IS NOT NULL
           AND (NEW.presented, NEW.decided_on, NEW.question_id, NEW.item_id)
               IS DISTINCT FROM (OLD.presented, OLD.decided_on, OLD.question_id, OLD.item_id)
           AND NOT (NEW.presented = '{}' AND OLD.decided_on < a_year_ago) THEN
            RAISE EXCEPTION 'advice % was decided: what was presented stays', OLD.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'presented_stays';
        END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("rvt", "0005_two_texts_and_a_link_that_goes")]

    operations = [migrations.RunSQL(FUNCTION.format(frozen=FROZEN), FUNCTION.format(frozen=""))]
