"""Who acts, and rows that have an owner: drafts, notifications, promised work and the history of changes.

The outbox has three doors, because work is promised by one person, looked at by a colleague and done by a worker that
is nobody yet. A notification is written for somebody else, and an event is written for later: both without reading.
"""

from django.db import migrations

from accounts.row_security import ACTOR, definer, protect

ACTOR_ID = """
CREATE FUNCTION actor_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('rondom.actor', true), '')::bigint $$;

-- The administrator of the server, and nobody who was let in as a lesser role: row security does not hold for this one.
CREATE FUNCTION is_administrator() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('role') = 'none' AND rolsuper FROM pg_catalog.pg_roles WHERE rolname = session_user
$$;
"""

PROMISE = """
BEGIN
    IF again THEN
        UPDATE accounts_outboxentry
        SET state = 'waiting', attempts = 0, due_at = statement_timestamp(), fence = fence + 1, by_id = person,
            done_at = NULL
        WHERE unique_key = key AND state <> 'waiting';
    END IF;
    INSERT INTO accounts_outboxentry
        (kind, args, unique_key, by_id, state, created_at, due_at, attempts, fence, last_error)
    VALUES (what, ids, key, person, 'waiting', statement_timestamp(), statement_timestamp(), 0, 0, '')
    ON CONFLICT (unique_key) DO NOTHING;
END
"""

CLAIM = """
BEGIN
    RETURN QUERY
    UPDATE accounts_outboxentry
    SET due_at = statement_timestamp() + lease, attempts = attempts + 1, fence = fence + 1
    WHERE id = (
        SELECT id FROM accounts_outboxentry
        WHERE state = 'waiting' AND due_at <= statement_timestamp()
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING *;
END
"""

STATES = """
BEGIN
    RETURN QUERY SELECT entry.unique_key::text, entry.state::text FROM accounts_outboxentry AS entry
        WHERE entry.unique_key = ANY (keys);
END
"""

STUCK = """
BEGIN
    RETURN EXISTS (
        SELECT FROM accounts_outboxentry
        WHERE state = 'waiting' AND due_at < statement_timestamp() - patience
    ) AND NOT EXISTS (
        SELECT FROM accounts_outboxentry WHERE done_at >= statement_timestamp() - patience
    );
END
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_other_texts_append_only")]
    operations = [
        migrations.RunSQL(ACTOR_ID, "DROP FUNCTION is_administrator(); DROP FUNCTION actor_id();"),
        protect("accounts_draft", f"owner_id = {ACTOR}"),
        protect("accounts_notification", f"recipient_id = {ACTOR}", check="true"),
        protect("accounts_outboxentry", f"by_id = {ACTOR}"),
        protect("accounts_auditevent", "false", check="true"),
        migrations.RunSQL(
            "REVOKE INSERT, DELETE ON accounts_outboxentry FROM rondom_app;"
            "GRANT SELECT, INSERT, UPDATE ON accounts_outboxentry TO rondom_definer;"
            "GRANT USAGE ON SEQUENCE accounts_outboxentry_id_seq TO rondom_definer;",
            "REVOKE ALL ON accounts_outboxentry FROM rondom_definer;"
            "REVOKE ALL ON SEQUENCE accounts_outboxentry_id_seq FROM rondom_definer;"
            "GRANT INSERT, DELETE ON accounts_outboxentry TO rondom_app;",
        ),
        definer("outbox_promise(what text, key text, person bigint, ids jsonb, again boolean)", "void", PROMISE),
        definer("outbox_claim(lease interval)", "SETOF accounts_outboxentry", CLAIM),
        definer("outbox_states(keys text[])", "TABLE (unique_key text, state text)", STATES, volatile=False),
        definer("outbox_is_stuck(patience interval)", "boolean", STUCK, volatile=False),
    ]
