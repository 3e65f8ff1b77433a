"""The agenda and the chair's book as PDF (`accounts.press`). Used by the worker."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts import press
from rvt.choices import PaperKind

FILE_NAMES = {PaperKind.AGENDA: "rvt-agenda.pdf", PaperKind.BOOK: "rvt-boek.pdf"}
CSS_FILES = ("css/paper/meeting.css",)


def render(kind: str, content: dict[str, Any]) -> bytes:
    """Return the PDF. `content`: `services.papers.content_of`."""
    context = {**content, "is_book": kind == PaperKind.BOOK, "is_demo": settings.DEMO_MODE}
    return press.write(press.lay_out(render_to_string("rvt/paper/meeting.html", context), CSS_FILES))
