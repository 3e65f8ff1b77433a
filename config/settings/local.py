"""Settings of `bin/run` on one's own machine: production, less what needs TLS or a mail server."""

from config.settings.base import *  # noqa: F403 - a settings file that loosens another one

SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_HSTS_PRELOAD = False
SESSION_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sid"  # browsers take the prefix __Host- only over TLS
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
