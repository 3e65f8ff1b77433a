"""The privacy check: by what could the table recognise somebody in this text? It helps; a person confirms.

`check_text` says what it found and what was able to look; `replace` puts a proposal in. Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from accounts import slots
from accounts.models import Municipality, User
from accounts.plain import plain
from accounts.slots import PrivateWord
from rvt.choices import FindingKind
from rvt.privacy import ages, contact, dates, groups, library, names, places, rarity, resolve
from rvt.privacy.finding import CheckResult, Finding, pieces, replace, replace_all
from rvt.privacy.known import KnownWords
from rvt.privacy.reading import Reading

__all__ = ["CheckResult", "Finding", "check_text", "check_texts", "pieces", "replace", "replace_all"]

_PATTERNS = (contact.marks, dates.marks, ages.marks, places.marks, groups.marks, rarity.marks, names.marks)


def check_text(text: str, *, person: User | None, names: bool = True, words: Iterable[PrivateWord] = ()) -> CheckResult:
    """Check one text for `person`, who acts. `names`: also with what this person knows (not for chair and secretary).

    `words`: more that is known, for who has no person.
    """
    return check_texts([text], person=person, names=names, words=words)[0]


def check_texts(
    texts: list[str],
    *,
    person: User | None,
    names: bool = True,
    words: Iterable[PrivateWord] = (),
    towns: Iterable[str] | None = None,
    search: library.Search = library.search,
) -> list[CheckResult]:
    """Check several texts at once: what is known is read once, and the library is asked once.

    `words`: what is known as well; what they say of a name counts before what `person` knows of a namesake elsewhere.
    `towns`: municipalities; None reads those of the database. `search`: another way to ask the library.
    """
    readings = [Reading(text) for text in texts]
    nearest = list(words)
    named = {plain(word.text) for word in nearest}
    others = _words_of(person) if names and person is not None else ()
    known = [*nearest, *(word for word in others if plain(word.text) not in named)]
    lookup = KnownWords(known)
    towns = list(Municipality.objects.values_list("name", flat=True) if towns is None else towns)
    state, found = search([reading.text for reading in readings])
    checks = (
        "patterns",
        *(["known"] if known or (names and person) else []),
        *(["library"] if state == "ready" else []),
    )
    results = []
    for reading, more in zip(readings, found, strict=True):
        marks = [mark for pattern in _PATTERNS for mark in pattern(reading)]
        marks += [*places.municipality_marks(reading, towns), *library.marks(reading, more)]
        results.append(CheckResult(resolve.findings(reading, marks, lookup.marks(reading)), state, checks))
    return results


def _words_of(person: User) -> Iterable[PrivateWord]:
    """What the person typing knows, by the rooms above; and who the person is, because the table does not know that."""
    yield from (PrivateWord(name, FindingKind.NAME, "ik") for name in {person.first_name, person.name})
    for words in slots.fill("private_words", person):
        yield from words
