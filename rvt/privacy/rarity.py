"""Facts that few families share: with them a table of fifteen people of one region can guess who it is. Questions, no proof."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.reading import Reading, alternation

MOST_CHILDREN = 4
"""More children than this are recognisable. Source: ux S20 and the domain dossier, 4.3 point 7."""

_MANY = rf"(?:{alternation(30, fewest=MOST_CHILDREN + 1)}|[5-9]|[12]\d)"
_CHILDREN = re.compile(
    rf"\b{_MANY}\s+(?:(?:kleine|jonge|thuiswonende|minderjarige|andere|biologische|eigen|gezonde|opgroeiende)\s+)?"
    r"(?:kinderen|kids|kindjes|zonen|zoons|dochters|jongens|meisjes|broers|zussen|broertjes|zusjes|kleinkinderen|pleegkinderen)\b",
    re.IGNORECASE,
)
_FAMILY_OF = re.compile(
    rf"\b(?:gezin van|met z'n|met zijn) {_MANY}(?:en)?\b(?!\s+(?:jaar|maanden|weken))", re.IGNORECASE
)
_TWINS = re.compile(
    r"\b(?:twee|drie|vier|vijf|zes|elf)ling(?:en|zus|zusje|broer|broertje|meisjes|jongens)?\b", re.IGNORECASE
)
_ONLY = re.compile(
    r"\b(?:de|het) enige\s+(?:[\w'À-ÿ-]{1,40}\s+){0,2}?(?!van\b|die\b|dat\b|wat\b|manier|hulp|keer|oplossing|optie|reden)[\w'À-ÿ-]{1,40}(?=\s+(?:van|in|uit|op) (?:het|de|ons|dit|hun) (?:dorp|stad|wijk|straat|buurt|regio|gemeente|school|klas|flat|eiland)\b)",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"(?<!naar de )(?<!van de )(?<!bij de )\b(?:burgemeester|wethouder|raadslid|kamerlid|dominee|imam|pastoor|priester|rabbijn|notaris|dierenarts|piloot|"
    r"profvoetballer|profvoetbalster|topsporter|olympi[\w]+|influencer|vlogger|presentator|presentatrice|acteur|actrice|zangeres|schrijver|schrijfster|"
    r"circusartiest|kermisexploitant|binnenschipper|vuurtorenwachter|molenaar|hoogleraar|generaal|ambassadeur|prostituee|sekswerker)\b",
    re.IGNORECASE,
)
_ILLNESS = re.compile(
    r"\b(?:taaislijmziekte|cystic fibrosis|huntington|syndroom van (?-i:[A-Z])\w+|[\w-]{1,40}syndroom|duchenne|spierziekte|als-patiënt|stofwisselingsziekte|"
    r"sikkelcel\w*|hemofilie|progeria|albinisme|albino|dwerggroei|siamese|locked[- ]in|progressieve spier\w*|spina bifida|open rug|schisis|hazenlip|"
    r"leukemie|hersentumor|doofblind|doof(?=\s+en\s+blind)|gender\s?dysforie|transgender|intersekse|narcolepsie|multiple sclerose|ziekte van (?-i:[A-Z])\w+|hiv-positief)\b",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"\b(?:in de krant|op het nieuws|in het nieuws|op tv|op televisie|op de radio|viral|landelijk nieuws|opsporing verzocht|in de media|het journaal|hart van nederland)\b",
    re.IGNORECASE,
)
_STEMS = (
    "afghaan afghan albanees albane algerijn amerikaan argentij armeen armeens azerbeidzjaan bengaal bosni braziliaan bulgaar burundee canadees chileen chinees chinee "
    "congolees colombiaan cubaan deens eritree eritrees ests ethiopi ethiopisch fins filipijn ghanees ghanese grieks guinees hongaar hongaars "
    "iers ier(?=se) indiaas indiase indonesi ira[ak]e irakees irakese iraans iraanse iraniër iraniers isra[eë]l italiaan japan ja?panse jemenit joego keniaan koerd kosova kroati "
    "lets libanees libane liberiaan libi litouw macedon maleis marokkaan mexicaan moldavi molukse molukker mongool nepalees nigeriaan noors oegandees "
    "oekra[iï]n oostenrij pakistaan palestijn peruaan pools poolse polen pool portugees portugese roemeen roemeens rus(?=sisch|sische) russisch russische rwandees "
    "senegalees servi siërraleone sierra slowaaks slowaak sloveens somali spaans spaanse sri soedan soedanees surinaam surinaams syri syrisch syrische thais thaise "
    "tibetaan togolees tsjech tsjetsjeen tunesi turk turks turkse vietname zuid-afrika zweeds zwitsers roma sinti woonwagen antilliaan arubaan kaapverd tamil oeigoer tigrinya "
    "dari pashto farsi berber tamazight papiament arabisch arabische somalisch duits duitse frans franse belgisch belgische"
).split()
_COUNTRIES = (
    "Afghanistan Albanië Algerije Amerika Angola Argentinië Armenië Azerbeidzjan Bangladesh Bosnië Brazilië Bulgarije Burundi Chili China Congo Colombia Cuba Egypte "
    "Eritrea Ethiopië Filipijnen Ghana Griekenland Guinee Hongarije India Indonesië Irak Iran Israël Italië Japan Jemen Kenia Kosovo Kroatië Letland Libanon Liberia Libië "
    "Litouwen Macedonië Marokko Mexico Moldavië Mongolië Nepal Nigeria Oeganda Oekraïne Pakistan Palestina Peru Polen Portugal Roemenië Rusland Rwanda Senegal Servië "
    "Slowakije Slovenië Soedan Somalië Spanje Suriname Syrië Thailand Tibet Togo Tsjechië Tsjetsjenië Tunesië Turkije Venezuela Vietnam Curaçao Aruba Bonaire Kaapverdië Duitsland België Frankrijk Engeland Kameroen Gambia Mali Zimbabwe"
).split()
_ORIGIN = re.compile(
    rf"\b(?:{'|'.join(_COUNTRIES)}|(?=[A-Z])(?i:{'|'.join(_STEMS)})(?:s|se|sen|e|en|er|ers|ër|ërs|isch|ische|aans|aanse|a|ans|anse|ns|nse|ees|ese|tisch|tische|er?se|ies|iese|jns|jnse|iks|ikse|kse|ks|ijks|ijkse)?)\b"
)

_QUESTIONS = (
    (_CHILDREN, "Meer dan 4 kinderen is herkenbaar.", "veel kinderen"),
    (_FAMILY_OF, "Een groot gezin is herkenbaar.", "groot gezin"),
    (_TWINS, "Een meerling is herkenbaar.", "kinderen"),
    (_ONLY, "Is er maar één van? Dan is dit herkenbaar.", "iemand"),
    (_JOB, "Dit beroep heeft bijna niemand.", "iemand met een bijzonder beroep"),
    (_ILLNESS, "Een zeldzame ziekte is herkenbaar.", "een ziekte"),
    (_NEWS, "Wat in het nieuws was, is herkenbaar.", "bekend"),
)


def marks(reading: Reading) -> Iterator[Mark]:
    """Every rare fact in this text, with a question of its own."""
    for pattern, question, proposal in _QUESTIONS:
        for match in pattern.finditer(reading.text):
            yield Mark(*match.span(), FindingKind.RARE, proposal, question)
    for match in _ORIGIN.finditer(reading.text):
        country = match.group() in _COUNTRIES
        proposal = "een ander land" if country else ""
        yield Mark(*match.span(), FindingKind.RARE, proposal, "Is deze afkomst of taal herkenbaar?")
