"""What the signer may ask: of one edition, whether it is final and by which hash it is known (docs/adr/0058)."""

import django.contrib.postgres.functions
from django.db import migrations, models

EDITION_TO_SIGN = """
BEGIN
    RETURN QUERY
    SELECT edition.sha256::text, version.number::int, card.travel_id::text, version.look_back_on,
        edition.reader_key::text,
        coalesce((
            SELECT earlier.sha256::text FROM veiligheidskaart_kaartedition AS earlier
            JOIN veiligheidskaart_kaartversion AS before ON before.id = earlier.version_id
            WHERE before.card_id = version.card_id AND before.number < version.number
                AND earlier.reader_key = edition.reader_key
            ORDER BY before.number DESC LIMIT 1
        ), '')
    FROM veiligheidskaart_kaartedition AS edition
    JOIN veiligheidskaart_kaartversion AS version ON version.id = edition.version_id
    JOIN veiligheidskaart_veiligheidskaart AS card ON card.id = version.card_id
    WHERE edition.uuid = asked;
END
"""

TABLES = ("veiligheidskaart_kaartedition", "veiligheidskaart_kaartversion", "veiligheidskaart_veiligheidskaart")


class Migration(migrations.Migration):
    dependencies = [("veiligheidskaart", "0005_codes_of_a_print")]

    operations = [
        migrations.AddField(
            model_name="veiligheidskaart",
            name="travel_id",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
            ),
        ),
        migrations.RunSQL(
            [f"GRANT SELECT ON {table} TO rondom_definer" for table in TABLES],
            [f"REVOKE SELECT ON {table} FROM rondom_definer" for table in TABLES],
        ),
        migrations.RunSQL(
            f"""
            CREATE FUNCTION edition_to_sign(asked uuid) RETURNS TABLE (
                sha256 text, number int, household text, valid_until date, reader_key text, previous text
            ) LANGUAGE plpgsql STABLE SECURITY DEFINER
                SET search_path = pg_catalog, public, pg_temp AS $function$ {EDITION_TO_SIGN} $function$;
            REVOKE ALL ON FUNCTION edition_to_sign FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION edition_to_sign TO rondom_signer;
            ALTER FUNCTION edition_to_sign OWNER TO rondom_definer;
            """,
            "DROP FUNCTION edition_to_sign",
        ),
    ]
