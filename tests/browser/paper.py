"""The card at the browser, without a mouse: writing one, and the print of one reader."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfReader

from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

GOOD = "Wij eten elke avond samen aan tafel."
UNSAFE = "Als wij ruzie maken, is Bram bang."


def write_card(visitor: Visitor, keys: Keyboard, *, agreement: str) -> None:
    """S12: what goes well, what is not safe, the agreement, three steps and the day to look back."""
    keys.open("Dit gaat goed")
    keys.write("In eigen woorden", GOOD)
    keys.choose("Eva")
    keys.open("Dit is nog niet veilig")
    keys.write("In eigen woorden", UNSAFE)
    keys.choose("Eva")
    keys.open("Dit spreken wij af")
    keys.choose(agreement)
    keys.open("Als het spannend wordt")
    keys.write("Stap 1: wij voelen spanning", "Wij drinken thee.")
    keys.write("Stap 2: het wordt ruzie", "Eva belt oma.")
    keys.write("Stap 3: iemand is bang of krijgt klappen", "Bel 112.")
    keys.open("Wij kijken terug op")
    keys.activate("over 4 weken")
    visitor.page.locator("#kaart-voorbeeld").get_by_text(GOOD).wait_for()
    assert visitor.focused() == "over 4 weken"


def print_of(visitor: Visitor, keys: Keyboard, reader: str) -> tuple[str, int]:
    """Wait for the worker, open the print of `reader`, and return its text and its number of pages."""
    ready = visitor.page.get_by_role("link", name=f"Pdf voor {reader}")
    ready.wait_for(timeout=30_000)
    keys.reach(f"Pdf voor {reader}")
    with visitor.page.expect_download() as download:
        keys.press("Enter")
    assert download.value.suggested_filename == "onze-kaart.pdf"
    content = Path(download.value.path()).read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)
