"""From HTML to a PDF: tagged, in our own fonts, nothing fetched. What every paper of every room shares.

WeasyPrint is imported when the first paper is made: it costs more than a second and 100 MB, which the web process does
not pay. A page decides with `state_of` what it says while the worker makes the paper.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders

from accounts import fonts
from accounts.choices import OutboxState, PdfState

if TYPE_CHECKING:
    from weasyprint import Document

logger = logging.getLogger(__name__)

SHEET = "css/paper/sheet.css"
"""The style of a paper of words and numbers; the own style of the paper comes after it."""

VARIANT = "pdf/a-3a"
"""Fit to be kept for decades (ISO 19005-3, level A: tagged). `write` says beside it that it is PDF/UA-1 too."""

ALSO_ACCESSIBLE = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about=""><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""Which part of PDF/UA (ISO 14289-1, 5), and for PDF/A what that word means (ISO 19005-3, 6.6.2.3)."""


@dataclass(frozen=True)
class Press:
    """What all papers of one process share: WeasyPrint, the fonts, and who says no to every fetch."""

    html: Any
    css: Any
    fonts: Any
    fetcher: Any


@cache
def press() -> Press:
    """Load WeasyPrint and the fonts, once a process."""
    only_our_fonts()
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # a part of a font says when it was cut out: always the same
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class NothingFetched(URLFetcher):  # type: ignore[misc]
        """A paper needs no other file: everything asked for is refused (security 2.1 h)."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            logger.warning("pdf: a fetch was refused.")
            raise ValueError("A paper fetches nothing.")

    return Press(HTML, CSS, FontConfiguration(), NothingFetched())


@cache
def style(css_files: tuple[str, ...]) -> Any:
    """Parse these of our own style sheets, once a process."""
    shared = press()
    text = "\n".join(static_file(name).read_text(encoding="utf-8") for name in css_files)
    return shared.css(string=text, font_config=shared.fonts, url_fetcher=shared.fetcher)


def lay_out(html: str, css_files: tuple[str, ...]) -> Document:
    """Break the text into lines and boxes."""
    shared = press()
    source = shared.html(string=html, url_fetcher=shared.fetcher, base_url=None)
    return source.render(  # type: ignore[no-any-return]
        stylesheets=[style(css_files)], font_config=shared.fonts, pdf_variant=VARIANT, pdf_tags=True
    )


@dataclass(frozen=True)
class Attached:
    """A file inside a PDF. `day` is when it was made, as a local day."""

    name: str
    data: bytes
    description: str
    day: date


def write(document: Document, attached: Sequence[Attached] = ()) -> bytes:
    """Draw the boxes. The same boxes and the same files give the same bytes."""
    own = document.metadata.generate_rdf_metadata

    def with_accessible(*arguments: Any) -> bytes:
        said: bytes = own(*arguments)
        end = said.rindex(b"</")
        return said[:end] + ALSO_ACCESSIBLE + said[end:]

    document.metadata.generate_rdf_metadata = with_accessible
    files = [_attachment(each) for each in attached]
    return document.write_pdf(  # type: ignore[no-any-return]
        pdf_variant=VARIANT, pdf_tags=True, attachments=files or None, finisher=_open_metadata
    )


def _open_metadata(document: Document, pdf: Any) -> None:
    """Leave the metadata uncompressed, so that whoever looks for them in a file finds them (ISO 19005-3, 6.6)."""
    reference = pdf.catalog["Metadata"]
    found = next(each for each in pdf.objects if each.number and each.reference == reference)
    found.compress = False


def _attachment(attached: Attached) -> Any:
    """Say that it holds the same as the pages, for a computer (ISO 19005-3, 6.8: what a file in a PDF/A is to it)."""
    from weasyprint import Attachment

    made = datetime.combine(attached.day, time(), UTC)
    return Attachment(
        string=attached.data,
        name=attached.name,
        description=attached.description,
        relationship="Data",
        created=made,
        modified=made,
    )


def state_of(job: OutboxState | None, *, is_ready: bool) -> PdfState:
    """Say how far a paper is, from whether it is there and how the job stands that makes it (None: none)."""
    if is_ready:
        return PdfState.READY
    if job is None:
        return PdfState.ABSENT
    # A job that is done without a PDF is one that was taken back: as good as failed.
    return PdfState.WAITING if job == OutboxState.WAITING else PdfState.FAILED


def static_file(name: str) -> Path:
    """Return the path of one of our own static files. Raises FileNotFoundError."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


def only_our_fonts() -> None:
    """Let fontconfig see our fonts and nothing else, unless the installation already says which."""
    if os.environ.get("FONTCONFIG_FILE"):
        return
    folder = Path(tempfile.mkdtemp(prefix="rondom-fonts-"))
    (folder / "fonts.conf").write_text(fonts.configuration(folder, folder / "cache"), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
