"""Papers that say who looked follow their household and go after a while; whose paper must tell nothing (0047)."""

from django.db import migrations

from accounts.row_security import definer, protect

HIDDEN_PEOPLE = """
BEGIN
    IF NOT is_administrator() AND NOT (household = ANY (visible_households())) THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT DISTINCT fact.person_id FROM cases_protectedfact AS fact
                 WHERE fact.household_id = household AND fact.is_secret);
END
"""

FORGET = """
DECLARE
    gone integer;
BEGIN
    -- Nothing younger goes, whatever somebody asks.
    DELETE FROM cases_lookoverview AS paper
    WHERE paper.asked_at <= statement_timestamp() - greatest(kept, interval '14 days');
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
"""

PRIVILEGES = """
REVOKE DELETE ON cases_lookoverview FROM rondom_app;
GRANT SELECT, DELETE ON cases_lookoverview TO rondom_definer;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_look_overview")]
    operations = [
        migrations.RunSQL(PRIVILEGES, migrations.RunSQL.noop),
        protect("cases_lookoverview", "household_id = ANY ((SELECT visible_households())::bigint[])"),
        definer("hidden_people(household bigint)", "bigint[]", HIDDEN_PEOPLE, volatile=False),
        definer("forget_overviews(kept interval)", "integer", FORGET),
    ]
