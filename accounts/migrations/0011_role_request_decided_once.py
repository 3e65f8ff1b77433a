"""What the database itself holds about two people for a role: decided once, in time, and alone only by who is alone."""

from django.db import migrations

DECIDED_ONCE = """
CREATE FUNCTION role_request_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
        OLD.state <> 'asked'
        OR (OLD.user_id, OLD.organisation_id, OLD.before, OLD.role, OLD.function, OLD.asked_by_id, OLD.asked_at,
            OLD.expires_at)
            IS DISTINCT FROM
           (NEW.user_id, NEW.organisation_id, NEW.before, NEW.role, NEW.function, NEW.asked_by_id, NEW.asked_at,
            NEW.expires_at)
    ) THEN
        RAISE EXCEPTION 'a question about a role is decided once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'role_request_decided_once';
    END IF;
    IF NEW.state IN ('accepted', 'declined') AND (TG_OP = 'INSERT' OR statement_timestamp() >= OLD.expires_at) THEN
        RAISE EXCEPTION 'a question about a role is decided in time'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'role_request_in_time';
    END IF;
    IF NEW.state = 'alone' AND (NEW.user_id = NEW.asked_by_id OR EXISTS (
        SELECT FROM accounts_organisation AS here
        JOIN accounts_organisation AS office
            ON office.id = here.id OR (office.is_region_office AND office.region_id = here.region_id)
        JOIN accounts_membership AS works ON works.organisation_id = office.id
        JOIN accounts_user AS another ON another.id = works.user_id
        WHERE here.id = NEW.organisation_id AND works.role = 'administrator' AND office.is_active
          AND works.period @> statement_timestamp() AND works.user_id <> NEW.asked_by_id
          AND another.password NOT LIKE '!%'
          AND (another.is_active OR another.blocked_at > statement_timestamp() - interval '7 days')
    )) THEN
        RAISE EXCEPTION 'there is another beheerder to decide about a role'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'role_request_not_alone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_once BEFORE INSERT OR UPDATE ON accounts_rolerequest
    FOR EACH ROW EXECUTE FUNCTION role_request_decided_once();
REVOKE DELETE ON accounts_rolerequest FROM rondom_app;
"""

BACK = """
GRANT DELETE ON accounts_rolerequest TO rondom_app;
DROP TRIGGER decided_once ON accounts_rolerequest;
DROP FUNCTION role_request_decided_once();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_role_request")]
    operations = [migrations.RunSQL(DECIDED_ONCE, BACK)]
