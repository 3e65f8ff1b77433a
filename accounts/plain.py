"""How a text is compared with what is known: small letters, no accents, numbers in digits. Pure; knows no household.

`cases.guard` compares texts with protected facts by it, `rvt.privacy` with names and numbers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LOOKALIKES = str.maketrans(
    {
        **dict(zip("авеіјкмнорстухѕԁӏһг", "abeijkmhopctyxsdlhr", strict=True)),
        **dict(zip("αβεηικμνορτυχω", "abenikmvoptuxw", strict=True)),
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
    }
)
"""Cyrillic and Greek letters that look like ours, and letters that do not come apart into a letter and an accent."""

DIGIT_WORDS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")

_WORD = re.compile(r"[^\W\d_]+|\d+")
_GLUED_DIGITS = re.compile(rf"(?:{'|'.join(DIGIT_WORDS)}){{2,}}")


def plain(text: str) -> str:
    """Small letters without accents, invisible signs or letters of other alphabets that look like ours."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (_digit(sign) for sign in apart if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})
    return "".join(kept).translate(_LOOKALIKES)


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() else sign


def words_of(text: str) -> list[str]:
    """Runs of letters and runs of digits."""
    return _WORD.findall(text)


def with_digits(text: str) -> list[str]:
    """The words of `text`, with numbers in digits: "nul zes twaalf" is 0 6 12."""
    known = numbers()
    return [known.get(word) or _glued_digits(word) or word for word in words_of(text)]


def _glued_digits(word: str) -> str:
    if not _GLUED_DIGITS.fullmatch(word):
        return ""
    return "".join(str(DIGIT_WORDS.index(part)) for part in re.findall("|".join(DIGIT_WORDS), word))


def collapsed(text: str) -> str:
    """Double letters once: "beukkenlaan" and "beukenlan" are the same."""
    return re.sub(r"([^\W\d_])\1+", r"\1", text)


@cache
def numbers() -> dict[str, str]:
    """Every number below a thousand as one Dutch word, without accents."""
    tens = ("", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
    teens = (
        "tien",
        "elf",
        "twaalf",
        "dertien",
        "veertien",
        "vijftien",
        "zestien",
        "zeventien",
        "achttien",
        "negentien",
    )
    below = [*DIGIT_WORDS, *teens]
    for ten in range(2, 10):
        below += [tens[ten], *(f"{DIGIT_WORDS[one]}en{tens[ten]}" for one in range(1, 10))]
    words = {word: str(number) for number, word in enumerate(below)}
    for hundreds in range(1, 10):
        front = "honderd" if hundreds == 1 else f"{DIGIT_WORDS[hundreds]}honderd"
        words[front] = str(hundreds * 100)
        words |= {f"{front}{word}": str(hundreds * 100 + n) for n, word in enumerate(below) if n}
        words |= {f"{front}en{word}": str(hundreds * 100 + n) for n, word in enumerate(below) if n}
    return words
