"""What the database itself guarantees about a household (design 3).

1. What was told, ticked, discussed or decided is never changed.
2. An active household has, at every moment, exactly one contact person: the exclusion constraint of 0001 refuses a
   second one, this deferred trigger refuses a commit that leaves it without one or with a gap.
3. A membership cannot end while that person is somebody's face in the name of that organisation.
4. guardian's generic tables stay empty: object permissions live in the table with the direct foreign key.
"""

from django.db import migrations

from accounts.never_changed import append_only

APPEND_ONLY = [
    "cases_filmevent",
    "cases_filmnote",
    "cases_agreementtick",
    "cases_phase",
    "cases_phasequote",
    "cases_sharingdecision",
]

FACE = """
CREATE FUNCTION household_has_one_face() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := ARRAY[]::bigint[];
    household cases_household%ROWTYPE;
BEGIN
    IF TG_OP <> 'INSERT' THEN touched := touched || (to_jsonb(OLD) ->> TG_ARGV[0])::bigint; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || (to_jsonb(NEW) ->> TG_ARGV[0])::bigint; END IF;
    FOR household IN
        -- The lock makes two transactions take turns: one that opens the household and one that ends its face.
        SELECT * FROM cases_household WHERE id = ANY (touched) ORDER BY id FOR SHARE
    LOOP
        CONTINUE WHEN household.status NOT IN ('open', 'waiting', 'following');
        IF NOT EXISTS (
            SELECT FROM cases_involvement
            WHERE household_id = household.id AND part = 'contact' AND upper_inf(period)
        ) OR NOT EXISTS (
            SELECT FROM cases_involvement
            WHERE household_id = household.id AND part = 'contact' AND lower(period) <= statement_timestamp()
        ) OR EXISTS (
            SELECT FROM cases_involvement AS ended
            WHERE ended.household_id = household.id AND ended.part = 'contact'
              AND NOT isempty(ended.period) AND NOT upper_inf(ended.period)
              AND (household.reopened_at IS NULL OR upper(ended.period) > household.reopened_at)
              AND NOT EXISTS (
                  SELECT FROM cases_involvement AS successor
                  WHERE successor.household_id = household.id AND successor.part = 'contact'
                    AND lower(successor.period) = upper(ended.period)
              )
        ) THEN
            RAISE EXCEPTION 'household % would be without a contact person', household.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'household_has_one_face';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER household_has_one_face
    AFTER INSERT OR UPDATE ON cases_household DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION household_has_one_face('id');
CREATE CONSTRAINT TRIGGER household_has_one_face
    AFTER INSERT OR UPDATE OR DELETE ON cases_involvement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION household_has_one_face('household_id');

CREATE FUNCTION face_keeps_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cases_involvement AS face
        JOIN cases_household AS household ON household.id = face.household_id
        WHERE face.user_id = OLD.user_id AND face.organisation_id = OLD.organisation_id AND face.part = 'contact'
          AND household.status IN ('open', 'waiting', 'following')
          AND NOT isempty(face.period * tstzrange(statement_timestamp(), NULL))
          AND NOT coalesce((
              SELECT range_agg(membership.period) @> (face.period * tstzrange(statement_timestamp(), NULL))
              FROM accounts_membership AS membership
              WHERE membership.user_id = face.user_id AND membership.organisation_id = face.organisation_id
          ), false)
    ) THEN
        RAISE EXCEPTION 'membership % belongs to the contact person of a household', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'face_keeps_membership';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER face_keeps_membership
    AFTER UPDATE OR DELETE ON accounts_membership DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION face_keeps_membership();
"""

FACE_BACK = """
DROP TRIGGER face_keeps_membership ON accounts_membership;
DROP FUNCTION face_keeps_membership();
DROP TRIGGER household_has_one_face ON cases_involvement;
DROP TRIGGER household_has_one_face ON cases_household;
DROP FUNCTION household_has_one_face();
"""

GENERIC = """
REVOKE INSERT, UPDATE ON guardian_userobjectpermission, guardian_groupobjectpermission FROM rondom_app;
"""

GENERIC_BACK = """
GRANT INSERT, UPDATE ON guardian_userobjectpermission, guardian_groupobjectpermission TO rondom_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("accounts", "0002_append_only_events"),
        ("guardian", "0002_generic_permissions_index"),
    ]
    operations = [
        *(append_only(table) for table in APPEND_ONLY),
        migrations.RunSQL(FACE, FACE_BACK),
        migrations.RunSQL(GENERIC, GENERIC_BACK),
    ]
