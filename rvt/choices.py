"""Code lists of the table (`docs/glossary.md`; source: the domain dossier, 4.3 to 4.5 and 9.5)."""

from enum import nonmember

from django.db.models import TextChoices


class AskedAbout(TextChoices):
    """What kind of family a question is about. The asker says it; the table knows no household."""

    FAMILY = "family", "Een gezin"
    HOUSEHOLD = "household", "Een huishouden zonder kinderen"


class RoleWord(TextChoices):
    """Who belongs to it, without a name."""

    MOTHER = "mother", "moeder"
    FATHER = "father", "vader"
    STEPPARENT = "stepparent", "stiefouder"
    FOSTER_PARENT = "foster_parent", "pleegouder"
    PARTNER = "partner", "partner"
    EX_PARTNER = "ex_partner", "ex-partner"
    OLDEST_CHILD = "oldest_child", "oudste kind"
    CHILD = "child", "kind"
    YOUNGEST_CHILD = "youngest_child", "jongste kind"
    UNBORN_CHILD = "unborn_child", "kind dat nog geboren wordt"
    ADULT_CHILD = "adult_child", "volwassen kind"
    GRANDPARENT = "grandparent", "opa of oma"
    SIBLING = "sibling", "broer of zus"
    RELATIVE = "relative", "ander familielid"
    FRIEND = "friend", "vriend of buur"
    ADULT = "adult", "andere volwassene"


class AgeBand(TextChoices):
    """Ages in years. An exact age makes somebody recognisable (domain dossier, 4.3)."""

    UNBORN = "unborn", "nog niet geboren"
    BABY = "0-3", "0 tot 3 jaar"
    CHILD = "4-11", "4 tot 11 jaar"
    TEENAGER = "12-17", "12 tot 17 jaar"
    YOUNG_ADULT = "18-26", "18 tot 26 jaar"
    ADULT = "27-64", "27 tot 64 jaar"
    ELDER = "65+", "65 jaar of ouder"


class FamilyKnows(TextChoices):
    YES = "yes", "Ja"
    NOT_YET = "not_yet", "Nog niet, want …"


class Urgency(TextChoices):
    """How soon. Sorted in this order (`rules.URGENCY_ORDER`)."""

    THIS_WEEK = "this_week", "Deze week"
    NEXT_TABLE = "next_table", "Volgend overleg"
    CAN_WAIT = "can_wait", "Kan wachten"


class Discipline(TextChoices):
    """Expertise at the table."""

    YOUTH_TEAM = "youth_team", "Wijkteam jeugd"
    ADULT_TEAM = "adult_team", "Wijkteam volwassenen"
    VEILIG_THUIS = "veilig_thuis", "Veilig Thuis"
    COUNCIL = "council", "Raad voor de Kinderbescherming"
    YOUTH_PROTECTION = "youth_protection", "Jeugdbescherming"
    YOUTH_PROTECTION_LVB = "youth_protection_lvb", "Jeugdbescherming en LVB"
    BEHAVIOURAL = "behavioural", "Gedragswetenschapper"
    ADULT_PSYCHIATRY = "adult_psychiatry", "GGZ volwassenen"
    YOUTH_PSYCHIATRY = "youth_psychiatry", "GGZ jeugd en trauma"
    ADDICTION = "addiction", "Verslavingszorg"
    LVB = "lvb", "LVB-zorg"
    YOUTH_DOCTOR = "youth_doctor", "Jeugdarts"
    POLICE = "police", "Politie"
    PROBATION = "probation", "Reclassering en forensische zorg"
    SHELTER = "shelter", "Vrouwenopvang"
    MONEY = "money", "Schulden en inkomen"
    HOUSING = "housing", "Wonen"
    SCHOOL = "school", "Onderwijs en leerplicht"
    ELDERS = "elders", "Ouderenzorg en huisarts"
    LAW = "law", "Recht en gezag"
    DIVORCE = "divorce", "Complexe scheiding"
    LIVED_EXPERIENCE = "lived_experience", "Ervaringsdeskundige"


class QuestionState(TextChoices):
    """Where a question stands. The label is what the asker reads under "Mijn vragen" (ux S19)."""

    CONCEPT = "concept", "concept"
    SUBMITTED = "submitted", "ingediend"
    RETURNED = "returned", "terug bij jou"
    CHECKED = "checked", "nagekeken op namen"
    SCHEDULED = "scheduled", "op de agenda"
    DISCUSSED = "discussed", "besproken"
    READING = "reading", "lees je advies na"
    AGREED = "agreed", "de tafel leest mee"
    DONE = "done", "klaar"
    REFERRED = "referred", "past beter ergens anders"
    WITHDRAWN = "withdrawn", "ingetrokken"

    WRITABLE = nonmember(("concept", "returned"))
    """The asker may still write in it."""
    QUEUED = nonmember(("submitted", "checked"))
    """Waits for a place on an agenda."""
    AT_THE_TABLE = nonmember(
        ("submitted", "returned", "checked", "scheduled", "discussed", "reading", "agreed", "done")
    )
    """Chair and secretary of the region may read it."""
    WITHDRAWABLE = nonmember(("concept", "submitted", "returned", "checked", "scheduled"))
    """The asker may take it back: the table has not discussed it."""
    OVER = nonmember(("done", "referred", "withdrawn"))
    ADVISED = nonmember(("reading", "agreed", "done"))
    """The asker has an advice to read."""


class BetterFit(TextChoices):
    """Where a question belongs when it is not for this table."""

    CONSULTATION = "consultation", "advies van Veilig Thuis"
    NETWORK_MEETING = "network_meeting", "netwerkberaad met partners"


class MeetingState(TextChoices):
    DRAFT = "draft", "Concept"
    SENT = "sent", "Verstuurd"
    RUNNING = "running", "Bezig"
    ENDED = "ended", "Voorbij"
    CANCELLED = "cancelled", "Gaat niet door"

    COMING = nonmember(("draft", "sent", "running"))


class ItemKind(TextChoices):
    WELCOME = "welcome", "Welkom en hoe zit je erbij"
    QUESTION = "question", "Vraag"
    URGENT = "urgent", "Plek voor spoed"
    BREAK = "break", "Pauze"
    CLOSING = "closing", "Samen terugkijken op vandaag"

    FIXED = nonmember(("welcome", "closing"))
    """First and last; they do not move."""


class PaperKind(TextChoices):
    """What goes on paper of a meeting."""

    AGENDA = "agenda", "Agenda"
    BOOK = "book", "Boek van de voorzitter"


class GuestPart(TextChoices):
    """Why somebody is asked to come."""

    EXPERT = "expert", "deskundige"
    ASKER = "asker", "brengt een vraag in"


class GuestAnswer(TextChoices):
    WAITING = "waiting", "wacht nog"
    YES = "yes", "komt"
    NO = "no", "komt niet"


class Recognition(TextChoices):
    """What an expert does who recognises the family (domain dossier, 4.3 point 6)."""

    LEAVES = "leaves", "Ik ga van tafel"
    STAYS = "stays", "Ik blijf en gebruik niet wat ik weet"
    OPEN_TALK = "open_talk", "We maken er een open gesprek van"


class TalkPart(TextChoices):
    """The eight parts of a question at the table (domain dossier, 4.5)."""

    RULES = "rules", "Afspraken van de tafel"
    TELLING = "telling", "Vertellen"
    CLARIFYING = "clarifying", "Alleen verhelderen"
    FEELING = "feeling", "Wat doet het met je?"
    WEIGHING = "weighing", "Samen wegen"
    OTHER_VIEW = "other_view", "Andere kijk"
    TAKING_ALONG = "taking_along", "Wat neem je mee?"
    DECISION = "decision", "Besluit"


class FollowUp(TextChoices):
    """What follows. Only the kind is kept: the table never sees what became of it."""

    ADVICE_ONLY = "advice_only", "alleen advies"
    DUO = "duo", "duo"
    NETWORK_MEETING = "network_meeting", "netwerkberaad"
    COUNCIL_TALK = "council_talk", "gesprek met de Raad"
    GUIDANCE = "guidance", "begeleiding met lokaal team"
    AGAIN = "again", "opnieuw bespreken"


class AdviceState(TextChoices):
    WRITING = "writing", "wordt geschreven"
    READING = "reading", "de inbrenger leest"
    CHANGE_ASKED = "change_asked", "de inbrenger vraagt een wijziging"
    AT_THE_TABLE = "at_the_table", "de tafel leest mee"
    FINAL = "final", "klaar"


class FreeTalk(TextChoices):
    YES = "yes", "Ja"
    PARTLY = "partly", "Deels"
    NO = "no", "Nee"


class TableEvent(TextChoices):
    """Changes that `rvt` records. An event is declared here before anything can record it."""

    QUESTION_SUBMITTED = "question.submitted", "Vraag ingebracht"
    QUESTION_WITHDRAWN = "question.withdrawn", "Vraag ingetrokken"
    QUESTION_CHECKED = "question.checked", "Vraag nagekeken op namen"
    QUESTION_RETURNED = "question.returned", "Vraag teruggestuurd"
    QUESTION_REFERRED = "question.referred", "Vraag past beter ergens anders"
    MEETING_MADE = "meeting.made", "Overleg gemaakt"
    MEETING_CHANGED = "meeting.changed", "Overleg veranderd"
    MEETING_CANCELLED = "meeting.cancelled", "Overleg afgezegd"
    AGENDA_CHANGED = "meeting.agenda_changed", "Agenda veranderd"
    AGENDA_SENT = "meeting.agenda_sent", "Agenda verstuurd"
    GUEST_INVITED = "meeting.guest_invited", "Iemand uitgenodigd"
    GUEST_ANSWERED = "meeting.guest_answered", "Uitnodiging beantwoord"
    PAPER_ASKED = "meeting.paper_asked", "Pdf van een overleg gevraagd"
    EXPERT_ADDED = "expert.added", "Deskundige in de pool gezet"
    EXPERT_CHANGED = "expert.changed", "Expertise veranderd"
    MEETING_STARTED = "meeting.started", "Overleg begonnen"
    MEETING_ENDED = "meeting.ended", "Overleg gestopt"
    ITEM_OPENED = "item.opened", "Vraag aan tafel begonnen"
    ITEM_MINUTES_CHANGED = "item.minutes_changed", "Minuten van een vraag veranderd"
    ATTENDANCE_NOTED = "meeting.attendance_noted", "Opgeschreven wie er was"
    FAMILY_RECOGNISED = "item.family_recognised", "Deskundige herkent het gezin"
    ITEM_DISCUSSED = "item.discussed", "Vraag besproken"
    ADVICE_OFFERED = "advice.offered", "Advies ligt bij de inbrenger"
    ADVICE_CHANGE_ASKED = "advice.change_asked", "Wijziging van het advies gevraagd"
    ADVICE_CHANGED = "advice.changed", "Advies aangepast"
    ADVICE_AGREED = "advice.agreed", "Inbrenger is akkoord"
    ADVICE_LINE_ADDED = "advice.line_added", "Regel van een deskundige bij het advies"
    ADVICE_FINAL = "advice.final", "Advies is klaar"
    PAST_TAKEN_OVER = "table.past_taken_over", "Overgenomen wat eerder was"
    LOOK_BACK_ASKED = "look_back.asked", "Gevraagd terug te kijken op de tafel"


class FindingKind(TextChoices):
    """By what somebody could be recognised in a text (`rvt.privacy`). The label says what it may be, at B1."""

    NAME = "name", "naam"
    PLACE = "place", "plaats"
    STREET = "street", "adres"
    POSTCODE = "postcode", "postcode"
    PHONE = "phone", "telefoonnummer"
    EMAIL = "email", "mailadres"
    ACCOUNT = "account", "account of website"
    BSN = "bsn", "BSN"
    IBAN = "iban", "rekeningnummer"
    PLATE = "plate", "kenteken"
    NUMBER = "number", "nummer van een dossier"
    DATE = "date", "datum"
    AGE = "age", "leeftijd"
    SCHOOL = "school", "school of opvang"
    EMPLOYER = "employer", "werkgever of club"
    RARE = "rare", "feit dat bijna niemand heeft"
