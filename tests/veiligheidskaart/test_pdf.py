"""The PDF: tagged, in Dutch, with its own fonts, and it fetches nothing."""

from __future__ import annotations

import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdf
import pytest

from accounts import press
from tests.veiligheidskaart.cards import card
from veiligheidskaart import pdf
from veiligheidskaart.content import Item, Items, Steps, Voice, Voices
from veiligheidskaart.layout import arrange


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.render(card())


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_it_is_two_sheets_of_a4(made: bytes) -> None:
    pages = pypdf.PdfReader(io.BytesIO(made)).pages

    assert [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages] == [
        (595, 842)
    ] * 2


def test_it_is_tagged_in_dutch_with_a_neutral_title_and_nobodys_name_in_the_metadata(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        root, info = document.Root, document.docinfo

        assert "/StructTreeRoot" in root
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("nl", True)
        assert str(info["/Title"]) == "Onze kaart"
        assert set(info.keys()) <= {"/Title", "/Producer"}
        assert b"Samira" not in bytes(root.Metadata.read_bytes())
        assert b"pdfuaid:part" in bytes(root.Metadata.read_bytes())


def test_the_text_can_be_read_back(made: bytes) -> None:
    text = " ".join(text_of(made).split())

    for words in (
        "Onze veiligheidskaart",
        "06 12 34 56 78",
        "Peter gaat nu wandelen",
        "Bel 112.",
        "Kaart 3 voor Samira, 3 november 2026",
    ):
        assert words in text


def test_only_noto_sans_is_in_it_regular_and_bold_each_a_part_of_the_font(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        fonts = {
            str(font.BaseFont): "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            for page in document.pages
            for font in page.Resources.Font.values()
        }

    assert {name.partition("+")[2] for name in fonts} == {"Noto-Sans", "Noto-Sans-Bold"}
    assert all(fonts.values())
    assert all(len(name.partition("+")[0].lstrip("/")) == 6 for name in fonts)


def test_a_demonstration_says_so_on_each_sheet(settings: object) -> None:
    settings.DEMO_MODE = True  # type: ignore[attr-defined]

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(card()))).pages]

    assert all("Dit is een demonstratie." in page for page in pages)


def test_a_real_card_says_nothing_of_a_demonstration(settings: object) -> None:
    settings.DEMO_MODE = False  # type: ignore[attr-defined]

    assert "demonstratie" not in text_of(pdf.render(card()))


def test_a_card_that_is_far_too_full_is_refused() -> None:
    with pytest.raises(pdf.DoesNotFit):
        pdf.render(
            card(
                agreements=Items(
                    tuple(Item("Een lange afspraak over het huis. " * 5, "En nog meer. " * 10) for _ in range(10))
                )
            )
        )


# --- Nothing is fetched ----------------------------------------------------------------------------
class _Canary(http.server.BaseHTTPRequestHandler):
    hits = 0

    def do_GET(self) -> None:
        type(self).hits += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"CANARY")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """A server on loopback, and a file; both must stay unread."""
    secret: Path = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("CANARY-IN-A-FILE")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Canary)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield [f"http://127.0.0.1:{server.server_port}/x", secret.as_uri()]
    server.shutdown()
    server.server_close()
    thread.join()


MARKUP = [
    '<img src="{0}">',
    '<img srcset="{0} 2x" src="{0}">',
    '<picture><source srcset="{0}"><img src="{0}"></picture>',
    '<link rel="stylesheet" href="{0}">',
    '<link rel="attachment" href="{0}">',
    '<a rel="attachment" href="{0}">x</a>',
    '<object data="{0}"></object>',
    '<object type="text/html" data="{0}"></object>',
    '<embed src="{0}">',
    '<iframe src="{0}"></iframe>',
    '<base href="{0}"><img src="y.png">',
    '<meta http-equiv="refresh" content="0;url={0}">',
    '<style>@import url("{0}");</style>',
    '<style>@import "{0}";</style>',
    '<style>@font-face{{font-family:x;src:url("{0}")}} p{{font-family:x}}</style><p>x</p>',
    '<style>p{{background:url("{0}")}}</style><p>x</p>',
    '<style>p::before{{content:url("{0}")}}</style><p>x</p>',
    '<style>li{{list-style-image:url("{0}")}}</style><ul><li>x</ul>',
    '<style>p{{border-image:url("{0}") 30}}</style><p>x</p>',
    '<style>p{{mask:url("{0}")}}</style><p>x</p>',
    '<p style="background-image:url({0})">x</p>',
    '<p style="background:image-set(url({0}) 1x)">x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{0}" width="9" height="9"/></svg>',
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{0}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{0}#a"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url("{0}");</style></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url({0}#a)" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><filter id="f"><feImage href="{0}"/></filter></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><img src="{0}"></foreignObject></svg>',
    '<video src="{0}" poster="{0}"></video>',
    '<audio src="{0}"></audio>',
    '<input type="image" src="{0}">',
    '<body background="{0}">',
    '<table background="{0}"><tr><td background="{0}">x</table>',
    '<script src="{0}"></script>',
    '<?xml-stylesheet href="{0}"?>',
    '<!DOCTYPE x SYSTEM "{0}"><p>x</p>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "{0}">]><p>&e;</p>',
    '<img src="//127.0.0.1/{0}">',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{0}'/></svg>\">",
]


@pytest.mark.parametrize("payload", MARKUP)
def test_markup_that_asks_for_a_file_gets_nothing(canary: list[str], payload: str) -> None:
    """The second fence: even raw markup, which no text of ours ever becomes, fetches nothing."""
    for address in canary:
        data = press.write(pdf.lay_out(f"<html lang=nl><title>x</title>{payload.format(address)}"))

        with pikepdf.open(io.BytesIO(data)) as document:
            assert len(document.attachments) == 0
        assert b"CANARY" not in data
    assert _Canary.hits == 0


def test_markup_in_a_text_is_text_on_the_card(canary: list[str]) -> None:
    """The first fence: whatever somebody types is printed as typed."""
    nasty = [payload.format(canary[0])[:80] for payload in MARKUP]

    for typed in nasty:
        html = pdf.markup(arrange(card(good=Voices((Voice("Samira", typed),)), steps=Steps(typed, typed, typed))))

        assert "<script" not in html
        assert "<img" not in html
        assert "<link" not in html
        assert "<object" not in html
    assert _Canary.hits == 0
    print(f"FIGURE pdf_fetches {_Canary.hits} 0")
