"""Everything of a card follows the household (`cases` 0005)."""

from django.db import migrations

from accounts.row_security import protect

TABLES = [
    "veiligheidskaart_handout",
    "veiligheidskaart_kaartedition",
    "veiligheidskaart_kaartpdf",
    "veiligheidskaart_kaartversion",
    "veiligheidskaart_veiligheidskaart",
]


class Migration(migrations.Migration):
    dependencies = [
        ("veiligheidskaart", "0002_never_changed"),
        ("cases", "0005_row_security"),
    ]
    operations = [protect(table, "household_id = ANY ((SELECT visible_households())::bigint[])") for table in TABLES]
