"""The codes on a print: a camera reads the QR, somebody reads the rest."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from tests.veiligheidskaart.cards import card
from veiligheidskaart import codes, heights, pdf, qr
from veiligheidskaart.codes import PrintCodes
from veiligheidskaart.layout import Layout, arrange

SCANNED = codes.new_scanned()
PRINTED = PrintCodes("7KQ4M2XP3RTH", SCANNED, codes.address("https://rondom.voorbeeld.nl", SCANNED, bytes(range(64))))
PIXELS = 4
"""For each module: less than a telephone has."""


def picture(html: str) -> Image.Image:
    """Return the QR code of a page as a camera sees it."""
    (size,) = {int(found) for found in re.findall(r'class="kaart-qr" viewBox="0 0 (\d+) \d+"', html)}
    (path,) = re.findall(r'<path d="([^"]+)" fill="none" stroke="#17262d"/></svg>\s*<p><b>', html)
    drawn = Image.new("L", (size * PIXELS, size * PIXELS), 255)
    pen = ImageDraw.Draw(drawn)
    for x, y, width in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
        left, top = int(x) * PIXELS, int(y) * PIXELS
        pen.rectangle((left, top, left + int(width) * PIXELS - 1, top + PIXELS - 1), fill=0)
    return drawn


def test_a_camera_reads_the_address_in_the_qr() -> None:
    (read,) = zxingcpp.read_barcodes(picture(pdf.markup(arrange(card(), codes=PRINTED))))

    assert read.text == PRINTED.address


@pytest.mark.parametrize("text", ["https://a.nl/k/", "x" * 200])
def test_a_qr_has_four_modules_of_white_around_it(text: str) -> None:
    drawing = qr.draw(text)
    cells = [tuple(map(int, cell)) for cell in re.findall(r"M(\d+) (\d+)\.5h(\d+)", drawing.path)]

    assert min(x for x, _, _ in cells) == min(y for _, y, _ in cells) == qr.WHITE
    assert max(x + width for x, _, width in cells) == max(y + 1 for _, y, _ in cells) == drawing.size - qr.WHITE


def test_a_print_says_until_when_it_is_good_and_what_to_type_where(settings: pytest.FixtureRequest) -> None:
    settings.SITE_URL = "https://rondom.voorbeeld.nl"  # type: ignore[attr-defined]

    html = pdf.markup(arrange(card(), codes=PRINTED))

    assert "<p>Geldig tot 1 december 2026</p>" in html
    assert "<p>Echt? Scan dit, of typ op rondom.voorbeeld.nl/k:</p>" in html
    assert '<p class="kaart-code">7KQ4 M2XP 3RTH</p>' in html


def test_a_card_on_a_screen_has_no_code() -> None:
    html = pdf.markup(arrange(card()))

    assert "kaart-qr--none" in html
    assert "kaart-code" not in html


def test_the_code_takes_as_much_room_as_is_counted() -> None:
    counted, drawn = arrange(card()), arrange(card(), codes=PRINTED)

    assert _room(drawn) == pytest.approx(heights.room_in(counted, 1, 4) + heights.FOOT_AIR, abs=1.0)


def _room(layout: Layout) -> float:
    """Return the room above the foot in the box with the code, as it was laid out."""
    return pdf.box_heights(pdf.lay_out(pdf.markup(layout)))[3][2]


def test_the_code_is_found_again_in_what_a_camera_read() -> None:
    nothing = ("", SCANNED, PRINTED.address[:-1], "https://a.nl/k/#ééé")

    assert codes.read_scanned(f" {PRINTED.address}\n") == SCANNED
    assert [codes.read_scanned(text) for text in nothing] == [None] * 4


def test_what_a_print_carries_differs_from_print_to_print() -> None:
    assert len({codes.new_typed() for _ in range(100)}) == len({codes.new_scanned() for _ in range(100)}) == 100
