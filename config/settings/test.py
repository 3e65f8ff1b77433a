"""Settings of the tests: one's own machine, with a quick hasher, files straight from the folders, and a flush."""

from config.settings.local import *  # noqa: F403 - a settings file that loosens another one
from config.settings.local import DATABASES, STORAGES

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # the demo people begin with it
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# The same server and the same role; only the flush between tests is done by the administrator (tests/backend).
DATABASES = {"default": {**DATABASES["default"], "ENGINE": "tests.backend"}}
