"""How mail leaves: over SMTP, encrypted unless somebody says otherwise. Read from the environment (`config.env`).

`EMAIL_HOST` (localhost), `EMAIL_SECURITY` (starttls, tls, none), `EMAIL_PORT` (follows from the security),
`EMAIL_FROM`, `EMAIL_USER` and `EMAIL_PASSWORD_FILE`.
"""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from config import env

PORTS = {"starttls": "587", "tls": "465", "none": "25"}

TIMEOUT = 10
"""Seconds that a worker waits for the mail server; the outbox tries again later."""


@dataclass(frozen=True)
class MailServer:
    """Where mail goes, and how."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


def from_environment() -> MailServer:
    """Return what the environment says. Raises ImproperlyConfigured on an odd value."""
    security = env.choice("EMAIL_SECURITY", *PORTS)
    port = env.optional("EMAIL_PORT", PORTS[security])
    if not port.isdecimal():
        raise ImproperlyConfigured("EMAIL_PORT is not a number.")
    return MailServer(
        host=env.optional("EMAIL_HOST", "localhost"),
        port=int(port),
        security=security,
        user=env.optional("EMAIL_USER", ""),
        password=env.optional_secret("EMAIL_PASSWORD"),
        sender=env.optional("EMAIL_FROM", "rondom@localhost"),
    )
