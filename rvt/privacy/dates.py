"""Days that can be looked up: "29 augustus", "de derde mei", "12-03-2025", "1e kerstdag". A month alone is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.reading import Reading, alternation

_MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "april": 4, "apr": 4, "mei": 5,
    "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
ORDINALS = (
    "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende", "elfde",
    "twaalfde", "dertiende", "veertiende", "vijftiende", "zestiende", "zeventiende", "achttiende", "negentiende",
    "twintigste", "eenentwintigste", "tweeentwintigste", "drieentwintigste",
    "vierentwintigste", "vijfentwintigste", "zesentwintigste", "zevenentwintigste", "achtentwintigste",
    "negenentwintigste", "dertigste", "eenendertigste",
)  # fmt: skip
_SPELLED = alternation(31, fewest=2, also=ORDINALS)
_WEEKDAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:ma|di|wo|do|vr|za|zo)\.?)"
_YEAR = r"(?:\s*,?\s*(?:'?\d{2}|(?:19|20)\d{2})\b)?"
_DAY = rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:e|ste|de)?|{_SPELLED})"

_WITH_MONTH = re.compile(
    rf"\b(?:{_WEEKDAY}\s+)?(?:de\s+)?(?:{_DAY}[\s.-]{{1,2}}(?:en|of|op|tot|t/m|-)[\s-]?)?{_DAY}(?:\s+van)?[\s.-]{{0,2}}(?P<month>{_MONTH})\b"
    rf"(?:\.(?=\s*(?:'?\d{{2}}|[a-z,])))?{_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?:0?[1-9]|[12]\d|3[01])(?:e|ste|de)?\b(?!\s*(?:keer|jaar|euro|uur))", re.I
)
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:(?:0?[1-9]|[12]\d|3[01])(?P<sep>[-/. ])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?:(?:19|20)\d{2}|'?\d{2})"
    r"|(?:19|20)\d{2}(?P<sep2>[-/. ])(?P<month2>0?[1-9]|1[0-2])(?P=sep2)(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d{2}(?P<month3>0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\d/-])"
)
_SHORT = re.compile(
    r"\b(?:op|voor|sinds|vanaf|per|tot|van|dd\.?)\s(?P<date>(?!4-11\b|0-3\b)(?:0?[1-9]|[12]\d|3[01])(?P<sep>[-/])(?P<month>0?[1-9]|1[0-2]))"
    r"(?![\d/-])(?!\s*(?:jaar|jarig\w*|op|maanden|uur|keer|x\b|weken|dagen|glazen|kinderen|minuten|nachten))",
    re.IGNORECASE,
)
_FEAST = re.compile(
    r"\b(?:1e|2e|1ste|2de|eerste|tweede)\s+(?P<feast>kerst|paas|pinkster)dag\b"
    r"|\b(?P<feast2>kerstavond|oudejaarsavond|nieuwjaarsdag|koningsdag|valentijnsdag|bevrijdingsdag|hemelvaartsdag|goede vrijdag)\b",
    re.IGNORECASE,
)
_SEASON = {
    12: "begin van de winter", 1: "midden in de winter", 2: "eind van de winter",
    3: "begin van de lente", 4: "midden in de lente", 5: "eind van de lente",
    6: "begin van de zomer", 7: "midden in de zomer", 8: "eind van de zomer",
    9: "begin van de herfst", 10: "midden in de herfst", 11: "eind van de herfst",
}  # fmt: skip


def marks(reading: Reading) -> Iterator[Mark]:
    """Every day in this text, with its season as the proposal."""
    for match in _WITH_MONTH.finditer(reading.text):
        yield _mark(match, _MONTHS[match["month"].lower()])
    for match in _MONTH_FIRST.finditer(reading.text):
        yield _mark(match, _MONTHS[match["month"].lower()])
    for match in _NUMERIC.finditer(reading.text):
        yield _mark(match, int(match["month"] or match["month2"] or match["month3"]))
    for match in _SHORT.finditer(reading.text):
        yield Mark(*match.span("date"), FindingKind.DATE, _SEASON[int(match["month"])])
    for match in _FEAST.finditer(reading.text):
        yield Mark(*match.span(), FindingKind.DATE, f"rond {match['feast']}" if match["feast"] else "rond een feestdag")


def _mark(match: re.Match[str], month: int) -> Mark:
    end = match.end() - (len(match.group()) - len(match.group().rstrip(" ,")))
    return Mark(match.start(), end, FindingKind.DATE, _SEASON[month])
