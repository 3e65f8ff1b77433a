"""Is there a fixed face already? Asked through one function, that answers with who to call and nothing else (ux, S4).

`ask_for_face` writes every question down and tells the contact person, also when who asks is kept out of that
household; that person gets the answer of everybody who finds nothing. At most ten questions a local day.
"""

from django.db import migrations

from accounts.row_security import ACTOR, definer, protect
from cases import rules

ASK_FOR_FACE = """
DECLARE
    person bigint := actor_id();
    today timestamptz := date_trunc('day', statement_timestamp(), 'Europe/Amsterdam');
    regions bigint[] := ARRAY(
        SELECT organisation.region_id FROM accounts_membership AS works
        JOIN accounts_organisation AS organisation ON organisation.id = works.organisation_id AND organisation.is_active
        JOIN accounts_user AS worker ON worker.id = works.user_id AND worker.is_active
        WHERE works.user_id = person AND works.role IN ('professional', 'team_lead')
          AND works.period @> statement_timestamp());
    hit record;
    question uuid;
BEGIN
    IF cardinality(regions) = 0 THEN
        RAISE EXCEPTION 'not somebody who works with households' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('ask_for_face', person));
    -- All rows of one question have the same moment: it is one statement.
    IF (SELECT count(DISTINCT asked.asked_at) FROM cases_facequestion AS asked
        WHERE asked.asked_by_id = person AND asked.asked_at >= today) >= 10 THEN
        RETURN QUERY SELECT 'enough'::text, NULL::bigint, NULL::bigint;
        RETURN;
    END IF;
    FOR hit IN
        SELECT DISTINCT household.id AS household, part.user_id AS face, part.organisation_id AS organisation,
               EXISTS (SELECT FROM cases_exclusion AS kept_out
                       WHERE kept_out.household_id = household.id AND kept_out.user_id = person
                         AND kept_out.period @> statement_timestamp()) AS is_kept_out
        FROM cases_person AS somebody
        JOIN cases_household AS household ON household.id = somebody.household_id
             AND household.status IN ('open', 'waiting', 'following')
        JOIN accounts_municipality AS municipality ON municipality.id = household.municipality_id
             AND municipality.region_id = ANY (regions)
        JOIN cases_involvement AS part ON part.household_id = household.id AND part.part = 'contact'
             AND part.period @> statement_timestamp()
        WHERE somebody.born_on = birth AND somebody.search_surname = folded_surname AND folded_surname <> ''
          AND somebody.left_on IS NULL
    LOOP
        question := gen_random_uuid();
        INSERT INTO cases_facequestion (uuid, household_id, asked_by_id, why, term_hash, asked_at)
            VALUES (question, hit.household, person, reason, term, statement_timestamp());
        IF hit.face <> person THEN
            INSERT INTO accounts_notification (uuid, recipient_id, kind, about, actor, at)
                SELECT gen_random_uuid(), hit.face, 'face_asked', question, asker.uuid, statement_timestamp()
                FROM accounts_user AS asker WHERE asker.id = person;
        END IF;
        IF NOT hit.is_kept_out THEN
            RETURN QUERY SELECT 'face'::text, hit.face, hit.organisation;
        END IF;
    END LOOP;
    IF question IS NULL THEN
        INSERT INTO cases_facequestion (uuid, household_id, asked_by_id, why, term_hash, asked_at)
            VALUES (gen_random_uuid(), NULL, person, reason, term, statement_timestamp());
    END IF;
END
"""

IS_FACE = f"""
household_id = ANY ((SELECT visible_households())::bigint[]) AND EXISTS (
    SELECT FROM cases_involvement AS face
    WHERE face.household_id = cases_facequestion.household_id AND face.part = 'contact' AND face.user_id = {ACTOR}
      AND face.period @> statement_timestamp())
"""

GRANTS = """
GRANT SELECT ON accounts_municipality TO rondom_definer;
GRANT SELECT, INSERT ON cases_facequestion TO rondom_definer;
GRANT INSERT ON accounts_notification TO rondom_definer;
GRANT USAGE ON SEQUENCE cases_facequestion_id_seq, accounts_notification_id_seq TO rondom_definer;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_facequestion
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON cases_facequestion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE INSERT, UPDATE, DELETE ON cases_facequestion FROM rondom_app;
"""


def fill_search_surname(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Fold the surnames that stand there. Row security hides them from the owner (docs/adr/0040)."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        cursor.execute("GRANT UPDATE (search_surname) ON cases_person TO rondom_definer; SET ROLE rondom_definer")
        cursor.execute("SELECT id, surname FROM cases_person WHERE surname <> ''")
        rows = [(rules.search_surname(surname), key) for key, surname in cursor.fetchall()]
        cursor.executemany("UPDATE cases_person SET search_surname = %s WHERE id = %s", rows)
        cursor.execute(f'SET ROLE "{owner}"')
        cursor.execute("REVOKE UPDATE (search_surname) ON cases_person FROM rondom_definer")


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_face_question"), ("accounts", "0007_row_security")]
    operations = [
        migrations.RunPython(fill_search_surname, migrations.RunPython.noop),
        protect("cases_facequestion", IS_FACE),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        definer(
            "ask_for_face(folded_surname text, birth date, term text, reason text)",
            "TABLE (answer text, face bigint, organisation bigint)",
            ASK_FOR_FACE,
        ),
    ]
