"""The pictures of printed cards in docs/pictures. `bin/test -m picture` draws them; the suite looks at the files."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from tests.veiligheidskaart import invented
from veiligheidskaart import pdf

FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
PAGE = FOLDER / "README.md"
DOTS_PER_INCH, COLOURS = 84, 160
LARGEST = 150 * 1024


def pages() -> dict[str, bytes]:
    """Return the pictures that the page names, by the name of their file."""
    made = {}
    for name, card in {**invented.editions(), "ar-vervolg": invented.long_edition()}.items():
        for number, drawn in enumerate(_drawn(pdf.render(card, invented.CODES)), 1):
            made[f"kaart-{name}-{number}.png"] = drawn
    return {name: made[name] for name in _named()}


def _named() -> list[str]:
    return re.findall(r"\((kaart-[\w-]+\.png)\)", PAGE.read_text(encoding="utf-8"))


def _drawn(file: bytes) -> list[bytes]:
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", "-"]
    whole = subprocess.run(command, input=file, capture_output=True, check=True).stdout
    start = b"\x89PNG\r\n\x1a\n"
    pictures = []
    for data in whole.split(start)[1:]:
        with Image.open(io.BytesIO(start + data)) as picture:
            kept = io.BytesIO()
            picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        pictures.append(kept.getvalue())
    return pictures


@pytest.fixture(autouse=True)
def somewhere(settings: object) -> None:
    """Print an address that is nobody's, and that it is a demonstration."""
    settings.SITE_URL, settings.DEMO_MODE = "https://rondom.voorbeeld.nl", True  # type: ignore[attr-defined]


@pytest.mark.picture
def test_the_pictures_are_those_that_the_page_names(request: pytest.FixtureRequest) -> None:
    if request.config.option.markexpr == "picture":
        for name, drawn in pages().items():
            (FOLDER / name).write_bytes(drawn)

    assert sorted(each.name for each in FOLDER.glob("*.png")) == sorted(_named())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.png")), ids=lambda path: path.name)
def test_a_picture_is_small_and_has_a_palette(path: Path) -> None:
    with Image.open(path) as picture:
        assert picture.mode == "P"
    assert path.stat().st_size <= LARGEST


@pytest.mark.parametrize("name", ["nl", "ar", "ti", "kind"])
def test_an_edition_of_the_pictures_is_printed_whole(name: str) -> None:
    assert pdf.render(invented.editions()[name], invented.CODES).startswith(b"%PDF")
