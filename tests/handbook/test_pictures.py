"""The pictures of the handbook. `bin/test -m picture` draws them from the demo region."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.test import override_settings
from PIL import Image
from playwright.sync_api import Browser

from accounts.models import User
from tests import name_finder
from tests.browser.server import Site
from tests.browser.visitor import Visitor
from tests.handbook.pictures import PICTURES, Picture
from tests.handbook.test_pages import FOLDER, WIDEST

COLOURS = 96
WAIT_MS = 300
"""So that what a page asks for itself stands there too."""


def draw(visitor: Visitor, picture: Picture) -> bytes:
    """Do what the picture says, and return what is seen then."""
    page = visitor.page
    page.set_viewport_size({"width": WIDEST, "height": picture.height})
    visitor.open(picture.path)
    for act in picture.acts:
        act(page)
        page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(WAIT_MS)
    seen = page.locator(picture.part).first.screenshot() if picture.part else page.screenshot()
    with Image.open(io.BytesIO(seen)) as whole:
        kept = io.BytesIO()
        whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def drawn(browser: Browser, site: Site) -> Iterator[tuple[str, bytes]]:
    """Draw every picture, each with a browser of its own."""
    with name_finder.running() as socket, override_settings(NAME_FINDER=socket, DEMO_MODE=True):
        for picture in (each for pictures in PICTURES.values() for each in pictures):
            visitor = Visitor(browser, site)
            visitor.become(User.objects.get(name=picture.who))
            yield picture.file, draw(visitor, picture)
            visitor.close()
            assert visitor.troubles == [], picture.file


@pytest.mark.picture
def test_the_handbook_has_its_pictures(request: pytest.FixtureRequest) -> None:
    if request.config.option.markexpr == "picture":
        request.getfixturevalue("loaded")
        for name, content in drawn(request.getfixturevalue("browser"), request.getfixturevalue("site")):
            (FOLDER / name).write_bytes(content)

    assert all((FOLDER / picture.file).exists() for pictures in PICTURES.values() for picture in pictures)
