"""Four doors refuse a household that is not of this person: the refusal itself stands in one function now."""

from importlib import import_module

from django.db import migrations

MUST_BE_OWN = """
SET LOCAL ROLE rondom_definer;
CREATE FUNCTION must_be_own(household bigint, asked_counts boolean) RETURNS void LANGUAGE plpgsql STABLE AS $function$
BEGIN
    IF NOT is_administrator() AND NOT (household = ANY (visible_households()))
       AND NOT (asked_counts AND household = ANY (asked_households())) THEN
        RAISE EXCEPTION 'not a household of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$function$;
REVOKE ALL ON FUNCTION must_be_own FROM PUBLIC;
RESET ROLE;
"""
"""For the functions of the definer only. `asked_counts`: who was asked for a part may answer (docs/adr/0040)."""

doors = import_module("cases.migrations.0005_row_security")
facts = import_module("cases.migrations.0013_protected_facts_guarded")

OWN_OR_ASKED = """
    IF NOT is_administrator() AND NOT (household = ANY (visible_households() || asked_households())) THEN
        RAISE EXCEPTION 'not a household of this person' USING ERRCODE = 'insufficient_privilege';
    END IF;
"""
OWN = OWN_OR_ASKED.replace(" || asked_households()", "")
REFUSALS = {
    OWN_OR_ASKED: "\n    PERFORM must_be_own(household, true);\n",
    OWN: "\n    PERFORM must_be_own(household, false);\n",
}

DOORS = [
    (
        "start_involvement(household bigint, person bigint, organisation bigint, what text, how_much text,"
        " starts timestamptz, ends timestamptz)",
        "bigint",
        "VOLATILE",
        doors.START_INVOLVEMENT,
    ),
    (
        "change_face(household bigint, person bigint, organisation bigint, starts timestamptz, known_as uuid, why text,"
        " heard text, meet date)",
        "bigint",
        "VOLATILE",
        doors.CHANGE_FACE,
    ),
    ("end_access(household bigint, leaving bigint[], organisation bigint)", "void", "VOLATILE", doors.END_ACCESS),
    ("tells_a_fact(household bigint, texts text[], on_card boolean)", "integer", "STABLE", facts.TELLS_A_FACT),
]


def door(signature: str, result: str, kind: str, body: str) -> str:
    """Return the SQL that writes a door down anew."""
    return f"""
        SET LOCAL ROLE rondom_definer;
        CREATE OR REPLACE FUNCTION {signature} RETURNS {result} LANGUAGE plpgsql {kind} SECURITY DEFINER
            SET search_path = pg_catalog, public, pg_temp AS $function$ {body} $function$;
        RESET ROLE;
    """


def change(signature: str, result: str, kind: str, body: str) -> migrations.RunSQL:
    """Return the step that lets a door ask `must_be_own`; its body says nothing else than before."""
    ((refusal, call),) = [pair for pair in REFUSALS.items() if pair[0] in body]
    return migrations.RunSQL(
        door(signature, result, kind, body.replace(refusal, call)), door(signature, result, kind, body)
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_by_what_right")]
    operations = [
        migrations.RunSQL(MUST_BE_OWN, "SET LOCAL ROLE rondom_definer; DROP FUNCTION must_be_own; RESET ROLE;"),
        *(change(*each) for each in DOORS),
    ]
