"""By which involvement a person is at a household: one column of the statement that finds it, for the access log (0041).

With the rights of who asks: it tells what row security shows. A function, because the same asked as a subquery took
Django longer to write down than PostgreSQL to answer.
"""

from django.db import migrations

BY_WHAT_RIGHT = """
CREATE FUNCTION by_what_right(person bigint, household bigint) RETURNS jsonb LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $function$
BEGIN
    RETURN (
        SELECT jsonb_build_object('role', part.part, 'organisation', team.uuid, 'relation', part.uuid)
        FROM cases_involvement AS part JOIN accounts_organisation AS team ON team.id = part.organisation_id
        WHERE part.user_id = person AND part.household_id = household AND part.period @> statement_timestamp()
        ORDER BY part.period DESC LIMIT 1
    );
END
$function$;
REVOKE ALL ON FUNCTION by_what_right FROM PUBLIC;
GRANT EXECUTE ON FUNCTION by_what_right TO rondom_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_one_pass")]
    operations = [migrations.RunSQL(BY_WHAT_RIGHT, "DROP FUNCTION by_what_right;")]
