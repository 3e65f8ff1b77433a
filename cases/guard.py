"""How a text can tell where somebody is: pure, no database.

`traces` are the forms that are looked for, kept beside the fact; `readings` are the ways in which texts are read. A
text tells the fact when a trace is part of a reading. The database looks (`doors.tells_a_fact`), so that the fact
itself never reaches whoever types.

A reading is either spaced (" beukenlaan 12 ": whole words) or compact ("beukenlaan12": nothing but letters and digits).
Short traces are looked for as whole words only, or "de dam" would be found in "amsterdam".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from cases.choices import FactKind

FEWEST_SIGNS = 4
"""A fact with fewer signs is not compared: it would be found everywhere."""

NAME_ALONE = 6
"""From this many letters the name of a street counts without its number, as a whole word."""

LONG = 9
"""From this many signs a trace is also looked for across spaces and dots: "b e u k e n l a a n"."""

LONG_WITH_DIGITS = 6
"""The same for a trace with digits in it, such as a postcode."""

EDGE = 40
"""Signs of the end of one field and the beginning of another that are read together."""

MANY_FIELDS = 12
"""With more fields than this only neighbours are read together, and all of them in a row."""

ABBREVIATIONS = (
    ("burgemeester", "burg", "bgm"),
    ("doctor", "dokter", "dr"),
    ("professor", "prof"),
    ("dominee", "ds"),
    ("pastoor", "past"),
    ("ingenieur", "ir"),
    ("generaal", "gen"),
    ("koningin", "kon"),
    ("sint", "st"),
    ("van der", "v d", "vd"),
    ("van den", "v d", "vd"),
    ("van de", "v d", "vd"),
)
"""Words in the name of a street, and how people shorten them."""

ENDINGS = (
    ("straat", "str"),
    ("laan", "ln"),
    ("weg", "wg"),
    ("plein", "pln", "pl"),
    ("dijk", "dk"),
    ("kade", "kd"),
    ("singel", "sngl"),
    ("gracht", "gr"),
    ("steeg", "stg"),
    ("plantsoen", "plnts"),
    ("dreef", "drf"),
)
"""Ends of the name of a street, and how people shorten them."""

TYPE_WORDS = {
    "obs",
    "cbs",
    "rkbs",
    "bs",
    "basisschool",
    "school",
    "kdv",
    "bso",
    "kinderdagverblijf",
    "opvang",
    "stichting",
}
"""Words in front of a name that people leave out."""

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

_AS_LETTERS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s"})
_AS_LETTERS_TOO = {**_AS_LETTERS, ord("1"): "l", ord("|"): "l", ord("!"): "i"}
_AS_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1"})

_WORD = re.compile(r"[^\W\d_]+|\d+")
_POSTCODE = re.compile(r"(?<!\d)([1-9]\d{3})\s?([a-z]{2})(?![a-z])")
_STREET = re.compile(r"^(\D*[^\W\d_][.']?)\s*(\d{1,5})(?!\d)(.*)$", re.DOTALL)
_DIGIT_WORDS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_GLUED_DIGITS = re.compile(rf"(?:{'|'.join(_DIGIT_WORDS)}){{2,}}")


# --- The fact ---------------------------------------------------------------------------------------------------------


def traces(kind: str, value: str) -> list[str]:
    """Return every form in which a text could tell this fact. None for a fact that is too short to compare."""
    text = _plain(value)
    if len("".join(_WORD.findall(text))) < FEWEST_SIGNS:
        return []
    if kind == FactKind.PHONE:
        return sorted(_phone_traces(text))
    if kind == FactKind.PLATE:
        return sorted({*_as_name(text), "".join(_WORD.findall(text))})
    return sorted(set(_place_traces(text)))


def _phone_traces(text: str) -> set[str]:
    digits = re.sub(r"\D", "", text)
    own = re.sub(r"^(?:0031|31|0)(?=\d{9}$)", "", digits)
    return {own} if len(own) >= LONG_WITH_DIGITS else _as_name(text)


def _place_traces(text: str) -> Iterator[str]:
    for digits, letters in _POSTCODE.findall(text):
        yield f"{digits}{letters}"
    has_street = False
    for part in re.split(r"[,;\n]", _POSTCODE.sub(" ", text)):
        street = _STREET.match(part.strip())
        if street:
            has_street = True
            yield from _street_traces(street[1], street[2])
        elif (
            not has_street and not part.strip().isdigit()
        ):  # after the street comes a town: half the region lives there
            yield from _as_name(part)


def _street_traces(name: str, number: str) -> Iterator[str]:
    for words in _spellings(_words(name)):
        glued = "".join(words)
        yield from _forms([*words, number])
        yield from _forms([number, *words])
        if len(glued) >= NAME_ALONE:
            yield from _forms(words)
    yield from (f"{typo}{number}" for typo in _typos("".join(_words(name))))


def _as_name(text: str) -> set[str]:
    words = _words(text)
    without = [word for word in words if word not in TYPE_WORDS]
    return {form for each in (words, without) for form in _forms(each)}


def _forms(words: Sequence[str]) -> Iterator[str]:
    """Yield the traces of these words: as words, and glued together when that is long enough to be no accident."""
    glued = "".join(words)
    if len(glued) < FEWEST_SIGNS:
        return
    yield f" {' '.join(words)} "
    yield f" {' '.join(_words(glued))} "
    has_digits = any(sign.isdigit() for sign in glued)
    if len(glued) >= LONG or (has_digits and len(glued) >= LONG_WITH_DIGITS):
        yield glued
        yield _collapsed(glued)


def _spellings(words: list[str]) -> set[tuple[str, ...]]:
    """Return the name of a street with every abbreviation that people use, and without."""
    names = {" ".join(words)}
    for group in ABBREVIATIONS:
        for name, one, other in product(list(names), group, group):
            names.add(re.sub(rf"\b{one}\b", other, name))
    for name in list(names):
        for group in ENDINGS:
            for ending in group:
                stem = name.removesuffix(ending)
                if stem != name and (len(stem) >= 3 or ending == group[0]):
                    names |= {f"{stem}{other}" for other in group}
                    break
    return {tuple(name.split()) for name in names if name}


def _typos(name: str) -> set[str]:
    """One letter forgotten, or two that changed places."""
    if len(name) < NAME_ALONE + 2:
        return set()
    forgotten = {name[:n] + name[n + 1 :] for n in range(len(name))}
    swapped = {name[:n] + name[n + 1] + name[n] + name[n + 2 :] for n in range(len(name) - 1)}
    return forgotten | swapped


# --- The text ---------------------------------------------------------------------------------------------------------


def readings(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Return the ways in which these texts of one post are read: (which text, as read). The last of two counts."""
    plain = [_plain(text) for text in texts]
    read = [(place, reading) for place, text in enumerate(plain) for reading in _read(text)]
    filled = [place for place, text in enumerate(plain) if text.strip()]
    for first, second in product(filled, filled):
        near = len(filled) <= MANY_FIELDS or abs(first - second) == 1
        if first != second and near:
            read += [(max(first, second), reading) for reading in _across(plain[first], plain[second])]
    if len(filled) > 2:
        together = " ".join(plain[place] for place in filled)
        read += [(filled[-1], "".join(words)) for words in (_words(together), _numbered(together))]
    return list(dict.fromkeys(read))


def _read(text: str) -> Iterator[str]:
    for words in (_words(text), _numbered(text)):
        yield f" {' '.join(words)} "
        compact = "".join(words)
        yield compact
        yield _collapsed(compact)
        yield compact.translate(_AS_DIGITS)
    for table in (_AS_LETTERS, _AS_LETTERS_TOO):
        words = _words(text.translate(table))
        yield f" {' '.join(words)} "
        yield "".join(words)


def _across(first: str, second: str) -> Iterator[str]:
    """What a fact looks like that was written half in one field and half in the other."""
    for words_of in (_words, _numbered):
        before, after = words_of(first), words_of(second)
        yield "".join(before)[-EDGE:] + "".join(after)[:EDGE]
        yield f" {' '.join([*before[-6:], *after[:6]])} "


def _plain(text: str) -> str:
    """Small letters without accents, invisible signs or letters of other alphabets that look like ours."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (_digit(sign) for sign in apart if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})
    return "".join(kept).translate(_LOOKALIKES)


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() else sign


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _numbered(text: str) -> list[str]:
    """The words of `text`, with numbers in digits: "nul zes twaalf" is 0 6 12."""
    numbers = _numbers()
    return [numbers.get(word) or _glued_digits(word) or word for word in _words(text)]


def _glued_digits(word: str) -> str:
    if not _GLUED_DIGITS.fullmatch(word):
        return ""
    return "".join(str(_DIGIT_WORDS.index(part)) for part in re.findall("|".join(_DIGIT_WORDS), word))


def _collapsed(text: str) -> str:
    """Double letters once: "beukkenlaan" and "beukenlan" are the same."""
    return re.sub(r"([^\W\d_])\1+", r"\1", text)


@cache
def _numbers() -> dict[str, str]:
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
    below = [*_DIGIT_WORDS, *teens]
    for ten in range(2, 10):
        below += [tens[ten], *(f"{_DIGIT_WORDS[one]}en{tens[ten]}" for one in range(1, 10))]
    words = {word: str(number) for number, word in enumerate(below)}
    for hundreds in range(1, 10):
        front = "honderd" if hundreds == 1 else f"{_DIGIT_WORDS[hundreds]}honderd"
        words[front] = str(hundreds * 100)
        words |= {f"{front}{word}": str(hundreds * 100 + n) for n, word in enumerate(below) if n}
        words |= {f"{front}en{word}": str(hundreds * 100 + n) for n, word in enumerate(below) if n}
    return words
