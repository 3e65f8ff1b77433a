"""The access log: a partitioned table that one role may only add to, and its seals (`docs/adr/0041`)."""

import uuid

import django.contrib.postgres.fields
from django.db import migrations, models

import accounts.clock
from accounts.row_security import definer

TABLE = """
CREATE SEQUENCE accounts_accessline_seq;
CREATE TABLE accounts_accessline (
    seq bigint NOT NULL DEFAULT nextval('accounts_accessline_seq'),
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    event_code varchar(24) NOT NULL,
    action char(1) NOT NULL CHECK (action IN ('C', 'R', 'U', 'D', 'E')),
    outcome smallint NOT NULL CHECK (outcome IN (1, 2, 3)),
    checks char(4) NOT NULL CHECK (checks ~ '^[TF]{4}$'),
    who uuid,
    role varchar(24) NOT NULL CHECK (role <> ''),
    organisation uuid,
    obj_type varchar(40) NOT NULL CHECK (obj_type ~ '^[a-z_]+$'),
    obj_id uuid NOT NULL,
    household uuid,
    household_ids uuid[] NOT NULL DEFAULT '{}',
    person_ids uuid[] NOT NULL DEFAULT '{}',
    purpose varchar(24) NOT NULL CHECK (purpose ~ '^[a-z_]+$'),
    policy_version varchar(16) NOT NULL CHECK (policy_version <> ''),
    relation_id uuid,
    ip inet,
    session_hash varchar(32) NOT NULL,
    request_id uuid NOT NULL,
    source varchar(120) NOT NULL CHECK (source <> ''),
    PRIMARY KEY (seq, at),
    CONSTRAINT access_line_has_somebody CHECK (who IS NOT NULL OR event_code = 'sign_in_failed')
) PARTITION BY RANGE (at);
ALTER SEQUENCE accounts_accessline_seq OWNED BY accounts_accessline.seq;
CREATE INDEX access_line_household ON accounts_accessline (household, at DESC) WHERE household IS NOT NULL;
CREATE INDEX access_line_who ON accounts_accessline (who, at DESC);
CREATE INDEX access_line_at ON accounts_accessline USING brin (at);
CREATE INDEX access_line_xid ON accounts_accessline (xid);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_accessline
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_accessline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE accounts_accessline_default PARTITION OF accounts_accessline DEFAULT;
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_accessline_default
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE ALL ON accounts_accessline, accounts_accessline_default FROM rondom_app;
REVOKE ALL ON SEQUENCE accounts_accessline_seq FROM rondom_app;
GRANT SELECT ON accounts_accessline TO rondom_app;
GRANT SELECT ON accounts_accessline, accounts_accessline_default TO rondom_definer;
GRANT USAGE ON SEQUENCE accounts_accessline_seq TO rondom_audit;
GRANT INSERT (event_code, action, outcome, checks, who, role, organisation, obj_type, obj_id, household, household_ids,
    person_ids, purpose, policy_version, relation_id, ip, session_hash, request_id, source)
    ON accounts_accessline TO rondom_audit;

ALTER TABLE accounts_accessline ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_accessline FORCE ROW LEVEL SECURITY;
CREATE POLICY adds ON accounts_accessline FOR INSERT TO rondom_audit WITH CHECK (true);
CREATE POLICY functions ON accounts_accessline FOR SELECT TO rondom_definer USING (true);
-- The privacy officer of an organisation reads what was done in its name.
CREATE POLICY officer ON accounts_accessline FOR SELECT TO rondom_app USING (
    organisation = ANY (ARRAY(
        SELECT reads.uuid FROM accounts_membership AS works JOIN accounts_organisation AS reads
            ON reads.id = works.organisation_id AND reads.is_active
        WHERE works.user_id = (SELECT actor_id()) AND works.role = 'privacy_officer'
          AND works.period @> statement_timestamp()
    ))
);

CREATE TABLE accounts_accessseal (
    number bigint PRIMARY KEY,
    from_xid bigint NOT NULL,
    to_xid bigint NOT NULL,
    lines bigint NOT NULL,
    digest varchar(64) NOT NULL,
    previous varchar(64) NOT NULL,
    seal varchar(64) NOT NULL,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    CONSTRAINT access_seal_forward CHECK (to_xid > from_xid)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_accessseal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_accessseal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE INSERT, UPDATE, DELETE ON accounts_accessseal FROM rondom_app;
GRANT SELECT, INSERT ON accounts_accessseal TO rondom_definer;
"""

TABLE_BACK = "DROP TABLE accounts_accessseal; DROP TABLE accounts_accessline;"

MONTHS = """
-- Makes the partitions of this month and the three after it, when they are not there. The only function that runs as the
-- owner of the tables: nobody else can add a partition. It takes nothing and says nothing.
CREATE FUNCTION access_log_prepare() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $function$
DECLARE
    month timestamp;
    name text;
BEGIN
    FOR ahead IN 0..3 LOOP
        month := date_trunc('month', statement_timestamp() AT TIME ZONE 'UTC') + make_interval(months => ahead);
        name := 'accounts_accessline_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        EXECUTE format(
            'CREATE TABLE public.%I PARTITION OF public.accounts_accessline FOR VALUES FROM (%L) TO (%L)',
            name, to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
            to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00'
        );
        -- Row security of the whole does not hold for a part that is asked by its own name.
        EXECUTE format('REVOKE ALL ON public.%I FROM rondom_app', name);
        EXECUTE format(
            'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON public.%I
             FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', name
        );
    END LOOP;
END $function$;
REVOKE ALL ON FUNCTION access_log_prepare() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_log_prepare() TO rondom_app;
SELECT access_log_prepare();
"""

READY = """
BEGIN
    RETURN to_regclass('public.accounts_accessline_' || to_char(
            (statement_timestamp() AT TIME ZONE 'UTC') + interval '1 month', 'YYYY_MM')) IS NOT NULL
        AND NOT EXISTS (SELECT FROM accounts_accessline_default);
END
"""

BATCH = """
DECLARE
    last accounts_accessseal%ROWTYPE;
    edge bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(7513) THEN RETURN; END IF;
    -- Everything below this transaction number has ended, so no line can still turn up among what is sealed.
    edge := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    SELECT * INTO last FROM accounts_accessseal AS seals ORDER BY seals.number DESC LIMIT 1;
    IF coalesce(last.to_xid, 0) > edge THEN
        RAISE EXCEPTION 'transaction numbers went back: this database was restored from a dump';
    END IF;
    RETURN QUERY
        SELECT coalesce(last.number, 0) + 1, coalesce(last.to_xid, 0), edge, count(*),
            encode(sha256(string_agg(sha256(convert_to(jsonb_build_array(
                line.seq, to_char(line.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), line.xid::text,
                line.event_code, line.action, line.outcome, line.checks, line.who, line.role, line.organisation,
                line.obj_type, line.obj_id, line.household, line.household_ids, line.person_ids, line.purpose,
                line.policy_version, line.relation_id, host(line.ip), line.session_hash, line.request_id, line.source
            )::text, 'UTF8')), ''::bytea ORDER BY line.xid, line.seq)), 'hex'),
            coalesce(last.seal, '')::text
        FROM accounts_accessline AS line
        WHERE line.xid >= coalesce(last.to_xid, 0)::text::xid8 AND line.xid < edge::text::xid8
        HAVING count(*) > 0;
END
"""

SEAL = """
BEGIN
    INSERT INTO accounts_accessseal (number, from_xid, to_xid, lines, digest, previous, seal)
        VALUES (what, starts, ends, how_many, content, follows, closes);
END
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_row_security")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, TABLE_BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="AccessLine",
                    fields=[
                        ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                        ("event_code", models.CharField(max_length=24)),
                        ("action", models.CharField(max_length=1)),
                        ("outcome", models.SmallIntegerField()),
                        ("checks", models.CharField(max_length=4)),
                        ("who", models.UUIDField(null=True)),
                        ("role", models.CharField(max_length=24)),
                        ("organisation", models.UUIDField(null=True)),
                        ("obj_type", models.CharField(max_length=40)),
                        ("obj_id", models.UUIDField()),
                        ("household", models.UUIDField(null=True)),
                        (
                            "household_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, size=None
                            ),
                        ),
                        (
                            "person_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, size=None
                            ),
                        ),
                        ("purpose", models.CharField(max_length=24)),
                        ("policy_version", models.CharField(max_length=16)),
                        ("relation_id", models.UUIDField(null=True)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("session_hash", models.CharField(max_length=32)),
                        ("request_id", models.UUIDField(default=uuid.uuid4)),
                        ("source", models.CharField(max_length=120)),
                    ],
                ),
                migrations.CreateModel(
                    name="AccessSeal",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("from_xid", models.BigIntegerField()),
                        ("to_xid", models.BigIntegerField()),
                        ("lines", models.BigIntegerField()),
                        ("digest", models.CharField(max_length=64)),
                        ("previous", models.CharField(blank=True, max_length=64)),
                        ("seal", models.CharField(max_length=64)),
                        ("at", models.DateTimeField(db_default=accounts.clock.StatementTimestamp())),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("to_xid__gt", models.F("from_xid"))), name="access_seal_forward"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(MONTHS, "DROP FUNCTION access_log_prepare();"),
        definer("access_log_is_ready()", "boolean", READY, volatile=False),
        definer(
            "access_log_batch()",
            "TABLE (number bigint, from_xid bigint, to_xid bigint, lines bigint, digest text, previous text)",
            BATCH,
        ),
        definer(
            "access_log_seal(what bigint, starts bigint, ends bigint, how_many bigint, content text, follows text,"
            " closes text)",
            "void",
            SEAL,
        ),
    ]
