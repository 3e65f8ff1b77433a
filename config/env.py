"""Read the environment and stop loudly: a missing or odd value is an error at start, never a guess."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def required(name: str) -> str:
    """Return the value of `name`. Raises ImproperlyConfigured when it is missing or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def optional(name: str, default: str) -> str:
    """Return the value of `name`, or `default` when it is missing or empty."""
    return os.environ.get(name, "") or default


def secret(name: str, *, min_length: int) -> str:
    """Return a secret from the file that `<name>_FILE` points to.

    Secrets live in files, so that they show neither in a process list nor in a container description.
    Raises ImproperlyConfigured when the file is missing, unreadable or holds fewer than `min_length` signs.
    """
    path = Path(required(f"{name}_FILE"))
    try:
        value = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
    if len(value) < min_length:
        raise ImproperlyConfigured(f"{name}_FILE holds fewer than {min_length} signs.")
    return value


def optional_secret(name: str) -> str:
    """Return a secret from the file that `<name>_FILE` points to, or "" when that is not set.

    Raises ImproperlyConfigured when it is set and the file cannot be read or is empty.
    """
    return secret(name, min_length=1) if os.environ.get(f"{name}_FILE") else ""


def names(name: str) -> list[str]:
    """Return a comma separated list. Raises ImproperlyConfigured when it is missing or empty."""
    found = [part.strip() for part in required(name).split(",") if part.strip()]
    if not found:
        raise ImproperlyConfigured(f"{name} holds no names.")
    return found


def choice(name: str, *options: str) -> str:
    """Return one of `options`; the first is the default. Raises ImproperlyConfigured on any other value."""
    value = os.environ.get(name) or options[0]
    if value not in options:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(options)}.")
    return value
