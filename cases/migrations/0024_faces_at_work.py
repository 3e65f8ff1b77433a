"""Who is the face of a family now: for the daily look at who has been silent, which acts as each of them in turn."""

from django.db import migrations

from accounts.row_security import definer

FACES_AT_WORK = """
BEGIN
    RETURN QUERY
    SELECT DISTINCT part.user_id
    FROM cases_involvement AS part
    JOIN cases_household AS household ON household.id = part.household_id
         AND household.status IN ('open', 'waiting', 'following')
    JOIN accounts_user AS person ON person.id = part.user_id AND person.is_active
    WHERE part.part = 'contact' AND part.period @> statement_timestamp();
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_fewer_indexes")]

    operations = [definer("faces_at_work()", "SETOF bigint", FACES_AT_WORK, volatile=False)]
