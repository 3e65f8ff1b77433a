"""Is there a fixed face already? Where something is secret, the team is called and the face is not named (ux, S4).

Who asks cannot tell that from a face without a number.
"""

from django.db import migrations

from accounts.row_security import definer

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
                         AND kept_out.period @> statement_timestamp()) AS is_kept_out,
               EXISTS (SELECT FROM cases_protectedfact AS fact
                       WHERE fact.household_id = household.id AND fact.is_secret AND fact.ended_on IS NULL
                      ) AS is_protected
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
            RETURN QUERY SELECT 'found'::text, CASE WHEN hit.is_protected THEN NULL ELSE hit.face END, hit.organisation;
        END IF;
    END LOOP;
    IF question IS NULL THEN
        INSERT INTO cases_facequestion (uuid, household_id, asked_by_id, why, term_hash, asked_at)
            VALUES (gen_random_uuid(), NULL, person, reason, term, statement_timestamp());
    END IF;
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_look_overview_guarded")]
    operations = [
        migrations.RunSQL("SET LOCAL ROLE rondom_definer; DROP FUNCTION ask_for_face; RESET ROLE;"),
        definer(
            "ask_for_face(folded_surname text, birth date, term text, reason text)",
            "TABLE (answer text, face bigint, organisation bigint)",
            ASK_FOR_FACE,
        ),
    ]
