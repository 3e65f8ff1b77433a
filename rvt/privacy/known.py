"""What the person typing knows: names, places, numbers and dates, supplied by the rooms above and never kept here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from accounts.plain import plain, words_of
from accounts.slots import PrivateWord
from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.ordinary import COMMON_WORDS_TOO, INTERFIXES, ORDINARY, SURNAMES_THAT_ARE_WORDS
from rvt.privacy.reading import Reading, Token

FEWEST_SIGNS = 2
LONG = 6
"""From this many letters one typing mistake in a name is forgiven."""

FEWEST_DIGITS = 6
_BETWEEN = re.compile(r"[\s\-'./]{0,3}")
_DIGITS = re.compile(r"(?<!\w)\+?\d(?:[ .\-/()]*\d){5,14}(?!\w)")

Known = tuple[tuple[str, ...], PrivateWord]


class KnownWords:
    """The words of one person, arranged by their first part, so that thousands cost no more than ten."""

    def __init__(self, words: Iterable[PrivateWord]) -> None:
        self._by_first: dict[str, list[Known]] = defaultdict(list)
        self._by_typo: dict[str, list[Known]] = defaultdict(list)
        self._numbers: dict[str, PrivateWord] = {}
        for word in words:
            self._add(word)

    def marks(self, reading: Reading) -> Iterator[Mark]:
        """Everything of these words that stands in this text, also with another case, accents, dashes or one mistake."""
        tokens = reading.tokens
        for number, token in enumerate(tokens):
            # What stands here exactly says who it is: "Wouter" is no mistake in "Wouters".
            exact = list(_marks(reading, number, self._exact(token)))
            yield from exact or _marks(reading, number, self._nearly(token))
        for match in _DIGITS.finditer(reading.text):
            found = self._numbers.get(_core(match.group()))
            if found is not None:
                yield Mark(*match.span(), FindingKind(found.kind), found.proposal or "")

    def _add(self, word: PrivateWord) -> None:
        if word.kind == FindingKind.PHONE:
            if len(_core(word.text)) >= FEWEST_DIGITS:
                self._numbers[_core(word.text)] = word
            return
        parts = tuple(words_of(plain(word.text)))
        if len("".join(parts)) < FEWEST_SIGNS or (word.kind == FindingKind.NAME and set(parts) <= INTERFIXES):
            return
        known = (parts, word)
        self._by_first[parts[0]].append(known)
        if len(parts) > 1:  # "Anne-Fleur" is also written as one word
            glued = ("".join(parts),)
            self._by_first[glued[0]].append((glued, word))
        if len(parts[0]) >= LONG and word.kind in {FindingKind.NAME, FindingKind.STREET, FindingKind.SCHOOL}:
            for typo in _without_one(parts[0]):
                self._by_typo[typo].append(known)

    def _exact(self, token: Token) -> Iterator[Known]:
        for form in _forms(token.plain):
            yield from self._by_first.get(form, ())

    def _nearly(self, token: Token) -> Iterator[Known]:
        seen: set[int] = set()
        if len(token.plain) >= LONG - 1 and self._by_typo and token.plain not in ORDINARY and _may_be_typo(token):
            for form in {token.plain, *_without_one(token.plain)}:
                for known in (*self._by_typo.get(form, ()), *self._by_first.get(form, ())):
                    if id(known) not in seen and len(known[0][0]) >= LONG and _is_near(token.plain, known[0][0]):
                        seen.add(id(known))
                        yield known


def _marks(reading: Reading, number: int, candidates: Iterable[Known]) -> Iterator[Mark]:
    tokens = reading.tokens
    for parts, word in candidates:
        last = _matches(reading, number, parts)
        if last is not None and _counts(word, tokens[number : last + 1], parts):
            yield Mark(tokens[number].start, tokens[last].end, FindingKind(word.kind), word.proposal or None)


def _counts(word: PrivateWord, tokens: list[Token], parts: tuple[str, ...]) -> bool:
    """Whether a name that is also a word is written as a name here: "Wil" and not "wil"."""
    if word.kind != FindingKind.NAME or len(parts) > 1:
        return True
    is_word = parts[0] in ORDINARY | COMMON_WORDS_TOO | SURNAMES_THAT_ARE_WORDS or len(parts[0]) < 3
    return tokens[0].has_capital or not is_word


def _matches(reading: Reading, number: int, parts: tuple[str, ...]) -> int | None:
    """Return the last token when all `parts` stand here in a row, or None. The first was compared already."""
    tokens = reading.tokens
    last = number
    for part in parts[1:]:
        if last + 1 >= len(tokens) or not _BETWEEN.fullmatch(reading.gap(last)):
            return None
        last += 1
        if part not in _forms(tokens[last].plain) and not (len(part) >= LONG and _is_near(tokens[last].plain, part)):
            return None
    return last


def _forms(word: str) -> tuple[str, ...]:
    """Return a word and what it is without the -s of "Fatimas broer"."""
    return (word, word[:-1]) if word.endswith("s") and len(word) > 3 else (word,)


def _may_be_typo(token: Token) -> bool:
    """Small letters have to be long to be a mistake: otherwise every word is near some name."""
    return token.has_capital or len(token.plain) > LONG + 1


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _is_near(one: str, other: str) -> bool:
    """Whether one letter was forgotten, added, replaced, or two changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    if len(one) == len(other):
        wrong = [place for place in range(len(one)) if one[place] != other[place]]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and one[wrong[0]] == other[wrong[1]]
            and one[wrong[1]] == other[wrong[0]]
        )
        return len(wrong) == 1 or swapped
    shorter, longer = sorted((one, other), key=len)
    return shorter in _without_one(longer)


def _core(number: str) -> str:
    """Return a phone number as its last nine digits: with and without +31 are the same."""
    return re.sub(r"\D", "", number)[-9:].lstrip("0")
