"""How a text can tell where somebody is: pure, no database.

`traces` are the forms that are looked for, kept beside the fact; `readings` are the ways in which texts are read. A
text tells the fact when a trace is part of a reading. The database looks (`doors.tells_a_fact`), so that the fact
itself never reaches whoever types.

A reading is either spaced (" beukenlaan 12 ": whole words) or compact ("beukenlaan12": nothing but letters and digits).
Short traces are looked for as whole words only, or "de dam" would be found in "amsterdam".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from accounts.plain import collapsed, plain, with_digits, words_of
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

_AS_LETTERS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s"})
_AS_LETTERS_TOO = {**_AS_LETTERS, ord("1"): "l", ord("|"): "l", ord("!"): "i"}
_AS_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1"})

_POSTCODE = re.compile(r"(?<!\d)([1-9]\d{3})\s?([a-z]{2})(?![a-z])")
_STREET = re.compile(r"^(\D*[^\W\d_][.']?)\s*(\d{1,5})(?!\d)(.*)$", re.DOTALL)


# --- The fact ---------------------------------------------------------------------------------------------------------


def traces(kind: str, value: str) -> list[str]:
    """Return every form in which a text could tell this fact. None for a fact that is too short to compare."""
    text = plain(value)
    if len("".join(words_of(text))) < FEWEST_SIGNS:
        return []
    if kind == FactKind.PHONE:
        return sorted(_phone_traces(text))
    if kind == FactKind.PLATE:
        return sorted({*_as_name(text), "".join(words_of(text))})
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
    for words in _spellings(words_of(name)):
        glued = "".join(words)
        yield from _forms([*words, number])
        yield from _forms([number, *words])
        if len(glued) >= NAME_ALONE:
            yield from _forms(words)
    yield from (f"{typo}{number}" for typo in _typos("".join(words_of(name))))


def _as_name(text: str) -> set[str]:
    words = words_of(text)
    without = [word for word in words if word not in TYPE_WORDS]
    return {form for each in (words, without) for form in _forms(each)}


def _forms(words: Sequence[str]) -> Iterator[str]:
    """Yield the traces of these words: as words, and glued together when that is long enough to be no accident."""
    glued = "".join(words)
    if len(glued) < FEWEST_SIGNS:
        return
    yield f" {' '.join(words)} "
    yield f" {' '.join(words_of(glued))} "
    has_digits = any(sign.isdigit() for sign in glued)
    if len(glued) >= LONG or (has_digits and len(glued) >= LONG_WITH_DIGITS):
        yield glued
        yield collapsed(glued)


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
    bare = [plain(text) for text in texts]
    read = [(place, reading) for place, text in enumerate(bare) for reading in _read(text)]
    filled = [place for place, text in enumerate(bare) if text.strip()]
    for first, second in product(filled, filled):
        near = len(filled) <= MANY_FIELDS or abs(first - second) == 1
        if first != second and near:
            read += [(max(first, second), reading) for reading in _across(bare[first], bare[second])]
    if len(filled) > 2:
        together = " ".join(bare[place] for place in filled)
        read += [(filled[-1], "".join(words)) for words in (words_of(together), with_digits(together))]
    return list(dict.fromkeys(read))


def _read(text: str) -> Iterator[str]:
    for words in (words_of(text), with_digits(text)):
        yield f" {' '.join(words)} "
        compact = "".join(words)
        yield compact
        yield collapsed(compact)
        yield compact.translate(_AS_DIGITS)
    for table in (_AS_LETTERS, _AS_LETTERS_TOO):
        words = words_of(text.translate(table))
        yield f" {' '.join(words)} "
        yield "".join(words)


def _across(first: str, second: str) -> Iterator[str]:
    """What a fact looks like that was written half in one field and half in the other."""
    for parts_of in (words_of, with_digits):
        before, after = parts_of(first), parts_of(second)
        yield "".join(before)[-EDGE:] + "".join(after)[:EDGE]
        yield f" {' '.join([*before[-6:], *after[:6]])} "
