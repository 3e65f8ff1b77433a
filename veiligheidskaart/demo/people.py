"""The professionals of the demo region. Pure data; every name, number and address is invented.

Mobile numbers are either a plain run of digits, as in the mock-ups, or begin with 06 00, which no provider hands out.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.choices import Role

MAIL_DOMAIN = "demo.example"

PRO, LEAD, EXPERT = Role.PROFESSIONAL, Role.TEAM_LEAD, Role.RVT_EXPERT


@dataclass(frozen=True)
class Professional:
    """Somebody who signs in. `days`: weekdays 1 (Monday) to 7; `expertise`: what they bring to the table, if any."""

    name: str
    organisation: str
    function: str
    days: str = "1245"
    role: Role = PRO
    expertise: str = ""
    phone: str = ""

    @property
    def email(self) -> str:
        """The address to sign in with, in a domain that can never receive mail."""
        plain = self.name.lower()
        for sign, bare in {"ë": "e", "é": "e", "ü": "u", "ö": "o", "ç": "c", "ı": "i", "ğ": "g", "ł": "l"}.items():
            plain = plain.replace(sign, bare)
        first, *rest = plain.replace("-", " ").split()
        return f"{first}.{''.join(rest)}@{MAIL_DOMAIN}"


PROFESSIONALS = (
    # The first is the first that the sign-in page shows.
    Professional("Sanne Verbeek", "Wijkteam Oost", "gezinsprofessional", "1245", phone="06 12 34 56 78"),
    Professional("Fatima el Amrani", "Wijkteam Oost", "gezinsprofessional", "1235", phone="06 34 56 78 90"),
    Professional("Gerben Stolk", "Wijkteam Oost", "teamleider", "12345", LEAD),
    Professional("Yusuf Aksoy", "Wijkteam Oost", "jeugdprofessional", "2345"),
    Professional("Marieke Dols", "Wijkteam Oost", "maatschappelijk werker", "1345"),
    Professional("Aisha Bouali", "Wijkteam West", "gezinsprofessional", "1245"),
    Professional("Ruben Kalkman", "Wijkteam West", "jeugdprofessional", "1234", expertise="wijkteam jeugd"),
    Professional("Petra Veldhuis", "Wijkteam West", "teamleider", "1245", LEAD),
    Professional("Thijs Oudenaarden", "Wijkteam Centrum", "gezinsprofessional", "2345"),
    Professional("Nadia Bensaid", "Wijkteam Centrum", "maatschappelijk werker", "1234", expertise="volwassenen"),
    Professional("Corrie Plantinga", "Wijkteam Centrum", "teamleider", "1245", LEAD, "ouderenzorg"),
    Professional("Bram Lodewijks", "Wijkteam Haven", "gezinsprofessional", "1245"),
    Professional("Shanti Ramlal", "Wijkteam Haven", "jeugdprofessional", "1345"),
    Professional("Ilse Tazelaar", "Wijkteam Haven", "teamleider", "1234", LEAD),
    Professional("Joris Kwant", "Wijkteam Zuid", "gezinsprofessional", "2345"),
    Professional("Emine Yalçin", "Wijkteam Zuid", "maatschappelijk werker", "1245"),
    Professional("Wout Heemstra", "Wijkteam Zuid", "teamleider", "12345", LEAD),
    Professional("Leonie Drost", "Wijkteam De Wal", "gezinsprofessional", "1235"),
    Professional("Karel Zuidgeest", "Wijkteam De Wal", "teamleider", "1245", LEAD),
    Professional("Maud Reijntjes", "Buurtteam De Hoef", "jeugdprofessional", "1245"),
    Professional("Hakim Tahiri", "Buurtteam De Hoef", "gezinsprofessional", "1234"),
    Professional("Anneke Boogaart", "Buurtteam De Hoef", "teamleider", "1345", LEAD),
    Professional("Sjors Ligtvoet", "Buurtteam Het Ven", "gezinsprofessional", "2345"),
    Professional("Rianne Koolwijk", "Buurtteam Het Ven", "teamleider", "1235", LEAD),
    Professional("Jetty Ooms", "Dorpsteam Rietmeer", "maatschappelijk werker", "1245"),
    Professional("Dirk-Jan Pols", "Dorpsteam Rietmeer", "jeugdprofessional", "1234", expertise="wijkteam jeugd"),
    Professional("Mieke Zandbergen", "Dorpsteam Rietmeer", "teamleider", "1245", LEAD),
    Professional("Nick Verduyn", "Dorpsteam Kreekstede", "gezinsprofessional", "2345"),
    Professional("Hanneke Buijsman", "Dorpsteam Kreekstede", "teamleider", "1245", LEAD),
    Professional("Esra Polat", "Sociaal team Venderlo", "gezinsprofessional", "1235"),
    Professional("Lars Meeuwisse", "Sociaal team Venderlo", "teamleider", "1245", LEAD),
    Professional("Tineke Roelvink", "Sociaal team Lindekerk", "gezinsprofessional", "1345"),
    Professional("Stan Hofkamp", "Sociaal team Lindekerk", "teamleider", "1234", LEAD),
    Professional("Bente Schalk", "Dorpsteam Brakelaar", "jeugdprofessional", "1245"),
    Professional("Ad Snoeren", "Dorpsteam Brakelaar", "teamleider", "1235", LEAD),
    Professional("Carlijn Wever", "Dorpsteam Zandwerve", "gezinsprofessional", "1245"),
    Professional("Ton Aerssens", "Dorpsteam Zandwerve", "teamleider", "1345", LEAD),
    # Veilig Thuis and everybody who joins.
    Professional("Marco Janssen", "Veilig Thuis", "casemanager", "1245", phone="06 23 45 67 89"),
    Professional("Linda Oostrom", "Veilig Thuis", "vertrouwensarts", "1234", expertise="Veilig Thuis"),
    Professional("Samir Haddou", "Veilig Thuis", "casemanager", "2345", expertise="Veilig Thuis"),
    Professional("Vera Stuurman", "Veilig Thuis", "casemanager", "1235"),
    Professional("Joost Tielemans", "Raad voor de Kinderbescherming", "raadsonderzoeker", "1245", expertise="RvdK"),
    Professional("Meryem Demirci", "Raad voor de Kinderbescherming", "raadsonderzoeker", "1234", expertise="recht"),
    Professional("Kim Aalders", "Jeugdbescherming De Stroom", "jeugdbeschermer", "1245", expertise="jeugd-LVB"),
    Professional("Rob Speelman", "Jeugdbescherming De Stroom", "jeugdbeschermer", "2345", expertise="jeugdbescherming"),
    Professional("Wieke Postma", "Jeugdhulp Zeilmaat", "orthopedagoog", "1234", expertise="orthopedagoog"),
    Professional("Irene Kuipers", "GGZ De Oever", "psychiatrisch verpleegkundige", "1245", expertise="volwassen-GGZ"),
    Professional("Daan Verkuijl", "GGZ De Oever", "traumabehandelaar", "1245", expertise="jeugd-GGZ"),
    Professional("Soraya Nijhof", "GGZ De Oever", "psycholoog", "2345"),
    Professional("Frits van Elzen", "Verslavingszorg Keerpunt", "behandelaar", "1245", expertise="verslavingszorg"),
    Professional("Jolanda Mols", "Verslavingszorg Keerpunt", "ervaringsdeskundige", "134", expertise="ervaring"),
    Professional("Gijs Wolters", "Zorggroep Maatwerk", "ambulant begeleider", "1345", expertise="LVB-zorg"),
    Professional("Hatice Kılıç", "Opvang Het Baken", "ambulant begeleider", "1245", expertise="vrouwenopvang"),
    Professional("Mirjam Slagter", "Opvang Het Baken", "begeleider", "1234"),
    Professional("Bas Terhorst", "Politie Donk en Kreek", "wijkagent", "2345", expertise="politie"),
    Professional("Saskia Blaauw", "Jeugdgezondheidszorg De Meetlat", "jeugdarts", "1245", expertise="jeugdarts"),
    Professional("Edwin Kroes", "Leerplicht Donk en Kreek", "leerplichtambtenaar", "1234", expertise="leerplicht"),
    Professional("Ans Timmer", "Schuldhulp Balans", "schuldhulpverlener", "1245", expertise="schuldhulp"),
    Professional("Peter-Paul Kamp", "Woonstichting De Drempel", "woonconsulent", "1245", expertise="wonen"),
    Professional("Tamara Wessels", "Regionaal Veiligheidsteam", "voorzitter", "1245", Role.RVT_CHAIR),
    Professional("Niels Boerema", "Regionaal Veiligheidsteam", "secretaris", "1234", Role.RVT_SECRETARY),
    Professional("Renske Duinker", "Regiobureau Donk en Kreek", "functioneel beheerder", "12345", Role.ADMINISTRATOR),
    Professional("Olaf Meeuwis", "Regiobureau Donk en Kreek", "privacy officer", "1245", Role.PRIVACY_OFFICER),
    Professional("Lotte Zijlmans", "Gemeente Waterdonk", "beleidsmedewerker", "1234", Role.POLICY),
    Professional("Jurre Velthuis", "Regiobureau Donk en Kreek", "functioneel beheerder", "1245", Role.ADMINISTRATOR),
)

AT_THE_TABLE = tuple(one for one in PROFESSIONALS if one.expertise)
"""The experts of the Regionaal Veiligheidsteam: they stay with their own organisation and sit at the table as well."""


def phone_of(place: int) -> str:
    """Return a number that no provider hands out, for the professional on `place`."""
    return f"06 00 {place // 100:02d} {place % 100:02d} {(place * 37) % 90 + 10}"
