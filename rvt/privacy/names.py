"""Names by how they are written: after "oma" or "heet", with a capital inside a sentence, with initials, before "zegt".

What needs a list of names is for the library (`rvt.privacy.library`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.ordinary import (
    CUES,
    INSTITUTIONS,
    INTERFIXES,
    NAMES_THAT_ARE_WORDS,
    ORDINARY,
    ROLES,
    SAID_AFTER,
)
from rvt.privacy.reading import Reading, Token

_TIGHT = re.compile(r"[ \-'.]{1,2}")
_PLACE_BEFORE = {
    "in",
    "uit",
    "te",
    "gemeente",
    "dorp",
    "stad",
    "regio",
    "wijk",
    "buurt",
    "richting",
    "vlakbij",
    "omgeving",
}
_MOST_INTERFIXES = 3
_MOVES = re.compile(r"\b(?:verhui\w+|trok|trekken|gevlucht|terug|vertrokken|vertrok)\b[^.!?]{0,40}$", re.IGNORECASE)
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\.\s?){1,4}(?:(?:van|de|der|den|el|al|ten|ter|het|'t)\s+){0,3}[A-Z][\w'-]{1,40}"
)
_ORDINARY_LOOK = re.compile(
    r"(?:en|ing|heid|lijk|tie|schap|erij|isch|iek|teit|sel|dom|atie|zorg|aast|weg|door|mee|over|voor|achter|toe|aan|ens|loos|baar|zaam|achtig|ster|eur|druk|spraak|werk)$"
    r"|^(?:daar|hier|waar|er|ver|ge|be|ont|on|her|mis|over|voor|achter|bij|door|tegen|terug|samen|weder|hulp|jeugd|kinder|ouder|gezins|school|huis|zorg|wijk)"
)
_LEAVE_OUT_AFTER = ROLES | {"juf", "meester", "dokter", "agent", "tante", "oom", "oma", "opa", "zuster"}


def marks(reading: Reading) -> Iterator[Mark]:
    """Every name of a person or a place that its own sentence gives away."""
    for match in _INITIALS.finditer(reading.text):
        yield Mark(*match.span(), FindingKind.NAME)
    tokens = reading.tokens
    number = 0
    while number < len(tokens):
        last = _run(reading, number)
        if last is None:
            number += 1
            continue
        kind = _kind(reading, number, last)
        if kind is not None:
            yield Mark(tokens[number].start, tokens[last].end, kind, _proposal(reading, number, kind))
        number = last + 1


def trimmed(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Return a piece that may be a name without the ordinary words at both ends ("Volgens Samira"), or None."""
    inside = [token for token in reading.tokens if token.start >= start and token.end <= end]
    while inside and inside[0].plain in ORDINARY - NAMES_THAT_ARE_WORDS and not _small_part(inside):
        inside.pop(0)
    while inside and inside[-1].plain in ORDINARY - NAMES_THAT_ARE_WORDS:
        inside.pop()
    return (inside[0].start, inside[-1].end) if inside else None


def _small_part(inside: list[Token]) -> bool:
    """Whether it begins with a small word that belongs to the name after it: "De Wit"."""
    return inside[0].plain in INTERFIXES and len(inside) > 1 and inside[1].has_capital


def _run(reading: Reading, first: int) -> int | None:
    """Return the last token of the name that begins here ("Van der Zwaluw"), or None when none begins."""
    tokens = reading.tokens
    if not _may_begin(reading, first):
        return None
    last = first
    while last + 1 < len(tokens):
        ahead = last + 1
        most = ahead + _MOST_INTERFIXES
        while (
            ahead < min(most, len(tokens))
            and tokens[ahead].plain in INTERFIXES
            and _TIGHT.fullmatch(reading.gap(ahead - 1))
        ):
            ahead += 1
        if ahead >= len(tokens) or not _TIGHT.fullmatch(reading.gap(ahead - 1)) or not _is_name_like(tokens[ahead]):
            break
        if tokens[ahead].opens or ("." in reading.gap(ahead - 1) and len(tokens[ahead - 1].text) > 2):
            break
        last = ahead
    return last if any(_is_name_like(token) for token in tokens[first : last + 1]) else None


def _may_begin(reading: Reading, number: int) -> bool:
    token = reading.tokens[number]
    if token.opens and token.plain in ORDINARY - NAMES_THAT_ARE_WORDS:
        return False
    if token.plain in INTERFIXES and not token.opens and number and _is_cue(reading, number):
        return _TIGHT.fullmatch(reading.gap(number)) is not None if number + 1 < len(reading.tokens) else False
    return _is_name_like(token)


def _is_name_like(token: Token) -> bool:
    if not token.has_capital or len(token.text) < 2:
        return False
    return not (token.text.isupper() and len(token.text) <= 5 and token.plain not in NAMES_THAT_ARE_WORDS)


def _is_cue(reading: Reading, number: int) -> bool:
    return (
        number > 0
        and reading.tokens[number - 1].plain in CUES
        and bool(re.fullmatch(r"[ .(\"',]{1,3}", reading.gap(number - 1)))
    )


def _kind(reading: Reading, first: int, last: int) -> FindingKind | None:
    """Return what this run with a capital probably is, or None when it names nobody."""
    tokens = reading.tokens
    run = [token for token in tokens[first : last + 1] if token.plain not in INTERFIXES]
    before = tokens[first - 1].plain if first else ""
    if all(token.plain in (INSTITUTIONS | ROLES) - NAMES_THAT_ARE_WORDS for token in run):
        return None
    if tokens[first].opens:
        return FindingKind.NAME if _opens_with_name(reading, first, last) else None
    if all(token.plain in ORDINARY - NAMES_THAT_ARE_WORDS for token in run):
        return None
    if before in _PLACE_BEFORE or (before == "naar" and _MOVES.search(reading.text[: tokens[first].start])):
        return FindingKind.PLACE
    return FindingKind.NAME


def _opens_with_name(reading: Reading, first: int, last: int) -> bool:
    """Whether a sentence begins with a name. Its capital says nothing, so something else has to."""
    tokens = reading.tokens
    token = tokens[first]
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if last > first:
        return True
    if after is None:
        return False
    gap = reading.gap(last)
    if gap.startswith("'") and after.plain == "s":
        return True
    if not gap.isspace():
        return gap.lstrip().startswith("(") or (gap.strip() == "," and token.plain in NAMES_THAT_ARE_WORDS)
    if after.plain == "en" and last + 2 < len(tokens) and _is_name_like(tokens[last + 2]):
        return tokens[last + 2].plain not in ORDINARY
    if token.plain not in NAMES_THAT_ARE_WORDS and _looks_ordinary(token):
        return False
    if after.plain in {"is", "was"}:
        said = last + 3 < len(tokens) and tokens[last + 3].plain in {
            "naam",
            "achternaam",
            "voornaam",
            "roepnaam",
            "bijnaam",
        }
        return said or (token.plain not in NAMES_THAT_ARE_WORDS and _unusual(token))
    return after.plain in SAID_AFTER and (token.plain != "wil" or after.plain not in {"heeft"})


def _looks_ordinary(token: Token) -> bool:
    """Whether a word ends or begins as nouns, verbs and adverbs do: "Daarnaast", "Opvoeden", "Hulpverlening"."""
    return _ORDINARY_LOOK.search(token.plain) is not None


def _unusual(token: Token) -> bool:
    """Whether a word does not look Dutch: it has an accent or a capital inside."""
    return not token.text.isascii() or not token.text[1:].islower()


def _proposal(reading: Reading, first: int, kind: FindingKind) -> str | None:
    """Return "" (leave it out) for a name behind the word for who it is: "Oma Toos", "Vader (Mark)"."""
    if kind != FindingKind.NAME or not first or reading.tokens[first].opens:
        return None
    near = re.fullmatch(r"[ (\"']{1,2}", reading.gap(first - 1))
    return "" if near and reading.tokens[first - 1].plain in _LEAVE_OUT_AFTER else None
