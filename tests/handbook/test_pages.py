"""The handbook says what the screens say: every label, key and picture in it exists, and every role has its page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from accounts.choices import Role
from tests.handbook import texts
from tests.handbook.pictures import PICTURES

FOLDER = Path(settings.BASE_DIR) / "docs" / "handboek"
INDEX = FOLDER / "README.md"
LARGEST, LARGEST_TOGETHER = 150 * 1024, 3 * 1024 * 1024
WIDEST = 1280
LONGEST_SENTENCE = 20
"""Words. Most are far shorter; this is where B1 ends."""

PAGES = sorted(FOLDER.glob("*.md"))

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def shown_in(page: Path) -> list[str]:
    """Return the files of the pictures that `page` shows."""
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text("utf-8"))


def prose_of(page: Path) -> str:
    """Return what people read of a page, without pictures and addresses."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", page.read_text("utf-8"))
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


@cache
def on_screens() -> texts.Texts:
    """Read every text of the application once."""
    return texts.Texts()


@each_page
def test_every_label_between_quotes_stands_on_a_screen(page: Path) -> None:
    quoted = re.findall(r"‘([^‘’]*)’", prose_of(page))

    assert [label for label in quoted if label not in on_screens()] == []


@each_page
def test_a_label_stands_between_single_quotes_and_nothing_else_does(page: Path) -> None:
    rest = re.sub(r"‘[^‘’\n]*’", "", prose_of(page))

    assert re.findall(r".{0,20}[‘’“”„\"].{0,20}", rest) == []


def test_a_text_that_no_screen_has_is_found() -> None:
    assert "Zet in de film" in on_screens()
    assert "Stel kaart 3 vast" in on_screens()
    assert "Zet in de fil" not in on_screens()
    assert "Zet op de band" not in on_screens()


@each_page
def test_every_key_is_one_that_the_screens_name(page: Path) -> None:
    assert set(re.findall(r"`([^`]+)`", prose_of(page))) - texts.keys() == set()


@each_page
def test_sentences_are_short(page: Path) -> None:
    words = re.sub(r"[*`#]", " ", prose_of(page))
    sentences = re.split(r"[.?:](?:’|\s)|\n\s*\n|\n\s*(?:-|\d+\.)\s|\|", words)

    assert [each for each in sentences if len(each.split()) > LONGEST_SENTENCE] == []


@each_page
def test_a_page_shows_the_pictures_that_are_made_for_it(page: Path) -> None:
    assert shown_in(page) == [picture.file for picture in PICTURES.get(page.name, ())]


def test_every_picture_has_a_page_and_a_file() -> None:
    listed = [picture.file for pictures in PICTURES.values() for picture in pictures]

    assert set(PICTURES) <= {page.name for page in PAGES}
    assert sorted(listed) == sorted(file.name for file in FOLDER.glob("*.png"))


def test_the_pictures_are_small() -> None:
    sizes = {}
    for file in FOLDER.glob("*.png"):
        with Image.open(file) as picture:
            assert (picture.mode, picture.width <= WIDEST) == ("P", True), file.name
        sizes[file.name] = file.stat().st_size

    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) <= LARGEST_TOGETHER


def test_the_index_names_every_page() -> None:
    linked = re.findall(r"\]\(([\w-]+\.md)\)", INDEX.read_text("utf-8"))

    assert sorted(set(linked)) == [page.name for page in PAGES if page != INDEX]


@each_page
def test_links_lead_to_what_is_there(page: Path) -> None:
    linked = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    assert [each for each in linked if not (FOLDER / each).exists()] == []


@pytest.mark.parametrize("role", Role.labels)
def test_every_role_finds_itself_in_the_index(role: str) -> None:
    assert re.search(rf"^\| [^|]*\b{role}\b", INDEX.read_text("utf-8"), re.MULTILINE)
