"""The words of a PDF as `pdftotext` (poppler) reads them, made comparable with what was typed.

A PDF holds drawn signs, and each reader of it says in its own way which letters they are. So both sides are made equal:
compatibility forms become letters (NFKC: the forms of Arabic at the begin, middle and end of a word, its ligatures),
marks of direction and joiners (Unicode class Cf) and the long stroke of Arabic (tatweel) are taken out. pdftotext gives
lines from right to left in reading order already. A word is a row of letters and marks, without the signs around it;
two scripts beside each other are two words.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

TATWEEL = "\u0640"
WORD = re.compile(r"[\u0600-\u06ff]+|[\u1200-\u135f\u1380-\u139f]+|[^\W\d_\u0600-\u06ff\u1200-\u139f]+")


def text_of(file: bytes, folder: Path) -> str:
    """Return all text of a PDF, page after page. `folder` is for the file that pdftotext reads."""
    path = folder / "card.pdf"
    path.write_bytes(file)
    command = ["pdftotext", "-enc", "UTF-8", "-nopgbrk", str(path), "-"]
    return plain(subprocess.run(command, capture_output=True, check=True).stdout)


def plain(text: str | bytes) -> str:
    """Return a text in the one form in which both sides are compared."""
    read = text.decode() if isinstance(text, bytes) else text
    made = unicodedata.normalize("NFKC", read)
    return "".join(sign for sign in made if sign != TATWEEL and unicodedata.category(sign) != "Cf")


def words_of(text: str) -> set[str]:
    """Return every word of a text that was read back."""
    return set(WORD.findall(text))


def squeezed(text: str) -> str:
    """Return a text without any white: a word that was broken over two lines is whole again."""
    return "".join(text.split())
