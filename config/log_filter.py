"""What a line of the log must not hold: the secret part of an address."""

from __future__ import annotations

import logging
import re

SECRET_PART = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?=/|$)")
"""A token of 32 bytes in base64 (`secrets.token_urlsafe`): the key of a one-time link."""


class WithoutLinks(logging.Filter):
    """Cuts the tokens of links out of a path, also when a page behind one fails (500)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, without them."""
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET_PART.sub("…", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True
