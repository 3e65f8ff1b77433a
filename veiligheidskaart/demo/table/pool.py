"""Who sits at the table, for what, and on which days: the pool of experts. Pure data.

Whoever has an `expertise` in `people.py` is in the pool; here that word becomes a discipline of the table.
"""

from __future__ import annotations

from collections.abc import Iterable

from rvt.choices import Discipline
from veiligheidskaart.demo.people import AT_THE_TABLE, Professional

_DISCIPLINE_OF = {
    "ouderenzorg": (Discipline.ELDERS, Discipline.ADULT_TEAM),
    "wijkteam jeugd": (Discipline.YOUTH_TEAM,),
    "volwassenen": (Discipline.ADULT_TEAM, Discipline.ELDERS),
    "Veilig Thuis": (Discipline.VEILIG_THUIS,),
    "RvdK": (Discipline.COUNCIL,),
    "recht": (Discipline.COUNCIL, Discipline.LAW),
    "jeugdbescherming": (Discipline.YOUTH_PROTECTION,),
    "jeugd-LVB": (Discipline.YOUTH_PROTECTION, Discipline.YOUTH_PROTECTION_LVB),
    "orthopedagoog": (Discipline.BEHAVIOURAL, Discipline.DIVORCE),
    "volwassen-GGZ": (Discipline.ADULT_PSYCHIATRY,),
    "jeugd-GGZ": (Discipline.YOUTH_PSYCHIATRY,),
    "verslavingszorg": (Discipline.ADDICTION, Discipline.PROBATION),
    "ervaring": (Discipline.LIVED_EXPERIENCE,),
    "LVB-zorg": (Discipline.LVB,),
    "vrouwenopvang": (Discipline.SHELTER,),
    "politie": (Discipline.POLICE,),
    "jeugdarts": (Discipline.YOUTH_DOCTOR,),
    "leerplicht": (Discipline.SCHOOL,),
    "schuldhulp": (Discipline.MONEY,),
    "wonen": (Discipline.HOUSING,),
}


def disciplines_of(one: Professional) -> tuple[Discipline, ...]:
    """Return what `one` brings to the table."""
    return _DISCIPLINE_OF[one.expertise]


def who_knows(discipline: Discipline, *, weekday: int, besides: Iterable[Professional] = ()) -> list[Professional]:
    """Return who of the pool knows about it, works on `weekday` (1 is Monday) and is not one of `besides`."""
    return [
        one
        for one in AT_THE_TABLE
        if discipline in disciplines_of(one) and str(weekday) in one.days and one not in tuple(besides)
    ]
