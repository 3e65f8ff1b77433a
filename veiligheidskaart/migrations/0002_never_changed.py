"""A final version, its editions, their PDF and the list of who got them are never changed (design 3)."""

from django.db import migrations

from accounts.never_changed import append_only

APPEND_ONLY = [
    "veiligheidskaart_kaartversion",
    "veiligheidskaart_kaartedition",
    "veiligheidskaart_kaartpdf",
    "veiligheidskaart_handout",
]


class Migration(migrations.Migration):
    dependencies = [
        ("veiligheidskaart", "0001_initial"),
        ("accounts", "0002_append_only_events"),
    ]
    operations = [append_only(table) for table in APPEND_ONLY]
