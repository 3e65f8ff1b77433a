"""Where somebody lives: street and number, also misspelt or spelled out, postcode, and the municipalities of the region."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.reading import Reading, alternation

_SURE = (
    "straat|straet|strraat|staat(?=\\s\\d)|strat(?:en)?|laan|laen|laantje|straatje|plein|plijn|pleintje|dijk|dyk|dijkje|gracht|graght|"
    "singel|cingel|kade|kaade|steeg|steegje|stege|plantsoen|dreef|dreve|weg|wech|weggetje|hofje|wegje|pad|hof|markt|brink|wal|park|"
    "boulevard|allee|erf|kamp|hoeve|akker|veld|donk|burcht|zoom|zijde|baan|berg|oord|horst|weide|rade|haven|sluis|brug|poort"
)
_STRONG = "straat|straet|laan|laen|plein|plijn|pleintje|dijk|dyk|gracht|graght|singel|cingel|kade|steeg|plantsoen|dreef|laantje|straatje|hofje"
_SHORT = r"str\.?|straat\.|ln\.?|wg\.?|pln\.?|plnts\.?|sngl\.?|gr\.|dk\.?|drf\.?|stg\.?"
_NUMBER = rf"(?:nr\.?\s*|nummer\s+)?(?:\d{{1,4}}|{alternation(999, fewest=2)}|één|een)(?:\s?-?\s?(?:[a-hA-H]|bis|[IVX]{{1,4}}|\d{{1,3}}(?=\b))\b)?"
_BIG = r"(?:[A-ZÀ-Þ][\w'À-ÿ.]{0,40}|1e|2e|3e)"
_FRONT = rf"(?:{_BIG}[\s-](?:(?:{_BIG}|van|der|den|de|het|'t|ten|ter|v\.?d\.?)[\s-]){{0,3}})?"

_WITH_NUMBER = re.compile(
    rf"\b{_FRONT}(?P<name>[\w'À-ÿ-]{{2,40}}(?:{_SURE}|{_SHORT})|(?:Lange|Korte|Hoge|Lage|Oude|Nieuwe|Grote|Kleine)\s(?i:{_SURE}))\s*,?\s*(?i:{_NUMBER})(?![\w€%]|\s?(?:keer|uur|weken|maanden|jaar|dagen|minuten|kinderen|km|meter|euro|procent|van\sde|mensen))"
)
_NAMED = re.compile(
    rf"(?<![\w-]){_FRONT}(?P<name>(?:[A-ZÀ-Þ][\w'À-ÿ-]{{1,40}}(?:{_STRONG}))|(?:Lange|Korte|Hoge|Lage|Oude|Nieuwe|Grote|Kleine|Achter|Voor|Zuider|Noorder|Ooster|Wester)\s?(?:[A-Z][a-z]*)?(?i:{_STRONG}|weg|markt|pad|hof|brug|kerkhof))\b"
)
_LOWER_NAMED = re.compile(
    r"\b(?:in|op|aan|van|naar|bij)\s+(?:de|het)\s+(?P<name>[a-z]{4,}(?:straat|laan|gracht|singel|plantsoen|dreef))\b"
)
_AT = re.compile(
    r"\b(?:op|aan|naar|van|in|adres(?:\s+is)?:?)\s+(?:de\s+|het\s+|'t\s+)?(?P<place>(?:De\s|Het\s|'t\s)?[A-ZÀ-Þ][a-zÀ-ÿ'-]{2,40}(?:\s(?:van|de|der|den|het|te|ter|ten)\s?|\s)?(?:[A-ZÀ-Þ][a-zÀ-ÿ'-]{1,40}\s)?\s?\d{1,4}\s?(?:[a-hA-H]\b)?(?![\d:.,-]\d|\w))(?!\s?(?:uur|keer|jaar|maanden|weken|dagen|euro|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december))"
)
_THE = re.compile(
    r"\b(?:de|het|'t)\s+(?P<place>[A-ZÀ-Þ][a-zÀ-ÿ'-]{3,40}\s\d{1,4}\s?(?:[a-hA-H]\b)?)(?![\d:.,-]\d|\w)(?!\s?(?:uur|keer|jaar|weken))"
)
_HOUSE = re.compile(r"\b(?:huisnummer|(?:op|naar|van) (?:nummer|nr\.?))\s+\d{1,4}\s?[a-h]?\b", re.IGNORECASE)
_POSTBOX = re.compile(r"\bpostbus\s+\d+", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<![\w.,-])[1-9]\d{3}(?P<gap>\s?)(?P<letters>[A-Za-z]{2})(?:\s+\d{1,4}[a-hA-H]?)?(?![\w])")
_NO_LETTERS = frozenset(
    "is en in op de te om al er ze we je mg km cm ml gr kg of ik zo nu ja na hij uur m2 tv nr st ca bv pk tot bij aan dan die dat was van mm kb mb gb cc cv nl eu".split()
)
_NO_STREET = re.compile(
    r"(?:^|\b)(?:slaan|verslaan|gaan|staan|bestaan|omslaan|inslaan|onderweg|vanweg\w*|terugweg|heenweg|uitweg|omweg|middenweg|snelweg|weg|"
    r"hoofdpijn|loopbaan|rijbaan|baan|eigenwijs|voetbalveld|speelveld|ziekenhof|kerkhof|park|dijk|plein|straat|laan|schoolplein|speelplein|"
    r"hoofdweg|achterstraat|op straat|erf|boerenerf|werkveld|slagveld|gezichtsveld|vakantiepark|zwembad|pretpark|dierenpark|rechtbank|supermarkt|"
    r"markt|arbeidsmarkt|woningmarkt|ligt aan|spijt|fietspad|wandelpad|levenspad|zijpad|kamp|gevecht|havenhuis|zijde|beide zijde|opvoedpoort|"
    r"asielzoekerskamp|vluchtelingenkamp|achterkamp|tijd|altijd|zorgboerderij|rust oord|woord|moord|antwoord|zelfmoord|steekwoord|voorhoofd|hoogte|verhaal)$",
    re.IGNORECASE,
)
_DIMINUTIVE_FRONT = {"op", "in", "aan", "de", "het", "naar", "van", "bij", "zijn", "haar"}


def marks(reading: Reading) -> Iterator[Mark]:
    """Every address in this text, whole or half."""
    text = reading.text
    for match in _WITH_NUMBER.finditer(text):
        if _is_street(match["name"]):
            yield Mark(*match.span(), FindingKind.STREET)
    for pattern in (_NAMED, _LOWER_NAMED):
        for match in pattern.finditer(text):
            if _is_street(match["name"]) and not reading_opens_alone(reading, match):
                start = match.start() if pattern is _NAMED else match.start("name")
                yield Mark(start, match.end(), FindingKind.STREET)
    for pattern in (_AT, _THE):
        for match in pattern.finditer(text):
            yield Mark(*match.span("place"), FindingKind.STREET)
    for pattern in (_HOUSE, _POSTBOX):
        for match in pattern.finditer(text):
            yield Mark(*match.span(), FindingKind.STREET)
    for match in _POSTCODE.finditer(text):
        letters = match["letters"]
        if letters.isupper() or not match["gap"] or letters.lower() not in _NO_LETTERS:
            yield Mark(*match.span(), FindingKind.POSTCODE)


def municipality_marks(reading: Reading, names: Iterable[str]) -> Iterator[Mark]:
    """Every municipality of `names` in this text. A small one is recognisable; no sizes are known, so all count."""
    wanted = [re.escape(name).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]+") for name in names if name]
    if not wanted:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(wanted, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
    for match in pattern.finditer(reading.text):
        if match.group()[0].isupper():
            yield Mark(*match.span(), FindingKind.PLACE, "hun gemeente", "Een kleine gemeente is herkenbaar.")


def _is_street(name: str) -> bool:
    return not _NO_STREET.search(name) if name.islower() else not _NO_STREET.fullmatch(name)


def reading_opens_alone(reading: Reading, match: re.Match[str]) -> bool:
    """Whether it is one word with the capital of its sentence and no more: "Speelplein is dicht"."""
    number = reading.by_start.get(match.start())
    return number is not None and reading.tokens[number].opens and " " not in match.group()
