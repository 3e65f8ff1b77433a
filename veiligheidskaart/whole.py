"""Is every word of the card on the paper? What was laid out is compared with the text itself, not with the boxes.

WeasyPrint leaves out without a word what runs over the bottom of the last sheet, and hides what runs over the edge of a
box. So the texts of the card are looked up in the lines that stand within a box. Names of professionals and of a large
family may be shortened in the box for calling (`calling`); their numbers may not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from veiligheidskaart.content import Card, Contact
from veiligheidskaart.layout import Layout

if TYPE_CHECKING:
    from weasyprint import Document

BOXES = {"kaart-quad", "kaart-kid"}
"""What text stands in."""
NOT_PRINTED = {"key", "mark", "readers"}
NAMES_OF_LEAD = "seen_by"
"""Printed only where there is something seen."""
SLACK = 0.75
"""In pixels of 1/96 inch: a fifth of a millimetre."""


def missing(layout: Layout, document: Document) -> list[str]:
    """Return the texts of the card that do not stand whole in the boxes of this paper."""
    drawn = "".join(_drawn(document))
    wanted = Counter(text for text in map(_bare, texts_of(layout.card)) if text)
    return [text for text, times in wanted.items() if drawn.count(text) < times]


def texts_of(card: Card) -> Iterator[str]:
    """Yield every text that has to be on the paper of this card, as it is printed."""
    if card.child is not None:
        yield from _texts(card.child)
        yield card.contacts.face.phone
        return
    for contact in (card.contacts.face, card.contacts.stand_in, card.contacts.duo):
        if isinstance(contact, Contact):
            yield contact.phone
    for name in card.BLOCKS:
        yield from _texts(getattr(card, name))
    yield from _texts(card.views)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for each in fields(value):
            if each.name not in NOT_PRINTED and not (each.name == NAMES_OF_LEAD and not value.seen):  # type: ignore[attr-defined]
                yield from _texts(getattr(value, each.name))


def _drawn(document: Document) -> Iterator[str]:
    """Yield every piece of text that lies within its box, in the order of the page."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if BOXES & _classes(box) and hasattr(box, "children"):
                for piece in box.descendants(placeholders=True):
                    if hasattr(piece, "text") and _is_within(piece, box):
                        yield _bare(piece.text)


def _is_within(piece: Any, box: Any) -> bool:
    across = box.position_x - SLACK <= piece.position_x and (
        piece.position_x + piece.width <= box.position_x + box.border_width() + SLACK
    )
    return across and (
        box.position_y - SLACK <= piece.position_y
        and piece.position_y + piece.height <= box.position_y + box.border_height() + SLACK
    )


def _classes(box: Any) -> set[str]:
    return set(box.element.get("class", "").split()) if box.element is not None else set()


def _bare(text: str) -> str:
    """Return a text without white and without the invisible signs that steer direction."""
    return "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc"})
