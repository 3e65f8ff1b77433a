"""Settings of the other side of a comparison: the same application, signed in as a role past row security."""

from config import database
from config.settings.dev import *  # noqa: F403 - a settings file that loosens another one
from config.settings.dev import DATABASES, SECRET_KEY

ROLE = "rondom_bench"
"""Made for the benchmark: may do what the application may, and is not asked whose rows these are (BYPASSRLS)."""

DATABASES = {
    "default": {**DATABASES["default"], "USER": ROLE, "PASSWORD": database.password_of(ROLE, SECRET_KEY)},
}
ROOT_URLCONF = "tests.bench._urls_open"
