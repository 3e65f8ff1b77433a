"""The languages of a card, and its fixed texts in each: gettext catalogues of their own; the screens stay Dutch.

A catalogue (`locale/<code>/LC_MESSAGES/kaart.po`) is read from its source: what a translator reviewed is what is used.
The Dutch text is the msgid. Days, months and how a date is written stand in the catalogue too.
"""

from __future__ import annotations

import gettext
import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from veiligheidskaart.isolated import Isolated, isolated

FOLDER = Path(__file__).parent / "locale"
DUTCH = "nl"


@dataclass(frozen=True)
class Language:
    """`dutch` is how colleagues call it, `own` how its readers do."""

    code: str
    dutch: str
    own: str
    is_rtl: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.is_rtl else "ltr"


LANGUAGES = {
    each.code: each
    for each in (
        Language(DUTCH, "Nederlands", "Nederlands"),
        Language("en", "Engels", "English"),
        Language("ar", "Arabisch", "العربية", is_rtl=True),
        Language("tr", "Turks", "Türkçe"),
        Language("pl", "Pools", "Polski"),
        Language("uk", "Oekraïens", "Українська"),
        Language("ti", "Tigrinya", "ትግርኛ"),
    )
}
TRANSLATED = tuple(code for code in LANGUAGES if code != DUTCH)
_NAMES = {each.dutch.casefold(): each.code for each in LANGUAGES.values()} | {"oekraiens": "uk", "tigrigna": "ti"}

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip


def language_named(words: str) -> str:
    """Return the code of the language that somebody wrote at a person ("Arabisch (Syrië)"), Dutch for any other."""
    known = (_NAMES.get(word) for word in re.findall(r"[^\W\d_]+", words.casefold()))
    return next((code for code in known if code), DUTCH)


def direction_of(code: str) -> str:
    """Return "rtl" or "ltr"."""
    return LANGUAGES[code].direction


# --- The catalogues ------------------------------------------------------------------------------
@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """Return the fixed texts in this language; those of Dutch are what they are called."""
    if code == DUTCH:
        return gettext.NullTranslations()
    return gettext.GNUTranslations(io.BytesIO(_source(code).to_binary()))


@cache
def texts_of(code: str) -> dict[str, list[str]]:
    """Return every fixed text with its translations: more than one where the number of people matters."""
    return {
        entry.msgid: [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())
        for entry in _source(code)
    }


@cache
def digest_of(code: str) -> str:
    """SHA-256 of a catalogue, in hexadecimal: what a review is about. Another text is another digest."""
    written = json.dumps(texts_of(code), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _source(code: str):  # type: ignore[no-untyped-def]
    import polib

    return polib.pofile(str(FOLDER / code / "LC_MESSAGES" / "kaart.po"), encoding="utf-8")


# --- Saying something ----------------------------------------------------------------------------
def say(code: str, text: str, **values: object) -> Isolated:
    """Return a fixed text in this language, with `values` isolated where it is printed.

    Raises KeyError for a value that the text has no place for a name of.
    """
    return isolated(catalogue(code).gettext(text), values, direction_of(code))


def say_of(code: str, one: str, many: str, count: int, **values: object) -> Isolated:
    """Return a fixed text that depends on how many."""
    return isolated(catalogue(code).ngettext(one, many, count), values, direction_of(code))


def names(code: str, every: Sequence[str]) -> Isolated:
    """Return "Samira, Peter en Noor" in this language."""
    if len(every) < 2:
        return listed(code, every)
    return say(code, "{first} en {last}", first=listed(code, every[:-1]), last=every[-1])


def listed(code: str, every: Sequence[str]) -> Isolated:
    """Return "Samira, Peter, Noor" in this language."""
    values = {f"n{place}": name for place, name in enumerate(every)}
    comma = {"ar": "، ", "ti": "፣ "}.get(code, ", ")
    return isolated(comma.join(f"{{{place}}}" for place in values), values, direction_of(code))


def long_day(day: date | None, code: str = DUTCH) -> Isolated:
    """Return "dinsdag 1 december 2026", or "" without a day."""
    if day is None:
        return isolated("", {}, direction_of(code))
    return say(code, "{weekday} {day} {month} {year}", weekday=say(code, DAYS[day.weekday()]), **_parts(day, code))


def short_day(day: date, code: str = DUTCH) -> Isolated:
    """Return "1 december 2026"."""
    return say(code, "{day} {month} {year}", **_parts(day, code))


def _parts(day: date, code: str) -> dict[str, object]:
    return {"day": day.day, "month": say(code, MONTHS[day.month - 1]), "year": day.year}


_SAME = re.compile(r"(?P<days>[^.\d]+)\. Van (?P<start>[\d.]+) tot (?P<end>[\d.]+) uur\.")
_OWN = re.compile(r"(?P<day>\w+) (?P<start>[\d.]+) tot (?P<end>[\d.]+) uur")


def working_days(text: str, code: str) -> Isolated | None:
    """Return "Maandag en dinsdag. Van 8.30 tot 17.00 uur." (`rules.days_text`) in this language.

    None when the text says something else: then it stays Dutch.
    """
    if match := _SAME.fullmatch(text):
        days = [day.strip() for day in re.split(r",| en ", match["days"].lower())]
        if all(day in DAYS for day in days):
            spoken = names(code, [say(code, day) for day in days])
            spoken = isolated(spoken.capitalised(), {}, direction_of(code))
            return say(code, "{days}. Van {start} tot {end} uur.", days=spoken, start=match["start"], end=match["end"])
    rows = text.removesuffix(".").split(". ")
    matches = [_OWN.fullmatch(row) for row in rows]
    if all(match and match["day"].lower() in DAYS for match in matches):
        values = {
            f"n{place}": say(
                code, "{day} {start} tot {end} uur",
                day=say(code, match["day"].lower()).capitalised(), start=match["start"], end=match["end"],
            )
            for place, match in enumerate(matches) if match
        }  # fmt: skip
        return isolated(". ".join(f"{{{place}}}" for place in values) + ".", values, direction_of(code))
    return None
