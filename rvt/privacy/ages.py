"""Exact ages: "9 jaar", "zesjarige jongen", "dochter van veertien", "(34)". A band ("4 tot 11 jaar") is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accounts.plain import plain
from rvt.choices import FindingKind
from rvt.privacy.dates import ORDINALS
from rvt.privacy.finding import Mark
from rvt.privacy.reading import Reading, alternation, number_in

BANDS = (
    (3, "0 tot 3 jaar"),
    (11, "4 tot 11 jaar"),
    (17, "12 tot 17 jaar"),
    (26, "18 tot 26 jaar"),
    (64, "27 tot 64 jaar"),
)
"""Last year of a band and how it is written. Source: ux S20 and the domain dossier, 4.3."""
OLDEST = "65 jaar of ouder"

_N = rf"(?:\d{{1,2}}[.,]5|\d{{1,3}}|anderhalf|anderhalve|{alternation(110)})"
_NOT_ONE = rf"(?!(?:een|nul|honderd)\b){_N}"
_PERSON = (
    r"(?:kind(?:je|eren)?|zoon(?:tje)?|zonen|zoons|dochter(?:tje)?s?|jongens?|jongetjes?|meisjes?|meid(?:en)?|broer(?:tje)?s?|zus(?:je|jes|sen)?|baby|"
    r"peuter|kleuter|puber|tiener|tieners|moeder|vader|ouders?|oma|opa|man|vrouw|jongere|jongeren|nichtje|neefje|kleinkind|"
    r"kleinzoon|kleindochter|oudste|middelste|jongste|eerste|tweede|derde|vierde|partner|vriend|vriendin|leerling|dame|heer|stiefzoon|"
    r"stiefdochter|pleegkind|pleegzoon|pleegdochter|tante|oom|buurvrouw|buurman|collega|mevrouw|meneer|hij|zij|ze|client|cliënt)"
)
_ADVERB = r"(?:(?:nu|pas|net|bijna|inmiddels|deze (?:maand|week|zomer)|vandaag|over een (?:maand|week|jaar)|volgend jaar|in (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)|ook|nog|maar|ongeveer|rond de|volgende (?:maand|week)|morgen|binnenkort|dit jaar|straks|toen)\s+)*"
_COPULA = r"(?:is|ben|was|wordt|werd|zijn|waren|worden)"

_JARIGE = re.compile(rf"\b(?P<n>{_N})[\s-]?jarige?n?\b(?P<who>\s+{_PERSON}\b)?", re.I)
_OUD = re.compile(
    rf"\b(?P<n>{_N})\s*-?\s*(?P<unit>jaar|jr\.?|jaren|maanden|maand|mnd|weken|dagen)\s+(?:oud|jong)\b", re.I
)
_OF_PERSON = re.compile(
    rf"(?:\b(?i:{_PERSON})(?:\s+van\s+|\s*,\s*(?:van\s+)?)|\b[A-ZÀ-Þ][\w'-]{{1,40}}\s+van\s+)(?:nu\s+|net\s+|pas\s+|bijna\s+)?"
    rf"(?P<age>(?P<n>(?i:{_NOT_ONE}))(?:\s+(?P<unit>jaar|jr\.?|maanden|weken))?)\b"
    r"(?!\s*(?:tot|t/m|-|–|/)\s*\w)(?!\s+(?:keer|uur|weken|maanden|dagen|kinderen|jaar|euro|procent|andere|nachten|ouders|broers|zussen|huizen|"
    r"plekken|dingen|mensen|hulpverleners|gezinnen|vaders|moeders|biertjes|glazen|flessen|afspraken|gesprekken|minuten|kilo|meter))(?![.,]\d|[%€])"
)
_IS = re.compile(
    rf"(?P<who>\b[\w'-]{{1,40}})\s+{_COPULA}\s+{_ADVERB}(?P<age>(?P<n>{_NOT_ONE})\s+(?P<unit>jaar|jr\.?))\b"
    r"(?!\s+(?:geleden|lang|samen|later|getrouwd|gescheiden|bij|rust|ruzie|hulp|onderweg|bezig|bekend|weg|geen|in|op zoek|uit elkaar|zonder|clean|nuchter|schoon))",
    re.I,
)
_IS_END = re.compile(
    rf"(?P<who>\b[\w'-]{{1,40}})\s+{_COPULA}\s+{_ADVERB}(?P<age>(?P<n>{_NOT_ONE})(?:\s+(?P<unit>maanden|weken|dagen))?)"
    r"(?=\s*(?:[.,;!?)]|$|geworden|en\s+(?:de|het|zij|hij|ze|een|haar|zijn|zit|gaat|woont)\b))(?![.,]\d)",
    re.I,
)
_BRACKET = re.compile(
    rf"\(\s*(?:nu\s+|bijna\s+)?(?P<age>(?P<n>{_N})(?:\s*(?P<unit>jaar|jr\.?|j|maanden|mnd))?)\s*(?:oud\s*)?\)", re.I
)
_COMMA = re.compile(
    rf"\b(?P<who>[A-Z]\w+|{_PERSON}),\s*(?P<age>(?P<n>{_NOT_ONE})(?:\s+(?P<unit>jaar|jr\.?))?)\s*(?=[,;)]|$)"
)
_ROW = re.compile(
    rf"\b(?:zijn|van|waren|worden|oud)\s+(?:nu\s+|resp(?:ectievelijk|\.)\s+)?(?P<age>{_N}(?:\s*,\s*{_N})*\s*,?\s+(?:en|of)\s+(?P<n>{_N})(?P<unit>\s+jaar|\s+jr\.?)?(?:\s+oud)?)"
    r"(?=\s*(?:[.,;!?)]|$)|\s+(?:en|die|gaan|slapen|wonen|zitten)\b)",
    re.I,
)
_BORN = re.compile(
    r"\bgeboren\s+(?:is\s+)?(?:in|op)?\s*(?P<a>(?:19|20)\d\d)\b|\b(?:in|uit|van)\s+(?P<b>(?:19|20)\d\d)\s+geboren\b"
    r"|\b(?:geboortejaar|bouwjaar|jaargang)\s*:?\s*(?P<c>(?:19|20)\d\d)\b|\b(?:is|kind|zoon|dochter|jongen|meisje|hij|zij|ze|oudste|jongste|middelste)\s+van\s+(?P<f>(?:19|20)\d\d)\b|\((?:geb\.?\s*)?(?P<d>(?:19[2-9]\d|20[0-3]\d))\)|\bgeb\.?\s*(?P<e>(?:19|20)\d\d)\b",
    re.I,
)
_TENS = r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
_ABOUT = re.compile(
    rf"\b(?:(?:begin|eind|midden|halverwege|ver)\s+(?:in\s+)?(?:de\s+)?{_TENS}|(?:in|over)\s+de\s+{_TENS})\b", re.I
)
_NO_PERSON = {"het", "dat", "er", "dit", "cijfer", "score", "schaal", "fase", "groep", "aantal", "nu", "huur", "schuld", "wachttijd", "relatie",
              "huwelijk", "omgang", "traject", "termijn", "hulp", "ots", "straf", "contact", "ruzie", "scheiding", "wachtlijst", "duur"}  # fmt: skip
_NUMBER_CONTEXT = re.compile(r"\b(?:schaal|cijfer|score|scoort|fase|groep|rapportcijfer|punten)\b", re.I)


_OF_SEVERAL = re.compile(
    rf"\b{_PERSON}\s+van\s+(?P<age>{_N}(?:\s*,\s*{_N})*\s*,?\s+en\s+(?P<n>{_N})(?P<unit>\s+jaar|\s+jr\.?)?)\b(?!\s+(?:keer|uur|weken|maanden))",
    re.I,
)
_BESIDE = re.compile(
    rf"\b(?:moeder|vader|oma|opa|oudste|middelste|jongste|zoon|dochter|stiefvader|stiefmoeder|partner|hij|zij)\s+(?P<age>(?P<n>{_NOT_ONE})(?:\s+(?P<unit>jaar|jr\.?))?)\s*(?=[.,;)]|$|\s+en\s)(?![.,]\d)",
    re.I,
)
_BIRTHDAY = re.compile(
    rf"\b(?:haar|zijn|hun|mijn|d'r|z'n)\s+(?P<age>(?P<n>\d{{1,3}}(?:e|ste|de)|{'|'.join(ORDINALS)})(?:\s+verjaardag)?)\b(?!\s+(?!verjaardag|een\b|het\b|de\b|haar\b|zijn\b|al\b|uit\b|in\b|werd\b|ging\b|is\b|was\b|kreeg\b|begon\b|liep\b)\w)",
    re.I,
)


def band(years: float) -> str:
    """Return the age band of the table, as words."""
    return next((words for last, words in BANDS if years < last + 1), OLDEST)


def marks(reading: Reading) -> Iterator[Mark]:
    """Every exact age in this text, with its band as the proposal."""
    yield from _said_whole(reading.text)
    yield from _said_of_somebody(reading.text)
    yield from _said_otherwise(reading.text)


def _said_whole(text: str) -> Iterator[Mark]:
    """ "zesjarige jongen", "34 jaar oud"."""
    for match in _JARIGE.finditer(text):
        years = _years(match["n"], None)
        if years is not None:
            yield Mark(*match.span(), FindingKind.AGE, f"{_noun(match['who'], years)} van {band(years)}")
    for match in _OUD.finditer(text):
        yield from _mark(match, match.start(), match.end())


def _said_of_somebody(text: str) -> Iterator[Mark]:
    """ "dochter van veertien", "zij is zes jaar", "(9)"."""
    for pattern in (_OF_PERSON, _BRACKET, _COMMA, _BESIDE):
        for match in pattern.finditer(text):
            yield from _mark(match, *match.span("age"))
    for pattern in (_IS, _IS_END):
        for match in pattern.finditer(text):
            sentence = text[max(text.rfind(sign, 0, match.start()) for sign in ".!?\n") + 1 : match.end()]
            if match["who"].lower() not in _NO_PERSON and not _NUMBER_CONTEXT.search(sentence):
                yield from _mark(match, *match.span("age"))


def _said_otherwise(text: str) -> Iterator[Mark]:
    """ "zijn 4, 7 en 11 jaar", "geboren in 1991", "in de tachtig"."""
    for pattern in (_ROW, _OF_SEVERAL):
        for match in pattern.finditer(text):
            ages = [number for word in re.split(r"\W+", match["age"]) if (number := number_in(word)) is not None]
            if max(ages) <= 110 and (match["unit"] or len(ages) > 2 or pattern is _OF_SEVERAL):
                yield Mark(*match.span("age"), FindingKind.AGE, _together(ages))
    for match in _BIRTHDAY.finditer(text):
        ordinal = match["n"].lower()
        years = (
            ORDINALS.index(plain(ordinal)) + 1 if plain(ordinal) in ORDINALS else int(re.sub(r"\D", "", ordinal) or 0)
        )
        if 3 < years <= 110:
            yield Mark(*match.span("age"), FindingKind.AGE, band(years))
    for match in _BORN.finditer(text):
        group = next(name for name in "abcdef" if match[name])
        yield Mark(*match.span(group), FindingKind.AGE, "")
    for match in _ABOUT.finditer(text):
        tens = number_in(match.group().split()[-1])
        yield Mark(*match.span(), FindingKind.AGE, band(tens or 0))


def _mark(match: re.Match[str], start: int, end: int) -> Iterator[Mark]:
    years = _years(match["n"], match["unit"])
    if years is not None:
        yield Mark(start, end, FindingKind.AGE, band(years))


def _years(word: str, unit: str | None) -> float | None:
    """Return an age in years; None when nobody gets that old."""
    number = 1.5 if word.lower().startswith("anderhal") else number_in(re.sub(r"[.,]5$", "", word))
    if number is None or number > 110:
        return None
    return 0 if unit and unit.lower().startswith(("maand", "mnd", "week", "weken", "dag")) and number < 36 else number


def _noun(who: str | None, years: float) -> str:
    if who:
        return who.strip().lower()
    return "kind" if years < 18 else "volwassene"


def _together(ages: list[int]) -> str:
    first, last = band(min(ages)), band(max(ages))
    return first if first == last else f"{first} en {last}"
