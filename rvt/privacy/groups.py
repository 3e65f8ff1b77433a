"""Where somebody learns, works or plays: schools and day care by their names, employers, clubs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.reading import Reading

_CAP = r"[A-ZÀ-Þ0-9][\w'À-ÿ&-]{0,40}"
_SMALL = r"(?:de|het|'t|van|der|den|en|aan|op|in|ter|ten|te)"
_NAME = rf"(?:(?:De|Het|'t|d[e']|het|Sint|St\.?)\s+)?{_CAP}(?:(?:\s+{_SMALL}){{0,2}}\s+{_CAP}){{0,3}}"

_SCHOOL_WORD = (
    r"(?i:basisschool|middelbare school|lagere school|school|vrije school|daltonschool|montessorischool|jenaplanschool|obs|cbs|rkbs|kbs|pcbs|bs|"
    r"ikc|kindcentrum|kinderdagverblijf|kdv|bso|peuterspeelzaal|peutergroep|peuteropvang|kinderopvang|gastouderbureau|gastouder|opvang|"
    r"crèche|kinderopvanglocatie|college|lyceum|gymnasium|mavo|scholengemeenschap|roc|praktijkschool|dagbesteding|logeerhuis|naschoolse opvang)"
)
_WITH_WORD = re.compile(rf"\b{_SCHOOL_WORD}\s+[\"']?(?P<name>{_NAME})")
_COMPOUND = re.compile(
    rf"\b(?P<name>(?:(?:Sint|St\.?|De|Het)[\s-]+)?[A-ZÀ-Þ][\w'À-ÿ-]{{1,40}}(?:college|lyceum|gymnasium|school|mavo|atheneum)(?:\s+{_CAP})?)\b"
)
_AFTER = re.compile(
    rf"\b(?P<name>{_CAP}(?:\s+{_CAP})?\s+(?:College|Lyceum|Gymnasium|Mavo|School|Academie|Scholengemeenschap))\b"
)
_ON = re.compile(
    r"(?<!\w)(?:op|naar|van|bij)\s+(?P<name>(?:[Dd]e|[Hh]et|'t)\s+[A-ZÀ-Þ][\w'À-ÿ-]{1,40}(?:\s+[A-ZÀ-Þ][\w'À-ÿ-]{1,40})?)(?!\w)"
)
_ON_CONTEXT = re.compile(
    r"\b(?:school|klas|groep|juf|meester|leerkracht|mentor|leert|leraar|gepest|op|opvang|lessen|schooldag|verzuim|leerplicht|ib'er|brugklas)\b",
    re.I,
)
_ALSO_SCHOOL = re.compile(r"^(?:De|Het|'t)\s", re.IGNORECASE)
_NO_SCHOOL = {"speciale", "hogeschool", "thuisschool", "school"}

_BUSINESS = (
    r"(?i:bakkerij|bakker|slagerij|slager|kwekerij|transportbedrijf|bouwbedrijf|schoonmaakbedrijf|garage|autobedrijf|kapsalon|kapper|restaurant|"
    r"café|cafetaria|snackbar|pizzeria|hotel|winkel|supermarkt|apotheek|fabriek|boerderij|zorgboerderij|manege|loodgietersbedrijf|schildersbedrijf|"
    r"installatiebedrijf|advocatenkantoor|makelaardij|drogisterij|bloemist|tuincentrum|ziekenhuis|verpleeghuis|verzorgingshuis|zorgcentrum|uitzendbureau|"
    r"taxibedrijf|firma|bedrijf|voetbalclub|sportclub|sportvereniging|voetbalvereniging|hockeyclub|turnvereniging|tennisclub|zwemclub|judoclub|"
    r"boksschool|sportschool|scouting|dansschool|muziekschool|kerk|moskee|parochie|buurthuis|wijkcentrum|jongerencentrum|camping|stichting)"
)
_BUSINESS_NAMED = re.compile(rf"\b(?P<name>{_BUSINESS}\s+[\"']?{_NAME})")
_CLUB = re.compile(rf"\b(?P<name>(?:VV|SV|FC|RKVV|RKSV|HC|MHC|KV|TC|AV|BC|SC)\s+{_NAME}|FC\s\w+)\b")
_LEGAL = re.compile(
    rf"\b(?P<name>{_CAP}(?:\s+{_CAP}){{0,3}}\s+(?:BV|B\.V\.?|NV|N\.V\.?|VOF|V\.O\.F\.?|GmbH|en Zonen|& Zonen))(?!\w)"
)
_WORK = re.compile(
    r"\b(?i:werk(?:t|te|en|ten|zaam)?|baan|baas|chauffeur|kassi[eè]re|vakkenvuller|verpleegkundige|schoonmaakster|schoonmaker|medewerker|medewerkster|stage|"
    r"loopt stage|dienst|contract|ontslagen|collega's|leidinggevende|werkgever|kok|monteur|verkoper|verkoopster|bijbaan|bijbaantje|in dienst|solliciteert|"
    r"voetbalt|hockeyt|turnt|zwemt|judoot|danst|traint|sport|bokst|tennist|lid|trainer)\b"
    rf"(?:\s+(?!(?:bij|voor|in|van|op)\b)[a-zà-ÿ'-]{{1,40}}){{0,4}}\s+(?:bij|voor|in|van|op)\s+(?:de\s+|het\s+|'t\s+|een\s+)?(?P<name>{_NAME})"
)
_NO_WORK = re.compile(
    r"^(?:GGZ|GGD|RVT|CJG|Veilig Thuis|Nederland|Duitsland|België|Raad|Jeugdbescherming|OM|UWV|WMO|Maandag|Kerst|Facebook|Instagram|WhatsApp|Signs|AA)\b"
)


def marks(reading: Reading) -> Iterator[Mark]:
    """Every school, employer and club that is named in this text."""
    text = reading.text
    for match in _WITH_WORD.finditer(text):
        if not _begins_anew(match):
            yield Mark(*match.span(), FindingKind.SCHOOL, _school(match.group()))
    for pattern in (_COMPOUND, _AFTER):
        for match in pattern.finditer(text):
            if match["name"].lower() not in _NO_SCHOOL and not _is_bare(reading, match):
                yield Mark(*match.span("name"), FindingKind.SCHOOL, "school")
    for match in _ON.finditer(text):
        if match.group().startswith("op ") or _ON_CONTEXT.search(_sentence(text, match.start(), match.end())):
            yield Mark(*match.span("name"), FindingKind.SCHOOL, "school")
    for match in _BUSINESS_NAMED.finditer(text):
        yield Mark(*match.span("name"), FindingKind.EMPLOYER)
    for pattern in (_CLUB, _LEGAL):
        for match in pattern.finditer(text):
            yield Mark(*match.span("name"), FindingKind.EMPLOYER)
    for match in _WORK.finditer(text):
        if not _NO_WORK.search(match["name"]):
            kind = (
                FindingKind.SCHOOL
                if _ALSO_SCHOOL.search(match["name"]) and "school" in match.group()
                else FindingKind.EMPLOYER
            )
            yield Mark(*match.span("name"), kind)


def _begins_anew(match: re.Match[str]) -> bool:
    """Whether the capital is that of the next sentence or of a person: "school. De moeder"."""
    return match["name"].split()[0] in {"De", "Het"} and match["name"].count(" ") == 0


def _is_bare(reading: Reading, match: re.Match[str]) -> bool:
    """Whether it is a common word with the capital of its sentence: "Basisschool is leuk"."""
    number = reading.by_start.get(match.start("name"))
    common = re.fullmatch(
        r"(?:Basis|Middelbare|Muziek|Sport|Zwem|Dans|Peuter|Hoge|Zomer|Avond|Rij|Thuis)?(?:school|college)",
        match["name"],
        re.I,
    )
    return common is not None and number is not None and reading.tokens[number].opens


def _school(text: str) -> str:
    return (
        "opvang"
        if re.match(r"(?i:kinderdag|kdv|bso|peuter|kinderopvang|gastouder|opvang|crèche|naschool)", text)
        else "school"
    )


def _sentence(text: str, start: int, end: int) -> str:
    first = max(text.rfind(sign, 0, start) for sign in ".!?\n") + 1
    return text[first:end]
