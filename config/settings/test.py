"""Settings of the tests: one's own machine, with a quick hasher, files straight from the folders, and a flush."""

from config import database, env
from config.settings.local import *  # noqa: F403 - a settings file that loosens another one
from config.settings.local import DATABASES, MIDDLEWARE, STORAGES

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # the demo people begin with it
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# The administrator arranges; every request is answered as the application role (tests/application.py).
DATABASES = {
    "default": {
        **DATABASES["default"],
        **database.as_administrator(env.required("DATABASE_URL"), env.optional_secret("DATABASE_PASSWORD")),
        "ENGINE": "tests.backend",
    }
}
MIDDLEWARE = [MIDDLEWARE[0], "tests.application.AsApplicationMiddleware", *MIDDLEWARE[1:]]
