import pytest
from lib.installation import without_credentials, without_password

from config import database


@pytest.mark.parametrize(
    ("full", "bare"),
    [
        ("postgres://admin:s%40cret@db:5433/rondom?sslmode=require", "postgres://db:5433/rondom?sslmode=require"),
        ("postgres://admin@/rondom?host=/run/x&port=5432", "postgres:///rondom?host=/run/x&port=5432"),
        ("postgres://db/rondom", "postgres://db/rondom"),
    ],
)
def test_the_application_gets_an_address_without_name_or_password(full, bare):
    assert without_credentials(full) == bare


def test_a_password_in_an_address_goes_to_a_file():
    assert without_password("postgres://admin:s%40cret@db/rondom") == ("postgres://admin@db/rondom", "s@cret")
    assert without_password("postgres://admin@db/rondom") == ("postgres://admin@db/rondom", "")


def test_the_application_role_signs_in_with_a_password_that_follows_from_the_secret_key():
    settings = database.connection("postgres://db:5433/rondom", role="app", secret_key="k" * 50)

    assert (settings["USER"], settings["PASSWORD"]) == ("rondom_app", database.password_of("rondom_app", "k" * 50))
    assert "role=" not in settings["OPTIONS"]["options"]


def test_migrations_sign_in_as_the_administrator_and_take_on_the_owner_role():
    settings = database.connection("postgres://admin@db/rondom", role="owner", secret_key="k" * 50, admin_password="a")

    assert (settings["USER"], settings["PASSWORD"]) == ("admin", "a")
    assert "-c role=rondom_owner" in settings["OPTIONS"]["options"]
