"""A year of calls to Veilig Thuis: invented, by the proportions of the domain dossier (5.6 and 9.4).

Who calls about what is drawn with a fixed seed, so that a day of loading gives the same year every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple, TypeVar

from django.utils import timezone

from accounts.actor import acting_as
from accounts.models import User
from rvt.choices_register import WhatNow
from rvt.models import Consultation
from rvt.services.bulk import PastCall, take_over_calls
from veiligheidskaart.demo.people import PROFESSIONALS
from veiligheidskaart.demo.region import MUNICIPALITIES
from veiligheidskaart.demo.staffing import Staff

Key = TypeVar("Key")

NUMBER, SEED = 1_200, 5
HOME = "Veilig Thuis"
CODE_WORDS = ("blauwe fiets", "groene lamp", "kleine uil")
"""Of the last callers, who are called back tomorrow."""

SEEKERS = {
    # Role, organisation: how many of a thousand. 55 of 100 professional (5.6), 44 not, 1 unknown.
    ("local_team", "other"): 155,
    ("teacher", "education"): 89,
    ("gp", "health_care"): 45,
    ("hospital", "health_care"): 25,
    ("youth_doctor", "health_care"): 15,
    ("youth_protection", "youth_care"): 75,
    ("police", "justice"): 63,
    ("mental_health", "mental_health"): 48,
    ("child_care", "child_care"): 16,
    ("other_profession", "other_veilig_thuis"): 16,
    ("other_profession", "truancy"): 3,
    ("neighbour", ""): 140,
    ("family", ""): 165,
    ("victim", ""): 110,
    ("perpetrator", ""): 15,
    ("child", ""): 10,
    ("anonymous", ""): 10,
}
NATURES = {
    # How many of a hundred calls name it first (9.3, and the same for what children see).
    "pg_psy": 21, "km_psy": 14, "km_getuige": 13, "pg_lich": 12, "km_scheiding": 10, "km_lich": 8, "km_psyverw": 6,
    "km_lichverw": 5, "onbekend": 4, "oudermish": 3, "pg_stalk": 2, "oud_fin": 1, "km_seks": 1,
}  # fmt: skip
BESIDE = {"pg_lich": "km_getuige", "pg_psy": "km_getuige", "km_scheiding": "km_psy", "km_lichverw": "km_psyverw"}
EXTRAS = {"": 58, "psychiatry": 15, "addiction": 13, "lvb": 9, "threat": 3, "honour": 1, "suicide": 1}
DURATIONS = {"once": 12, "under_a_year": 30, "one_to_five": 33, "over_five": 11, "unknown": 12, "": 2}
SETTINGS = {"phone": 70, "chat": 12, "mail": 5, "local_team": 9, "table": 4}
AFTERWARDS = {
    WhatNow.DONE: 76,
    WhatNow.TO_THE_TABLE: 6,
    WhatNow.DUO: 8,
    WhatNow.NETWORK_MEETING: 6,
    WhatNow.COUNCIL_TALK: 4,
}


class Said(NamedTuple):
    """What is asked, what is advised, and what the caller goes and does."""

    question: str
    advice: str
    caller_does: str


TEXTS = {
    "child": (
        Said(
            "Hoe vraag ik een kind wat er thuis is, zonder het bang te maken?",
            "Vraag naar een gewone dag: opstaan, eten, slapen. Luister, en beloof niet dat je het stil houdt.",
            "Praat deze week met het kind, met de mentor erbij.",
        ),
        Said(
            "Ik zie blauwe plekken en krijg steeds een ander verhaal. Wat nu?",
            "Schrijf op wat je ziet en wanneer. Bespreek het vandaag met je aandachtsfunctionaris. Doe stap 3 samen.",
            "Overlegt vandaag en belt terug na het gesprek met de ouders.",
        ),
        Said(
            "Een kind komt vaak zonder ontbijt en zonder jas. Is dat al een zorg?",
            "Ja, om te bespreken. Begin bij de ouders: ‘Ik zie dit, en ik maak me zorgen.’ Vraag wat zou helpen.",
            "Nodigt de ouders uit voor een gesprek op school.",
        ),
        Said(
            "Het kind wil na het weekend niet naar huis. Hoe open ik het gesprek?",
            "Zeg wat je zag, zonder oordeel. Vraag beide ouders apart hoe zij de wissel vinden.",
            "Belt beide ouders deze week.",
        ),
    ),
    "partner": (
        Said(
            "Zij durft niets te zeggen als haar partner erbij is. Hoe spreek ik haar alleen?",
            "Maak een aparte afspraak met een gewone reden. Vraag of zij veilig kan bellen, en wanneer.",
            "Plant een eigen afspraak en vraagt naar een veilig moment.",
        ),
        Said(
            "Er is vaak ruzie en de kinderen horen alles. Moet ik melden?",
            "Loop stap 4 na. Is het structureel of acuut onveilig, dan meld je. Doe het samen met de ouders.",
            "Loopt de stappen van de Meldcode na met een collega.",
        ),
        Said(
            "Mijn ex staat elke dag voor de deur. Wat kan ik doen?",
            "Bewaar berichten en schrijf tijden op. Bij gevaar bel je 112. De wijkagent kan meekijken.",
            "Belt de wijkagent en vertelt het aan de buren.",
        ),
        Said(
            "Ik word niet geslagen, maar ik mag niets. Is dat ook geweld?",
            "Ja. Het is niet jouw schuld. Samen keken we wie er naast je kan staan.",
            "Vertelt het aan een vriendin en belt als het erger wordt.",
        ),
    ),
    "elder": (
        Said(
            "Er verdwijnt geld van een oudere die ik verzorg. Hoe begin ik erover?",
            "Begin bij de oudere zelf en alleen. Vraag wie er helpt met de bank en of dat prettig is.",
            "Praat met de oudere en overlegt daarna met de huisarts.",
        ),
        Said(
            "Een volwassen kind schreeuwt elke dag tegen zijn ouder. Wie kan helpen?",
            "Kijk of de mantelzorg te zwaar is. Het wijkteam kan meedenken over rust en hulp.",
            "Vraagt het wijkteam om mee te denken.",
        ),
    ),
    "other": (
        Said(
            "Ik heb alleen een gevoel dat er iets niet klopt. Kan ik daar iets mee?",
            "Ja. Schrijf drie weken op wat je ziet en hoort. Bespreek het daarna met een collega.",
            "Schrijft op wat opvalt en belt over drie weken.",
        ),
        Said("", "Geluisterd en uitgelegd wat Veilig Thuis doet en niet doet.", "Denkt erover na."),
    ),
}  # fmt: skip


def load(staff: Staff) -> int:
    """Load the year of calls before today, unless it is there; return how many came."""
    home = staff.organisations[HOME]
    people = [staff.users[one.name] for one in PROFESSIONALS if one.organisation == HOME]
    with acting_as(people[0]):
        if Consultation.objects.visible_to(people[0]).exists():
            return 0
        return take_over_calls(home, _calls(staff, people, timezone.localdate()), by=people[0])


def _calls(staff: Staff, people: list[User], today: date) -> Iterator[PastCall]:
    chance = Random(SEED)
    towns = [staff.municipalities[name] for name in MUNICIPALITIES]
    days = sorted(_day(chance, today) for _ in range(NUMBER))
    for number, day in enumerate(days):
        role, organisation = _drawn(chance, SEEKERS)
        nature = _drawn(chance, NATURES)
        beside = BESIDE.get(nature, "") if chance.random() < 0.4 else ""
        extra = _drawn(chance, EXTRAS)
        said = chance.choice(TEXTS[_kind(nature)])
        began = timezone.make_aware(datetime.combine(day, time(8, 30)) + timedelta(minutes=chance.randrange(480)))
        word = CODE_WORDS[number - NUMBER] if number >= NUMBER - len(CODE_WORDS) else ""
        yield PastCall(
            staff=chance.choice(people),
            began_at=began,
            ended_at=began + timedelta(minutes=max(4, round(chance.lognormvariate(2.89, 0.45)))),
            municipality=chance.choices(towns, list(MUNICIPALITIES.values()))[0],
            seeker_role=role,
            seeker_organisation=organisation,
            natures=(nature, beside) if beside else (nature,),
            extras=(extra,) if extra else (),
            duration=_drawn(chance, DURATIONS),
            setting=_drawn(chance, SETTINGS),
            question=said.question,
            advice=said.advice,
            caller_does=said.caller_does,
            what_now=WhatNow.CALL_BACK if word else _drawn(chance, AFTERWARDS),
            call_back_on=today + timedelta(days=1) if word else None,
            code_word=word,
        )


def _day(chance: Random, today: date) -> date:
    """Return a working day of the last year: fewer in July and August."""
    while True:
        day = today - timedelta(days=chance.randrange(1, 366))
        if day.isoweekday() <= 5 and not (day.month in {7, 8} and chance.random() < 0.35):
            return day


def _kind(nature: str) -> str:
    starts = {"km": "child", "pg": "partner", "ou": "elder"}
    return starts.get(nature[:2], "other")


def _drawn(chance: Random, weights: dict[Key, int]) -> Key:
    return chance.choices(list(weights), list(weights.values()))[0]
