"""The agenda, the chair's book and the half-year figures as PDF (`accounts.press`). Used by the worker."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts import press
from rvt.choices import PaperKind
from rvt.figures import document

FILE_NAMES = {PaperKind.AGENDA: "rvt-agenda.pdf", PaperKind.BOOK: "rvt-boek.pdf"}
CSS_FILES = (press.SHEET, "css/paper/meeting.css")
FIGURES_CSS = (press.SHEET, "css/paper/figures.css")


def render(kind: str, content: dict[str, Any]) -> bytes:
    """Return the PDF. `content`: `services.papers.content_of`."""
    context = {**content, "is_book": kind == PaperKind.BOOK, "is_demo": settings.DEMO_MODE}
    return press.write(press.lay_out(render_to_string("rvt/paper/meeting.html", context), CSS_FILES))


def render_figures(content: dict[str, Any]) -> bytes:
    """Return the PDF of a document of figures (`figures.document`)."""
    context = {"content": content, "document": document, "is_demo": settings.DEMO_MODE}
    return press.write(press.lay_out(render_to_string("rvt/paper/figures.html", context), FIGURES_CSS))
