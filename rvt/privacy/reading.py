"""One text as the check reads it: without invisible signs and odd digits, and with the way back to what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from accounts.plain import numbers, plain

_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63, 0xFF0D], "-")
_QUOTES = {0x2018: "'", 0x2019: "'", 0x201B: "'", 0x00B4: "'", 0x0060: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"'}
_SIGNS = str.maketrans(_DASHES | _QUOTES)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_SENTENCE_END = re.compile(r"[.?!:;\n\r•]|\s-\s|^-\s|\"\s?$|(?:^|\s)'$")
_ABBREVIATION = re.compile(r"\b(?:dhr|mevr|mw|dr|drs|mr|ds|ir|prof|st|bijv|bv|ca|nr|evt|resp|incl|excl|v|d)\.$", re.I)
_INITIAL = re.compile(r"(?:^|[\s.(])[^\W\d_]\.$")


@dataclass(frozen=True)
class Token:
    """A run of letters or of digits in a reading. `plain` is how it is compared."""

    start: int
    end: int
    text: str
    plain: str
    opens: bool
    """Whether it begins a sentence: its capital says nothing then."""

    @property
    def has_capital(self) -> bool:
        """Written as a name: "Samira", and also "SAMIRA"."""
        return self.text[0].isupper()


class Reading:
    """`text` is `original` with plain digits, dashes, quotes and spaces, and nothing invisible.

    Places in `text` and in `original` differ; `place` leads back.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        if original.isascii():
            self.text, self._places = original, None
            return
        signs: list[str] = []
        places: list[int] = []
        for place, sign in enumerate(original):
            for kept in _kept(sign):
                signs.append(kept)
                places.append(place)
        self.text, self._places = "".join(signs), places

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` stands in the original. Raises IndexError when it is empty."""
        if self._places is None:
            return start, end
        after = self._places[end - 1] + 1
        while after < len(self.original) and unicodedata.category(self.original[after]) in {"Mn", "Me", "Cf"}:
            after += 1
        return self._places[start], after

    @cached_property
    def tokens(self) -> list[Token]:
        """Every run of letters and of digits, in order."""
        found: list[Token] = []
        before = 0
        for match in _TOKEN.finditer(self.text):
            gap = self.text[before : match.start()]
            opens = not found or _ends_sentence(self.text, gap, match.start())
            found.append(Token(*match.span(), match.group(), plain(match.group()), opens))
            before = match.end()
        return found

    @cached_property
    def by_start(self) -> dict[int, int]:
        """Return which token begins where."""
        return {token.start: number for number, token in enumerate(self.tokens)}

    def gap(self, number: int) -> str:
        """Return what stands between a token and the next one."""
        return self.text[self.tokens[number].end : self.tokens[number + 1].start]


def number_in(word: str) -> int | None:
    """Return the number that `word` says in digits or in Dutch words ("zevenentwintig"), or None."""
    bare = plain(word)
    digits = bare if bare.isdigit() else numbers().get(bare)
    return int(digits) if digits is not None and len(digits) < 6 else None


def alternation(most: int, *, fewest: int = 0, also: tuple[str, ...] = ()) -> str:
    """Return a piece of a pattern: every number word from `fewest` to `most`, with and without its trema."""
    words = {*also, *(word for word, number in numbers().items() if fewest <= int(number) <= most)}
    words |= {re.sub(r"([ei]e)en", r"\1ën", word) for word in words}
    return "|".join(sorted(words, key=len, reverse=True))


def _kept(sign: str) -> str:
    if sign.isascii():
        return sign
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return ""
    whole = unicodedata.normalize("NFKC", sign).translate(_SIGNS)
    if whole.isdigit():
        return "".join(str(unicodedata.digit(digit, 0)) for digit in whole)
    return " " if unicodedata.category(sign) == "Zs" else whole


def _ends_sentence(text: str, gap: str, start: int) -> bool:
    """Whether a sentence ends in this gap before `start`. The dot of "mw." and of "J." ends none."""
    if not _SENTENCE_END.search(gap):
        return False
    if gap.strip() == ".":
        before = text[max(0, start - len(gap) - 8) : start - len(gap) + gap.index(".") + 1]
        return not (_ABBREVIATION.search(before) or _INITIAL.search(before))
    return True
