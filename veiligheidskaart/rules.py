"""Pure decisions about cards: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from cases.rules import LOOK_BACK_LIMIT

YOUNGEST_READER = 8
"""Age in years from which a child gets an own edition. Most children read simple Dutch by the end of group 4.

Source: a decision of this project (docs/adr/0031), to be confirmed by the practice of a region. The domain dossier, 3.2
block 10, speaks of twelve and older, and of younger children through a version of their own, which comes later.
"""

MAX_VOICES = 4
VOICE_LENGTH = 220
SEEN_LENGTH = 200
STEP_LENGTH = 110
VIEW_LENGTH = 150
LINE_LENGTH = 120
BY_LENGTH = 60
MAX_LINES = 4
FINGERS = 5
FINGER_LENGTH = 16
CHILD_LENGTH = 80
CHILD_STEPS = 3
CHILD_STEP_LENGTH = 80
MAX_CHOSEN = 10
"""At most about ten agreements are active on a plan (domain dossier, 3.2, block 6)."""

LONG_SENTENCE = 15
"""Words in a sentence (ux, 4)."""

HARD_WORDS = {
    "adequaat": "goed",
    "ambulant": "thuis",
    "begeleiden": "helpen",
    "betrokkenen": "mensen",
    "bewerkstelligen": "zorgen dat",
    "cliënt": "de naam",
    "communiceren": "praten",
    "contacteren": "bellen",
    "conform": "zoals",
    "de-escaleren": "rustig worden",
    "escaleert": "wordt erger",
    "escalatie": "ruzie die erger wordt",
    "evalueren": "terugkijken",
    "frequentie": "hoe vaak",
    "gedrag reguleren": "rustig blijven",
    "huiselijk geweld": "klappen of schreeuwen thuis",
    "indien": "als",
    "interventie": "hulp",
    "middels": "met",
    "monitoren": "in de gaten houden",
    "participeren": "meedoen",
    "signaleren": "merken",
    "structureel": "steeds",
    "systeem": "gezin",
    "tevens": "ook",
    "traumatisch": "heel naar",
    "verbaal": "met woorden",
}
"""Hard words with a simple one. A helper, never a gate; the family's own words are never looked at."""


@dataclass(frozen=True)
class Hint:
    """Something that could be simpler: a Dutch sentence."""

    text: str


def can_read_own_edition(age: int | None, *, counts_as_child: bool) -> bool:
    """Whether somebody gets an own edition: everybody except children under YOUNGEST_READER.

    A child whose age nobody knows gets none until it is known.
    """
    if age is None:
        return not counts_as_child
    return age >= YOUNGEST_READER


def hints_for(text: str) -> list[Hint]:
    """Return what could be simpler in a text by a professional."""
    hints = []
    if any(len(sentence.split()) > LONG_SENTENCE for sentence in re.split(r"[.?]", text)):
        hints.append(Hint("Deze zin is lang. Kun je er twee van maken?"))
    for hard, simple in HARD_WORDS.items():
        if re.search(rf"(?<!\w){re.escape(hard)}(?!\w)", text, re.IGNORECASE):
            hints.append(Hint(f"‘{hard}’ is een moeilijk woord. Misschien: ‘{simple}’."))
    return hints


# --- Things that do not belong in a free text ----------------------------------------------------
_STREET = "straat|laan|weg|plein|dijk|kade|gracht|singel|hof|pad|steeg|park|plantsoen|dreef"
_NOT_A_STREET = {"onderweg", "halfweg", "gaandeweg", "snelweg", "verweg", "omweg", "decade"}
_PATTERNS = {
    "een telefoonnummer": re.compile(r"(?<![\d+])(?:\+|00)?\(?\d(?:[\s().\-]{0,2}\d){8,12}(?!\d)"),
    "een e-mailadres": re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE),
    "een postcode": re.compile(r"(?<!\d)[1-9]\d{3}(?:\s?(?!SA|SD|SS)[A-Z]{2}|(?!sa|sd|ss)[a-z]{2})(?!\w)"),
}
_ADDRESS = re.compile(
    rf"(?<!\w)((?i:[a-zà-ÿ'’.\-]+(?:{_STREET}))|[A-ZÀ-Ý][\w'’.\-]+\s+(?:{_STREET.title()}))"
    r"\s+(?:nr\.?\s*)?\d{1,4}\s?[a-zA-Z]?(?!\w)"
)


def private_things(text: str) -> list[str]:
    """Name what stands in `text` and has its own place: a phone number, an e-mail address, a postcode, an address.

    112 and free numbers (0800-2000) are fine everywhere: they have fewer signs than a number of a person.
    """
    found = [name for name, pattern in _PATTERNS.items() if pattern.search(text)]
    if any(match[1].lower() not in _NOT_A_STREET for match in _ADDRESS.finditer(text)):
        found.append("een adres")
    return found


def mobile(phone: str) -> str:
    """Return a Dutch mobile number as "06 12 34 56 78", or "" when it is something else.

    Only mobile numbers stand on a card: an office number names a team or a town (design 5).
    """
    digits = re.sub(r"\D", "", phone)
    digits = re.sub(r"^(?:00)?31", "0", digits) if phone.strip().startswith(("+31", "0031")) else digits
    if not re.fullmatch(r"06\d{8}", digits):
        return ""
    return " ".join(digits[i : i + 2] for i in range(0, 10, 2))


def look_back_is_allowed(day: date, *, today: date) -> bool:
    """Whether a card may be looked back on at `day`: after today and within three months (ux, S14)."""
    return today < day <= today + LOOK_BACK_LIMIT


def days_text(days: Sequence[tuple[str, time, time]]) -> str:
    """Return working days as on the card: "Maandag en dinsdag. Van 8.30 tot 17.00 uur." Local times."""
    if not days:
        return ""
    if len({(starts, ends) for _, starts, ends in days}) == 1:
        _, starts, ends = days[0]
        names = join([name for name, _, _ in days])
        return f"{names[0].upper()}{names[1:]}. Van {_clock(starts)} tot {_clock(ends)} uur."
    return (
        ". ".join(f"{name.capitalize()} {_clock(starts)} tot {_clock(ends)} uur" for name, starts, ends in days) + "."
    )


def sentences(*parts: str) -> str:
    """Return these one after another, with a full stop where none stands: "Oma Ria. Slaapplek voor de kinderen."."""
    said = [part for part in parts if part]
    ended = [part if part.endswith((".", "?", "!")) else f"{part}." for part in said[:-1]]
    return " ".join([*ended, *said[-1:]])


def shared(numbers: Iterable[int]) -> int | None:
    """Return the number that all of these are; None when they differ or there are none."""
    found = set(numbers)
    return found.pop() if len(found) == 1 else None


def join(names: Iterable[str]) -> str:
    """Return "Samira, Peter en Noor"."""
    every = list(names)
    return " en ".join(filter(None, [", ".join(every[:-1]), *every[-1:]]))


def mark_of_face(on_card: tuple[str, str], now: tuple[str, str]) -> str:
    """Return what is no longer right about whom a card says to call, or "". Each is a name and a phone number.

    The card is handed to a family: what counts is what stands on it, so a face who comes back makes it right again
    (ux, S9).
    """
    if mobile(now[1]) != on_card[1]:
        return "Telefoonnummer klopt niet meer"
    return "Vast gezicht klopt niet meer" if now[0] != on_card[0] else ""


def first_and_initial(name: str) -> str:
    """Return "Maximiliaan B." for "Maximiliaan van den Berg"; a single word stays as it is."""
    words = name.split()
    return f"{words[0]} {words[-1][0].upper()}." if len(words) > 1 else name


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02d}"
