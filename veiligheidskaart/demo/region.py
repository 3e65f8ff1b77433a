"""The invented region: nine municipalities, the teams and organisations that work there. Pure data.

Sizes follow the proportions of a real region (domain dossier 9.1); none of the names is a Dutch place.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.choices import OrganisationKind

REGION = "Donk en Kreek (demonstratie)"

MUNICIPALITIES = {
    "Waterdonk": 22,
    "Molendrecht": 19,
    "Heidehoven": 13,
    "Rietmeer": 11,
    "Kreekstede": 9,
    "Venderlo": 7,
    "Lindekerk": 7,
    "Brakelaar": 6,
    "Zandwerve": 6,
}
"""Share of the households in percent. Source: domain dossier 9.1."""


@dataclass(frozen=True)
class DemoOrganisation:
    """An organisation of the region; no municipalities means all of them."""

    name: str
    kind: OrganisationKind
    municipalities: tuple[str, ...] = ()
    is_region_office: bool = False


_TEAM = OrganisationKind.LOCAL_TEAM

ORGANISATIONS = (
    DemoOrganisation("Wijkteam Oost", _TEAM, ("Waterdonk",)),
    DemoOrganisation("Wijkteam West", _TEAM, ("Waterdonk",)),
    DemoOrganisation("Wijkteam Centrum", _TEAM, ("Waterdonk",)),
    DemoOrganisation("Wijkteam Haven", _TEAM, ("Molendrecht",)),
    DemoOrganisation("Wijkteam Zuid", _TEAM, ("Molendrecht",)),
    DemoOrganisation("Wijkteam De Wal", _TEAM, ("Molendrecht",)),
    DemoOrganisation("Buurtteam De Hoef", _TEAM, ("Heidehoven",)),
    DemoOrganisation("Buurtteam Het Ven", _TEAM, ("Heidehoven",)),
    DemoOrganisation("Dorpsteam Rietmeer", _TEAM, ("Rietmeer",)),
    DemoOrganisation("Dorpsteam Kreekstede", _TEAM, ("Kreekstede",)),
    DemoOrganisation("Sociaal team Venderlo", _TEAM, ("Venderlo",)),
    DemoOrganisation("Sociaal team Lindekerk", _TEAM, ("Lindekerk",)),
    DemoOrganisation("Dorpsteam Brakelaar", _TEAM, ("Brakelaar",)),
    DemoOrganisation("Dorpsteam Zandwerve", _TEAM, ("Zandwerve",)),
    DemoOrganisation("Veilig Thuis", OrganisationKind.VEILIG_THUIS),
    DemoOrganisation("Raad voor de Kinderbescherming", OrganisationKind.CHILD_PROTECTION_COUNCIL),
    DemoOrganisation("Jeugdbescherming De Stroom", OrganisationKind.YOUTH_PROTECTION),
    DemoOrganisation("Jeugdhulp Zeilmaat", OrganisationKind.YOUTH_CARE),
    DemoOrganisation("GGZ De Oever", OrganisationKind.MENTAL_HEALTH),
    DemoOrganisation("Verslavingszorg Keerpunt", OrganisationKind.ADDICTION_CARE),
    DemoOrganisation("Zorggroep Maatwerk", OrganisationKind.DISABILITY_CARE),
    DemoOrganisation("Opvang Het Baken", OrganisationKind.SHELTER),
    DemoOrganisation("Politie Donk en Kreek", OrganisationKind.POLICE),
    DemoOrganisation("Jeugdgezondheidszorg De Meetlat", OrganisationKind.YOUTH_HEALTH),
    DemoOrganisation("Leerplicht Donk en Kreek", OrganisationKind.SCHOOL),
    DemoOrganisation("Schuldhulp Balans", OrganisationKind.DEBT_HELP),
    DemoOrganisation("Woonstichting De Drempel", OrganisationKind.HOUSING),
    DemoOrganisation("Regionaal Veiligheidsteam", OrganisationKind.SAFETY_TEAM),
    DemoOrganisation("Gemeente Waterdonk", OrganisationKind.MUNICIPAL_POLICY, ("Waterdonk",)),
    DemoOrganisation("Regiobureau Donk en Kreek", OrganisationKind.OTHER, is_region_office=True),
)

TEAMS_OF = {
    municipality: tuple(
        organisation.name
        for organisation in ORGANISATIONS
        if organisation.kind == _TEAM and municipality in organisation.municipalities
    )
    for municipality in MUNICIPALITIES
}
