"""Entry of the web server without the access log: the other side of what the log adds to a page."""

from typing import Any

from config.wsgi import application

from accounts import access_log  # isort: skip - models exist once the application is there

__all__ = ["application"]


def _nothing(*_: Any, **__: Any) -> None:
    """Note nothing, send nothing, wait for nothing."""


def _rows(rows: Any, _: Any) -> Any:
    """These rows, without by what right."""
    return rows


for name in ("asked", "seen", "listed", "searched", "begin", "write"):
    setattr(access_log, name, _nothing)
access_log.with_basis = _rows
