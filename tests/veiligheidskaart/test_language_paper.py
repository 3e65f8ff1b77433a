"""Cards in other scripts, as they are printed: they fit, read back word for word, and keep the standards."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from functools import cache
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest

from accounts import fonts
from tests.pdf_standards import broken_rules
from tests.veiligheidskaart.cards import card
from veiligheidskaart import fit, heights, letters, pdf, rules
from veiligheidskaart.content import Card, Item, Items, Steps, Translation, Voice, Voices
from veiligheidskaart.isolated import Isolated
from veiligheidskaart.languages import LANGUAGES, TRANSLATED, say
from veiligheidskaart.layout import arrange
from veiligheidskaart.translating import key_of, typed_texts

WORDS = {
    "ar": "نذهب معا إلى البيت عندما يبدأ الشجار ثم نتصل بالجدة ونشرب الشاي بهدوء",
    "ti": "ባእሲ ምስ ዝጅምር ናብ ገዛ ንኸይድ ድሕሪኡ ንዓባይና ንድውል ብህድኣት ሻሂ ንሰቲ",
}
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئء"
"""Of Arabic."""
WORD = r"[\u0600-\u06ff]+|[^\W\d_\u0600-\u06ff]+"
"""Letters of one script: beside each other without a space they are two words."""
PRINTED = (
    "Onze veiligheidskaart", "Wie bellen wij?", "Dit gaat goed", "Dit is nog niet veilig", "Dit spreken wij af",
    "Als het spannend wordt", "Wie denkt mee?", "Onze kaart", "Het wordt ruzie.",
)  # fmt: skip


@cache
def printed(code: str) -> bytes:
    return pdf.render(card(language=code))


def words_of(data: bytes) -> set[str]:
    """Return the words of a PDF, without the marks around them."""
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return set(re.findall(WORD, unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_card_in_every_language_reads_back_word_for_word(code: str) -> None:
    said = {word for text in PRINTED for word in re.findall(WORD, say(code, text))}

    assert said - words_of(printed(code)) == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_card_in_every_language_breaks_no_rule(code: str) -> None:
    assert broken_rules(printed(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_card_is_tagged_with_its_language(code: str) -> None:
    assert pypdf.PdfReader(io.BytesIO(printed(code))).root_object["/Lang"] == code


def test_a_card_from_right_to_left_is_laid_out_so() -> None:
    html = pdf.markup(arrange(card(language="ar")))

    assert '<html lang="ar" dir="rtl">' in html
    assert html.count('dir="rtl" aria-label') == 2


def test_the_fonts_have_every_letter_of_every_catalogue() -> None:
    from veiligheidskaart.languages import texts_of

    assert {
        code: letters.strange_signs("".join("".join(said) for said in texts_of(code).values())) for code in TRANSLATED
    } == dict.fromkeys(TRANSLATED, "")
    assert letters.strange_signs("ไทย 🙂") == "ทยไ🙂"


def test_every_font_carries_its_licence() -> None:
    from fontTools.ttLib import TTFont

    for name in fonts.EVERY:
        with TTFont(fonts.path_of(name), lazy=True) as font:
            assert "SIL Open Font License" in font["name"].getDebugName(13)
            assert font["OS/2"].fsType == 0


@pytest.mark.parametrize("name", ["Amiri-Regular.ttf", "Amiri-Bold.ttf"])
def test_every_arabic_letter_is_one_glyph_so_that_words_read_back(name: str) -> None:
    import uharfbuzz

    folder = Path(os.environ["FONTCONFIG_FILE"]).parent
    (path,) = folder.rglob(name)
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
    words = [*map("".join, product(LETTERS, repeat=3)), "بخير", "الخير", "بحيرة", "يحير", "ولكنهم"]

    def glyphs(word: str) -> int:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        return len(buffer.glyph_infos)

    assert [word for word in words if glyphs(word) != len(word)] == []


def test_papers_are_printed_with_fonts_of_one_weight_under_the_same_licence() -> None:
    from fontTools.ttLib import TTFont

    configuration = ElementTree.parse(os.environ["FONTCONFIG_FILE"])  # noqa: S314 - made by our own installer
    found = {}
    for glob in configuration.iterfind("selectfont/acceptfont/glob"):
        with TTFont(glob.text, lazy=True) as font:
            found[Path(str(glob.text)).name] = (font["OS/2"].usWeightClass, "fvar" in font)
            assert "SIL Open Font License" in font["name"].getDebugName(13)

    assert found == {
        "Amiri-Regular.ttf": (400, False),
        "Amiri-Bold.ttf": (700, False),
        "NotoSans-400.ttf": (400, False),
        "NotoSans-700.ttf": (700, False),
        "NotoSansEthiopic-400.ttf": (400, False),
        "NotoSansEthiopic-700.ttf": (700, False),
    }


# --- Long texts ----------------------------------------------------------------------------------
def long_text(code: str, length: int) -> str:
    return (f"{WORDS[code]}. " * 20)[: length - 1].strip() + "."


def full_card(code: str) -> Card:
    """Return a card on which every text of a box is translated, as long as a box takes."""
    plain = card(
        good=Voices((Voice("Samira", "Een."),), "twee.", "Sanne"),
        unsafe=None,
        agreements=Items(tuple(Item(f"Afspraak {n}.", f"Uitleg {n}.") for n in range(3))),
        steps=Steps("Vier.", "Vijf.", "Zes."),
        network=Items((Item("Oma Ria", "Zeven"), Item("Juf Anne", "Acht"))),
    )
    longest = {"good": rules.VOICE_LENGTH, "steps": 60}
    return card(
        **{name: getattr(plain, name) for name in ("good", "unsafe", "agreements", "steps", "network")},
        language=code,
        translations=tuple(
            Translation(code, key_of(text), long_text(code, longest.get(block, 60)))
            for block, text in typed_texts(plain)
        ),
    )


@pytest.mark.parametrize("code", WORDS)
def test_a_long_text_in_another_script_fits_as_counted_and_reads_back(code: str) -> None:
    full = full_card(code)
    layout = arrange(full)
    document = pdf.lay_out(pdf.markup(layout))

    assert (fit.overflows(full), pdf.too_full(document), len(document.pages)) == ([], [], 2)
    assert set(WORDS[code].split()) - words_of(pdf.render(full)) == set()


@pytest.mark.parametrize("code", WORDS)
def test_the_count_of_another_script_is_not_too_hopeful(code: str) -> None:
    layout = arrange(full_card(code))
    drawn = {kind: used for kind, used, _ in pdf.box_heights(pdf.lay_out(pdf.markup(layout)))}
    counted = heights.heights(layout)

    too_hopeful = {
        cell.kind: (counted[cell.sheet, cell.place], drawn[cell.kind])
        for cell in layout.cells
        if cell.kind != "write" and counted[cell.sheet, cell.place] < drawn[cell.kind] - 0.3
    }
    assert too_hopeful == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_box_to_call_fits_in_every_language_with_a_large_family(code: str) -> None:
    family = tuple(f"محمد عبد الرحمن {n}" if n % 2 else f"Wilhelmina Geertruida {n}" for n in range(60))
    large = card(language=code, family=family)

    assert pdf.too_full(pdf.lay_out(pdf.markup(arrange(large)))) == []


def test_names_in_two_directions_and_letters_with_marks_read_back() -> None:
    both = card(family=("سميرة", "Zoë", "Nguyễn"), good=Voices((Voice("سميرة en Zoë", "Ça va, u\u0308ber gut."),)))
    found = words_of(pdf.render(both))

    assert {"سميرة", "Zoë", "Nguyễn"} <= found
    assert isinstance(arrange(both).call.family_line, Isolated)
