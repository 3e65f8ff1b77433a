"""What never stands on a card that somebody reads who may not know it (ux, S12). Pure: no database, no clock.

Words are compared, so it helps and never replaces reading: who finalises reads every edition, and a duo partner does
when something in the household is protected. Sources: ux S12 "Never on a card"; domain dossier, 6.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from veiligheidskaart.choices import Block

DANGEROUS = {Block.UNSAFE, Block.SIGNALS, Block.OPINIONS, Block.CHILD}
"""Blocks in which own words can turn against who said them."""


@dataclass(frozen=True)
class Somebody:
    """A person of the family, by reader key."""

    key: str
    name: str
    word: str
    """How the family calls this person: "mama"."""
    is_child: bool


@dataclass(frozen=True)
class Line:
    """One text of a card: who says it and who reads it, by reader key. Professional texts have nobody who says them."""

    block: Block
    text: str
    who: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()
    child_agrees: bool = True
    source: str = ""
    """From whom a fact is known, when that is printed."""
    tells_ban: bool = False
    """The line that says that people may have no contact."""
    child: str = ""
    """Whose own card this line stands on."""


@dataclass(frozen=True)
class Family:
    """Who they are, who is not safe for whom `(person, other)`, who may have no contact, and who thinks along."""

    people: tuple[Somebody, ...]
    unsafe: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()
    network: tuple[str, ...] = ()

    def name(self, key: str) -> str:
        """Return the name of the person with this key, or how others are called."""
        return next((each.name for each in self.people if each.key == key), "een professional")

    def is_child(self, key: str) -> bool:
        return any(each.key == key and each.is_child for each in self.people)


@dataclass(frozen=True)
class Found:
    """Why a text may not stand there, or is better looked at. `sentence` is Dutch and holds nothing of the text."""

    block: Block
    sentence: str
    stops: bool = True


def found_in(family: Family, lines: list[Line]) -> list[Found]:
    """Return everything that keeps these lines from being printed so, and what somebody should look at, each once."""
    found = (each for line in lines if line.text for check in _CHECKS for each in check(family, line))
    return list(dict.fromkeys(found))


# --- Own words -------------------------------------------------------------------------------------
def _childs_yes(family: Family, line: Line) -> Iterator[Found]:
    children = [key for key in line.who if family.is_child(key)]
    if children and not line.child_agrees:
        names = " en ".join(sorted(family.name(key) for key in children))
        yield Found(line.block, f"Bij ‘{line.block.label}’: vraag eerst of {names} dit goed vindt op de kaart.")


def _unsafe_reader(family: Family, line: Line) -> Iterator[Found]:
    for person, other in sorted(family.unsafe):
        if person not in line.who or other in line.who or other not in line.readers:
            continue
        one, two = family.name(person), family.name(other)
        why = f"{two} mag woorden van {one} lezen. Bij {one} staat: onveilig voor {one} is {two}."
        if line.block in DANGEROUS:
            yield Found(line.block, f"Bij ‘{line.block.label}’: {why} Laat {two} dit niet lezen.")
        else:
            yield Found(line.block, f"Bij ‘{line.block.label}’: {why} Klopt dat?", stops=False)


# --- Plans, patterns, sources ----------------------------------------------------------------------
_ESCAPE = re.compile(
    r"vlucht(?!eling)|ontsnap|(?<!\w)blijf[- ]van[- ]mijn[- ]lijf|vrouwenopvang|schuilplek|schuiladres|onderduik"
    r"|tas(?:je)? (?:staat|ligt|is) klaar|(?:stiekem|ongemerkt|zonder dat \w+ het (?:ziet|merkt)) (?:weg|naar buiten)",
    re.IGNORECASE,
)


def _escape_plan(family: Family, line: Line) -> Iterator[Found]:
    """A plan to get away is for who makes it: not for another adult of the family."""
    if not _ESCAPE.search(line.text):
        return
    adults = {each.key for each in family.people if not each.is_child}
    others = (adults & line.readers) - line.who
    if others if line.who or line.child else len(others) > 1:
        yield Found(
            line.block,
            f"Bij ‘{line.block.label}’ lijkt een vluchtplan te staan dat een ander kan lezen. "
            "Kies wie deze regel mag lezen, of haal het weg.",
        )


_PATTERN = re.compile(
    r"(?<!\w)(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|\d{1,2}[.:]\d{2}(?!\w)|\d{1,2} uur|half \w+"
    r"|school\w*|opvang|bso|crèche|voetbal\w*|sport\w*|training\w*|zwemles|werk(?:t)?|kerk|moskee|bushalte)(?!\w)",
    re.IGNORECASE,
)


def _gives_a_pattern(family: Family, line: Line) -> Iterator[Found]:
    """Times and places show where somebody is when, to a person who has to stay away."""
    if line.tells_ban or not _PATTERN.search(line.text):
        return
    if any(pair & line.readers for pair in family.apart):
        yield Found(
            line.block,
            f"Bij ‘{line.block.label}’ staat een dag, tijd of plek, en er mag geen contact zijn. Schrijf het zonder.",
        )


_TOLD = re.compile(
    r"(?<!\w)(?:vertelde|vertelt dat|heeft verteld|zei dat|zegt dat|meldde|heeft gemeld|melder|volgens)(?!\w)",
    re.IGNORECASE,
)


def _who_told(family: Family, line: Line) -> Iterator[Found]:
    """Who told something dangerous is known to professionals only."""
    if line.who or line.child or line.block not in {Block.UNSAFE, Block.SIGNALS, Block.FACTS}:
        return
    names = [*(word for each in family.people for word in (each.name, each.word)), *family.network]
    if _TOLD.search(line.text) or any(_has_word(line.source, name) for name in names):
        yield Found(line.block, f"Bij ‘{line.block.label}’ staat wie iets vertelde. Schrijf alleen wat jullie weten.")


_DIAGNOSIS = re.compile(
    r"(?<!\w)(?:diagnose|adhd|add|autis\w*|ass|borderline|ptss|depressi\w*|psychos\w*|schizofreni\w*|verslaafd"
    r"|verslaving|bipolair|lvb|iq|narcis\w*)(?!\w)",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?<!\w)(?:geboren op|geboortedatum|bsn)(?!\w)|(?<!\d)\d{1,2}[-/]\d{1,2}[-/](?:19|20)\d{2}(?!\d)", re.I
)


def _of_somebody_else(family: Family, line: Line) -> Iterator[Found]:
    """Words of professionals tell no diagnosis; what the family says to a helper ("zeg: autisme") is looked at."""
    if not line.who and not line.child and _DIAGNOSIS.search(line.text):
        stops = line.block in {Block.GOOD, Block.UNSAFE, Block.SIGNALS, Block.FACTS}
        what = "Schrijf wat jullie zien." if stops else "Klopt dat?"
        yield Found(line.block, f"Bij ‘{line.block.label}’ lijkt een diagnose te staan. {what}", stops)
    if _BORN.search(line.text):
        yield Found(line.block, f"Bij ‘{line.block.label}’ lijkt een geboortedatum of BSN te staan. Haal dat weg.")


# --- The own card of a child -----------------------------------------------------------------------
_TASK = re.compile(
    r"(?<!\w)(?:zorg|zorgen|let op|letten op|pas op|help|helpen|troost|bescherm|haal|breng|neem|maak|hou|houd)(?!\w)",
    re.IGNORECASE,
)
_CARED_FOR = ("broertje", "zusje", "broer", "zus", "mama", "papa", "mijn moeder", "mijn vader", "de kleintjes", "baby")


def _task_for_a_child(family: Family, line: Line) -> Iterator[Found]:
    """A child looks after itself, never after another child or a parent (ux, 8)."""
    if not line.child or not _TASK.search(line.text):
        return
    others = [word for each in family.people if each.key != line.child for word in (each.name, each.word)]
    if any(_has_word(line.text, word) for word in (*others, *_CARED_FOR)):
        name = family.name(line.child)
        yield Found(line.block, f"Op de kaart van {name} staat een taak voor {name}. {name} zorgt niet voor een ander.")


def _hand_of_a_child(family: Family, line: Line) -> Iterator[Found]:
    for person, other in sorted(family.unsafe):
        called = next((each for each in family.people if each.key == other), None)
        if person == line.child and called and any(_has_word(line.text, word) for word in (called.name, called.word)):
            name = family.name(person)
            yield Found(
                line.block,
                f"Op de kaart van {name} staat {called.name}. Bij {name} staat: onveilig voor {name} is {called.name}.",
                stops=_TO.search(line.text) is not None or len(line.text.split()) <= 2,
            )


_TO = re.compile(r"(?<!\w)(?:naar|bij|bel|app|vraag)(?!\w)", re.IGNORECASE)


def _has_word(text: str, word: str) -> bool:
    return bool(word) and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


_CHECKS = (
    _childs_yes,
    _unsafe_reader,
    _escape_plan,
    _gives_a_pattern,
    _who_told,
    _of_somebody_else,
    _task_for_a_child,
    _hand_of_a_child,
)
