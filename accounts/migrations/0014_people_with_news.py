"""Who has something unread of the last day: for the mail of 8.00, which acts for nobody until it knows for whom."""

from django.db import migrations

from accounts.row_security import definer

PEOPLE_WITH_NEWS = """
BEGIN
    RETURN QUERY
    SELECT DISTINCT news.recipient_id
    FROM accounts_notification AS news JOIN accounts_user AS person ON person.id = news.recipient_id
    WHERE news.read_at IS NULL AND news.at > statement_timestamp() - interval '24 hours' AND person.is_active;
END
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_api_token")]

    operations = [
        migrations.RunSQL(
            "GRANT SELECT ON accounts_notification TO rondom_definer",
            "REVOKE SELECT ON accounts_notification FROM rondom_definer",
        ),
        definer("people_with_news()", "SETOF bigint", PEOPLE_WITH_NEWS, volatile=False),
    ]
