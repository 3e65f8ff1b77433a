"""From the text of one edition to a PDF: A4, tagged, nothing fetched. Used by the worker and by tests.

WeasyPrint is imported when the first card is made: it costs more than a second and 100 MB, which the web process does
not pay.
"""

from __future__ import annotations

import logging
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.template.loader import render_to_string

from veiligheidskaart.content import Card
from veiligheidskaart.layout import Layout, arrange
from veiligheidskaart.letters import font_folder
from veiligheidskaart.paper import CSS_FILE, static_file

if TYPE_CHECKING:
    from weasyprint import Document

logger = logging.getLogger(__name__)

FILE_NAME = "onze-kaart.pdf"
SHEETS = 2
BOXES = 8
CSS_FILES = (CSS_FILE, "css/kaart/pdf.css")


class DoesNotFit(Exception):
    """The text is longer than the paper, also in the smaller letters. S14 should have said so."""


@dataclass(frozen=True)
class Press:
    """What all cards of one process share: WeasyPrint's parsed style and the fonts."""

    html: Any
    stylesheets: list[Any]
    fonts: Any
    fetcher: Any


@cache
def press() -> Press:
    """Load WeasyPrint, the fonts and the style, once a process."""
    _only_our_font()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class NothingFetched(URLFetcher):  # type: ignore[misc]
        """A card needs no other file: everything asked for is refused (security 2.1 h)."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            logger.warning("card pdf: a fetch was refused.")
            raise ValueError("A card fetches nothing.")

    fonts, fetcher = FontConfiguration(), NothingFetched()
    style = "\n".join(static_file(name).read_text(encoding="utf-8") for name in CSS_FILES)
    sheets = [CSS(string=style, font_config=fonts, url_fetcher=fetcher)]
    return Press(HTML, sheets, fonts, fetcher)


def render(card: Card) -> bytes:
    """Return the PDF of the card of one reader. Raises DoesNotFit."""
    for tight in (False, True):
        document = lay_out(markup(arrange(card, tight=tight)))
        if len(document.pages) == SHEETS and not too_full(document):
            return write(document)
        logger.warning("card pdf: the text needs smaller letters.")
    raise DoesNotFit


def markup(layout: Layout) -> str:
    """Return the page of a card as HTML: the same template as the preview, around it only head and body."""
    return render_to_string(
        "veiligheidskaart/pdf/kaart.html",
        {"sheets": layout, "is_demo": settings.DEMO_MODE, "found_phone": settings.HELP_PHONE, "inside_page": False},
    )


def lay_out(html: str) -> Document:
    """Break the text into lines and boxes."""
    shared = press()
    source = shared.html(string=html, url_fetcher=shared.fetcher, base_url=None)
    return source.render(  # type: ignore[no-any-return]
        stylesheets=shared.stylesheets, font_config=shared.fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )


def write(document: Document) -> bytes:
    """Draw the boxes."""
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)  # type: ignore[no-any-return]


def too_full(document: Document) -> list[str]:
    """Return the kind of each box whose text is longer than its paper, from the layout tree itself.

    A box at the bottom of the sheet that is too full goes on at the top of the next: then there are more than eight.
    """
    boxes = box_heights(document)
    kinds = [kind for kind, _, _ in boxes]
    split = {kind for kind in kinds if kinds.count(kind) > 1 and kind != "write"} if len(boxes) > BOXES else set()
    return [kind for kind, used, there_is in boxes if used > there_is + 0.1 or kind in split]


def box_heights(document: Document) -> list[tuple[str, float, float]]:
    """Return kind, height of the text and room of each of the eight boxes, in millimetres."""
    boxes = []
    for page in document.pages:
        for box in page._page_box.descendants():
            classes = box.element.get("class", "").split() if box.element is not None else []
            if "kaart-quad" in classes and hasattr(box, "children"):
                boxes.append((classes[-1].removeprefix("kaart-quad--"), *_used(box)))
    return boxes


def _used(quad: Any) -> tuple[float, float]:
    foot = 0.0
    bottom = quad.content_box_y()
    for child in quad.children:
        classes = child.element.get("class", "").split() if child.element is not None else []
        if "kaart-foot" in classes:
            foot = child.margin_height()
        elif child.is_in_normal_flow():
            bottom = max(bottom, child.position_y + child.margin_height() - max(child.margin_bottom, 0))
    millimetre = 25.4 / 96
    return (bottom - quad.content_box_y()) * millimetre, (quad.height - foot) * millimetre


def _only_our_font() -> None:
    """Let fontconfig see the font of the package and nothing else, unless the installation already says which."""
    if os.environ.get("FONTCONFIG_FILE"):
        return
    folder = Path(tempfile.mkdtemp(prefix="rondom-fonts-"))
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
        f"<fontconfig><dir>{escape(str(font_folder()))}</dir>",
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>",
    ]
    (folder / "fonts.conf").write_text("\n".join(lines), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
