"""From the text of one edition to a PDF: sheets of A4 (`accounts.press`). Used by the worker and by tests."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts import press
from veiligheidskaart import flow, whole
from veiligheidskaart.codes import PrintCodes
from veiligheidskaart.content import Card
from veiligheidskaart.layout import Layout
from veiligheidskaart.paper import CSS_FILE

if TYPE_CHECKING:
    from weasyprint import Document

logger = logging.getLogger(__name__)

FILE_NAME = "onze-kaart.pdf"
BOXES_OF_A_SHEET = 4
CSS_FILES = (CSS_FILE, "css/kaart/pdf.css")


ATTEMPTS = ((False, 0.0), (True, 0.0), (True, 15.0))
"""Smaller letters or not, and how many millimetres of a box stay white where a text may go on on another sheet."""


class DoesNotFit(Exception):
    """The text is longer than the paper, also in the smaller letters: nothing is cut off. S14 should have said so."""


def render(card: Card, codes: PrintCodes | None = None, attached: Sequence[press.Attached] = ()) -> bytes:
    """Return the PDF of the card of one reader, with the codes of this print and these files in it. Not sealed.

    Without codes it is a picture of the card, nothing to hand out. Raises DoesNotFit.
    """
    for tight, spare in ATTEMPTS:
        layout = flow.lay_out(card, tight=tight, spare=spare, codes=codes)
        document = lay_out(markup(layout))
        if is_whole(layout, document):
            return press.write(document, attached)
        logger.warning("card pdf: the text does not fit as it was counted.")
    raise DoesNotFit


def is_whole(layout: Layout, document: Document) -> bool:
    """Whether these pages show all of the card: as many as were counted, no box too full, every word there."""
    return len(document.pages) == layout.sheet_count and not too_full(document) and not whole.missing(layout, document)


def markup(layout: Layout) -> str:
    """Return the page of a card as HTML: the same template as the preview, around it only head and body."""
    return render_to_string(
        "veiligheidskaart/pdf/kaart.html",
        {"sheets": layout, "is_demo": settings.DEMO_MODE, "found_phone": settings.HELP_PHONE, "inside_page": False},
    )


def lay_out(html: str) -> Document:
    """Break the text into lines and boxes."""
    return press.lay_out(html, CSS_FILES)


def warm_up() -> None:
    """Load WeasyPrint, the fonts and the style of the card."""
    press.style(CSS_FILES)


def too_full(document: Document) -> list[str]:
    """Return the kind of each box whose text is longer than its paper, from the layout tree itself.

    A box at the bottom of the sheet that is too full goes on at the top of the next: then there are too many.
    """
    boxes = box_heights(document)
    kinds = [kind for kind, _, _ in boxes]
    split = (
        {kind for kind in kinds if kinds.count(kind) > 1 and kind != "write"}
        if len(boxes) % BOXES_OF_A_SHEET
        else set()
    )
    return [kind for kind, used, there_is in boxes if used > there_is + 0.1 or kind in split]


def box_heights(document: Document) -> list[tuple[str, float, float]]:
    """Return kind, height of the text and room of each of the boxes, in millimetres."""
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
