"""A variable that a template asks for and nobody gave is a mistake, in our templates."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings


class UndefinedVariable(str):
    """Django formats this string when a variable is missing; in our own templates that is an error."""

    __slots__ = ()

    def __bool__(self) -> bool:
        """Ask Django to use this string, although there is nothing in it."""
        return True

    def __contains__(self, part: object) -> bool:
        """Say that there is a place for the name, so that Django calls `%`."""
        return part == "%s"

    def __mod__(self, variable: Any) -> str:
        """Raise for a template below the clone; templates of packages get an empty string, as in production."""
        template = _current_template()
        if template is None or not _is_ours(template):
            return ""
        raise AssertionError(f"{template}: {variable} is not defined")


def _current_template() -> str | None:
    """Return the file of the innermost template node that is being rendered."""
    frame = sys._getframe(2)
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if origin is not None:
            return str(origin.name)
        frame = frame.f_back
    return None


def _is_ours(template: str) -> bool:
    path = Path(template)
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts
