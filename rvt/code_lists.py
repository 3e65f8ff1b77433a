"""The code lists as an installation begins with them (source: the domain dossier, 9.5 and 5.6).

They are rows, because a region looks after them; they begin when the tables have been made (`post_migrate`), not in a
migration. The codes of the statistics bureau are put in by the region: the official list is not public in full.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps as installed

FIRST_ON = date(2019, 1, 1)
"""The day on which the information protocol of Veilig Thuis came into force (domain dossier, 5.5)."""

LISTS: dict[str, list[tuple[str, str]]] = {
    "seeker_role": [
        ("local_team", "Wijkteam"),
        ("teacher", "School"),
        ("gp", "Huisarts"),
        ("hospital", "Ziekenhuis"),
        ("mental_health", "GGZ"),
        ("police", "Politie"),
        ("youth_protection", "Jeugdbescherming"),
        ("neighbour", "Buur of vriend"),
        ("family", "Familie"),
        ("victim", "Iemand die het zelf meemaakt"),
        ("perpetrator", "Iemand die geweld gebruikt"),
        ("child", "Kind of jongere"),
        ("youth_doctor", "Jeugdarts of jeugdverpleegkundige"),
        ("child_care", "Kinderopvang"),
        ("other_profession", "Ander beroep"),
        ("anonymous", "Wil het niet zeggen"),
    ],
    "seeker_organisation": [
        ("education", "Onderwijs"),
        ("health_care", "Gezondheidszorg"),
        ("youth_care", "Jeugdzorg"),
        ("justice", "Justitie en veiligheid"),
        ("mental_health", "GGZ"),
        ("child_care", "Kinderopvang"),
        ("truancy", "Bureau Leerplicht"),
        ("other_veilig_thuis", "Veilig Thuis van een andere regio"),
        ("custom", "Veilig Thuis, regionaal maatwerk"),
        ("other", "Andere organisatie"),
    ],
    "nature": [
        ("km_lich", "Kind: lichamelijk geweld"),
        ("km_psy", "Kind: psychisch geweld"),
        ("km_getuige", "Kind ziet of hoort geweld"),
        ("km_scheiding", "Kind klem in een scheiding"),
        ("km_lichverw", "Kind: lichamelijk verwaarloosd"),
        ("km_psyverw", "Kind: te weinig liefde en aandacht"),
        ("pg_lich", "Partner of ex: lichamelijk geweld"),
        ("pg_psy", "Partner of ex: psychisch geweld"),
        ("pg_stalk", "Partner of ex: stalking"),
        ("km_seks", "Kind: seksueel misbruik"),
        ("km_ped", "Kind: te weinig opvoeding"),
        ("pg_seks", "Partner of ex: seksueel geweld"),
        ("oudermish", "Kind tegen ouder"),
        ("oud_lich", "Oudere: lichamelijk geweld"),
        ("oud_psy", "Oudere: psychisch geweld"),
        ("oud_fin", "Oudere: geld of spullen"),
        ("oud_verw", "Oudere: verwaarloosd"),
        ("hg_overig", "Tegen iemand anders uit de familie"),
        ("onbekend", "Nog niet duidelijk"),
    ],
    "extra": [
        ("honour", "Eer"),
        ("forced_marriage", "Gedwongen huwelijk"),
        ("left_behind", "Achtergelaten in het buitenland"),
        ("fgm", "Besnijdenis van meisjes"),
        ("trafficking", "Mensenhandel of loverboy"),
        ("threat", "Ernstige bedreiging"),
        ("suicide", "Denkt aan zelfdoding"),
        ("addiction", "Alcohol, drugs of gokken"),
        ("psychiatry", "Psychisch ziek"),
        ("lvb", "Licht verstandelijke beperking"),
        ("animals", "Dieren mishandeld"),
    ],
    "duration": [
        ("once", "Eén keer"),
        ("under_a_year", "Korter dan 1 jaar"),
        ("one_to_five", "1 tot 5 jaar"),
        ("over_five", "Langer dan 5 jaar"),
        ("unknown", "Weet de beller niet"),
    ],
    "setting": [
        ("phone", "Telefoon"),
        ("chat", "Chat"),
        ("mail", "Mail"),
        ("local_team", "Bij het wijkteam"),
        ("table", "RVT-tafel"),
    ],
}


def begin(*, apps: Any = installed, **signal: Any) -> None:
    """Fill the lists when there are none at all. Does nothing while a migration still has to make the table."""
    try:
        code = apps.get_model("rvt", "Code")
    except LookupError:
        return
    if code.objects.exists():
        return
    code.objects.bulk_create(
        code(list=name, code=each, label=label, place=place, first_on=FIRST_ON)
        for name, values in LISTS.items()
        for place, (each, label) in enumerate(values, start=1)
    )
