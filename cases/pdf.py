"""From the rows of an overview to a PDF of as many sheets as it takes (`accounts.press`). Used by the worker."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts import press

FILE_NAME = "wie-keek-mee.pdf"
CSS_FILES = (press.SHEET, "css/paper/overview.css")


def render_overview(content: dict[str, Any]) -> bytes:
    """Return the PDF. `content`: what cases/paper/overview.html needs."""
    html = render_to_string("cases/paper/page.html", {**content, "is_demo": settings.DEMO_MODE, "inside_page": False})
    return press.write(press.lay_out(html, CSS_FILES))
