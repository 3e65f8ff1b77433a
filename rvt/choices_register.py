"""Code lists of the advice register (source: the domain dossier, 5.5, 5.6 and 9.5).

The codes themselves are data (`rvt.models.Code`): they have a period in which they hold and a code of the statistics
bureau, and a beheerder looks after them.
"""

from django.db.models import TextChoices


class CodeList(TextChoices):
    """Which list a code belongs to."""

    SEEKER_ROLE = "seeker_role", "Wie vraagt?"
    SEEKER_ORGANISATION = "seeker_organisation", "Van welke organisatie?"
    NATURE = "nature", "Waar gaat het over?"
    EXTRA = "extra", "Ook"
    DURATION = "duration", "Hoe lang speelt dit al?"
    SETTING = "setting", "Hoe?"


class WhatNow(TextChoices):
    """ "En nu?": what follows on an advice."""

    DONE = "done", "Klaar"
    CALL_BACK = "call_back", "Terugbellen op …"
    DUO = "duo", "Duo"
    NETWORK_MEETING = "network_meeting", "Netwerkberaad"
    COUNCIL_TALK = "council_talk", "Gesprek met de Raad"
    TO_THE_TABLE = "to_the_table", "Naar het RVT"


class ConsultationSource(TextChoices):
    """How a consultation came into the register."""

    SCREEN = "screen", "Hier vastgelegd"
    IMPORT = "import", "Overgenomen uit een bestand"
    API = "api", "Aangeleverd door een koppeling"


class ImportState(TextChoices):
    """How far a file is that somebody wants to take over."""

    READING = "reading", "Wordt gelezen"
    REFUSED = "refused", "Niet goed"
    READY = "ready", "Nagekeken"
    ADDING = "adding", "Wordt overgenomen"
    DONE = "done", "Klaar"


class RegisterEvent(TextChoices):
    """Changes of the advice register."""

    CONSULTATION_REGISTERED = "consultation.registered", "Consultatie vastgelegd"
    CONSULTATION_ADDED_TO = "consultation.added_to", "Consultatie aangevuld"
    CONSULTATION_CALLED_BACK = "consultation.called_back", "Teruggebeld"
    CONSULTATION_DELIVERED = "consultation.delivered", "Consultatie aangeleverd door een koppeling"
    IMPORT_BEGUN = "register_import.begun", "Bestand voor het register gekozen"
    IMPORT_DONE = "register_import.done", "Bestand in het register overgenomen"
    CODE_ADDED = "code.added", "Antwoord bij een codelijst gezet"
    CODE_ENDED = "code.ended", "Antwoord van een codelijst gestopt"
    CODE_OF_BUREAU_SET = "code.bureau_code_set", "Code van het statistiekbureau ingevuld"
    BUREAU_FILE_MADE = "bureau_file.made", "Bestand voor het statistiekbureau gemaakt"
    CONSULTATION_FROM_TABLE = "consultation.from_table", "Vraag aan tafel telt als consultatie"
    NOTES_KEPT = "figures.notes_kept", "Opmerking bij de halfjaarcijfers bewaard"
    FIGURES_ASKED = "figures.paper_asked", "Pdf van de halfjaarcijfers gevraagd"


class Counted(TextChoices):
    """The rows of the half-year figures, in their order (domain dossier, 1.6)."""

    DISCUSSED = "discussed", "Besproken vragen"
    CONSULTATIONS = "consultations", "Consultatie en advies"
    NETWORK_MEETINGS = "network_meetings", "Netwerkberaden met partners"
    COUNCIL_TALKS = "council_talks", "Gesprekken met de Raad"
    GUIDANCE = "guidance", "Begeleiding samen met lokaal team"
    DUOS = "duos", "Duo’s"
    HOUSEHOLDS = "households", "Huishoudens zonder kinderen"
