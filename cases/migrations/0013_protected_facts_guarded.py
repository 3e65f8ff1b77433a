"""Who may know where somebody can be found, and who may learn only that it is secret (design 2; docs/adr/0044).

A grant follows the part: a trigger writes it when somebody becomes contact person or duo and ends it with that part, by
whichever door the part begins or ends. Facts are shown for a running grant *and* a running part as contact person or
duo: a team lead and somebody with emergency access see the household and never a fact.

Everybody who writes is refused a text that tells a secret, also who does not know it: the texts are compared here, and
only the answer leaves the database.
"""

from django.db import migrations

from accounts.row_security import ACTOR, definer, protect

FACT_HOUSEHOLDS = """
BEGIN
    RETURN ARRAY(
        SELECT part.household_id
        FROM cases_protectedfactgrant AS may
        JOIN cases_involvement AS part ON part.id = may.involvement_id
        WHERE may.user_id = actor_id() AND may.period @> statement_timestamp()
          AND part.user_id = may.user_id AND part.part IN ('contact', 'duo')
          AND part.period @> statement_timestamp()
          AND part.household_id = ANY (visible_households())
    );
END
"""

PROTECTION_OF = """
BEGIN
    -- Most households keep nothing, and every text asks this: the rule of who sees what is looked up for the others only.
    IF NOT EXISTS (SELECT FROM cases_protectedfact AS fact WHERE fact.household_id = household) THEN
        RETURN '';
    END IF;
    IF NOT is_administrator() AND NOT (household = ANY (visible_households() || asked_households())) THEN
        RETURN '';
    END IF;
    RETURN CASE
        WHEN EXISTS (SELECT FROM cases_protectedfact AS fact
                     WHERE fact.household_id = household AND fact.is_secret AND fact.ended_on IS NULL) THEN 'secret'
        ELSE 'facts'
    END;
END
"""

TELLS_A_FACT = """
BEGIN
    IF NOT is_administrator() AND NOT (household = ANY (visible_households() || asked_households())) THEN
        RAISE EXCEPTION 'not a household of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN (
        SELECT min(said.place) FROM unnest(texts) WITH ORDINALITY AS said (words, place)
        WHERE EXISTS (
            SELECT FROM cases_protectedfact AS fact, unnest(fact.traces) AS trace
            WHERE fact.household_id = household AND (fact.is_secret OR (on_card AND fact.ended_on IS NULL))
              AND position(trace IN said.words) > 0));
END
"""

GRANTS_FOLLOW = """
CREATE FUNCTION fact_grants_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO cases_protectedfactgrant (uuid, household_id, user_id, involvement_id, period)
            VALUES (gen_random_uuid(), NEW.household_id, NEW.user_id, NEW.id, NEW.period);
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM cases_protectedfactgrant WHERE involvement_id = OLD.id;
    ELSE
        -- A grant that was taken away stays away; a part that began earlier gives no earlier grant.
        UPDATE cases_protectedfactgrant SET period = period * NEW.period WHERE involvement_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER fact_grants_begin AFTER INSERT ON cases_involvement
    FOR EACH ROW WHEN (NEW.part IN ('contact', 'duo')) EXECUTE FUNCTION fact_grants_follow();
CREATE TRIGGER fact_grants_end AFTER UPDATE OF period ON cases_involvement
    FOR EACH ROW WHEN (NEW.part IN ('contact', 'duo')) EXECUTE FUNCTION fact_grants_follow();
CREATE TRIGGER fact_grants_go AFTER DELETE ON cases_involvement
    FOR EACH ROW EXECUTE FUNCTION fact_grants_follow();

ALTER FUNCTION fact_grants_follow() SECURITY DEFINER;
ALTER FUNCTION fact_grants_follow() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION fact_grants_follow() OWNER TO rondom_definer;
"""

DEFINER_MAY = """
GRANT SELECT ON cases_protectedfact TO rondom_definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON cases_protectedfactgrant TO rondom_definer;
GRANT USAGE ON SEQUENCE cases_protectedfactgrant_id_seq TO rondom_definer;
REVOKE DELETE ON cases_protectedfact FROM rondom_app;
REVOKE INSERT, UPDATE, DELETE ON cases_protectedfactgrant FROM rondom_app;
"""

GRANTS_STAY = """
DROP TRIGGER fact_grants_go ON cases_involvement;
DROP TRIGGER fact_grants_end ON cases_involvement;
DROP TRIGGER fact_grants_begin ON cases_involvement;
DROP FUNCTION fact_grants_follow;
"""

THOSE_THAT_ARE_THERE = """
SET LOCAL ROLE rondom_definer;
INSERT INTO cases_protectedfactgrant (uuid, household_id, user_id, involvement_id, period)
    SELECT gen_random_uuid(), household_id, user_id, id, period FROM cases_involvement
    WHERE part IN ('contact', 'duo') AND NOT isempty(period * tstzrange(statement_timestamp(), NULL));
RESET ROLE;
"""

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_reveal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON cases_reveal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON cases_reveal FROM rondom_app;
"""

NOT_APPEND_ONLY = """
GRANT UPDATE, DELETE ON cases_reveal TO rondom_app;
DROP TRIGGER append_only_truncate ON cases_reveal;
DROP TRIGGER append_only ON cases_reveal;
"""

SEES = "household_id = ANY ((SELECT visible_households())::bigint[])"
MAY_KNOW = "household_id = ANY ((SELECT fact_households())::bigint[])"


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_protected_facts")]
    operations = [
        migrations.RunSQL(DEFINER_MAY, migrations.RunSQL.noop),
        definer("fact_households()", "bigint[]", FACT_HOUSEHOLDS, volatile=False),
        definer("protection_of(household bigint)", "text", PROTECTION_OF, volatile=False),
        definer(
            "tells_a_fact(household bigint, texts text[], on_card boolean)", "integer", TELLS_A_FACT, volatile=False
        ),
        protect("cases_protectedfact", MAY_KNOW),
        protect("cases_protectedfactgrant", SEES),
        protect("cases_reveal", MAY_KNOW, check=f"by_id = {ACTOR} AND {MAY_KNOW}"),
        protect("cases_unsafefor", SEES),
        migrations.RunSQL(GRANTS_FOLLOW, GRANTS_STAY),
        migrations.RunSQL(THOSE_THAT_ARE_THERE, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
