"""Code lists of the household (`docs/glossary.md`; source: the domain dossier, 7 and 9.5)."""

from enum import nonmember

from django.db.models import TextChoices


class HouseholdStatus(TextChoices):
    ANNOUNCED = "announced", "Aangemeld"
    OPEN = "open", "Actief"
    WAITING = "waiting", "Wacht op hulp"
    FOLLOWING = "following", "Volgen"
    CLOSED = "closed", "Gesloten"

    ACTIVE = nonmember(("open", "waiting", "following"))
    """Somebody works here now: these have exactly one contact person."""


class HouseholdKind(TextChoices):
    """Derived from who lives there (`rules.household_kind`), never stored."""

    FAMILY = "family", "Gezin"
    HOUSEHOLD = "household", "Huishouden"


class CloseReason(TextChoices):
    SAFE = "safe", "Veilig genoeg, verder met eigen mensen"
    FAMILY_STOPS = "family_stops", "Het gezin stopt"
    MOVED = "moved", "Verhuisd buiten de regio"
    OTHER_FRAME = "other_frame", "Iemand anders heeft de coördinatie"
    DIED = "died", "Overleden"


class Part(TextChoices):
    """What a professional is for a household (the columns of the access table, design 2)."""

    CONTACT = "contact", "Vaste contactpersoon"
    DUO = "duo", "Duo"
    COVER = "cover", "Waarneming"
    INVITED = "invited", "Doet mee"
    EMERGENCY = "emergency", "Noodtoegang"


class Level(TextChoices):
    """What somebody who was invited may see."""

    CARD = "card", "Alleen de kaart"
    AGREEMENTS = "agreements", "Kaart en afspraken"
    FILM = "film", "Ook de film"


class SharingGround(TextChoices):
    LEGAL_TASK = "legal_task", "Wettelijke taak"
    CONSENT = "consent", "Het gezin vindt het goed"
    VITAL_INTEREST = "vital_interest", "Er is direct gevaar"


class PersonRole(TextChoices):
    """The part somebody has in the family. `Person.role_word` says it in the family's own words."""

    MOTHER = "mother", "moeder"
    FATHER = "father", "vader"
    CHILD = "child", "kind"
    STEPPARENT = "stepparent", "stiefouder"
    PARTNER = "partner", "partner"
    EX_PARTNER = "ex_partner", "ex-partner"
    GRANDPARENT = "grandparent", "grootouder"
    GRANDCHILD = "grandchild", "kleinkind"
    ADULT_CHILD = "adult_child", "volwassen kind"
    SIBLING = "sibling", "broer of zus"
    FOSTER_PARENT = "foster_parent", "pleegouder"
    FOSTER_CHILD = "foster_child", "pleegkind"
    OTHER = "other", "iemand anders"

    CHILDREN = nonmember(("child", "grandchild", "foster_child"))
    PARENTS = nonmember(("mother", "father", "stepparent", "foster_parent"))


class RelationKind(TextChoices):
    """Read from left to right: `person` is … of `other`."""

    PARENT_OF = "parent_of", "ouder van"
    PARTNER_OF = "partner_of", "partner van"
    EX_PARTNER_OF = "ex_partner_of", "ex-partner van"
    SIBLING_OF = "sibling_of", "broer of zus van"
    GRANDPARENT_OF = "grandparent_of", "grootouder van"


class Lane(TextChoices):
    """The rows of the film."""

    CONTEXT = "context", "Wat er speelde"
    TENSE = "tense", "Spannend"
    FINE = "fine", "Ging goed"
    HELP = "help", "Steun en hulp"


class DatePrecision(TextChoices):
    DAY = "day", "op de dag"
    MONTH = "month", "op de maand"


class Audience(TextChoices):
    """Who may read one item, beside the rule about the household itself."""

    EVERYONE = "everyone", "Het gezin en iedereen die mee mag kijken"
    PROFESSIONALS = "professionals", "Alleen de professionals"
    INNER = "inner", "Alleen vaste contactpersoon, duo en waarneming"


class NoteKind(TextChoices):
    """What may come after a film event. The event itself never changes."""

    ADDITION = "addition", "Aanvulling"
    OTHER_VIEW = "other_view", "Ziet het anders"
    WITHDRAWAL = "withdrawal", "Ongedaan gemaakt"


class FactKind(TextChoices):
    """Ways in which somebody can be found. Source: domain dossier 6.6, 2."""

    ADDRESS = "address", "Adres"
    PHONE = "phone", "Telefoon"
    SCHOOL = "school", "School"
    WORK = "work", "Werk"
    CARE = "care", "Opvang"
    PLATE = "plate", "Kenteken"
    OTHER = "other", "Anders"


SECRET_WORD = {
    FactKind.ADDRESS: "Geheim adres",
    FactKind.PHONE: "Geheim telefoonnummer",
    FactKind.SCHOOL: "Geheime school",
    FactKind.WORK: "Geheime werkplek",
    FactKind.CARE: "Geheime opvang",
    FactKind.PLATE: "Geheim kenteken",
    FactKind.OTHER: "Geheime plek",
}
"""What stands where the fact itself would stand."""


class PhaseStep(TextChoices):
    """Source: Gefaseerd samenwerken aan veiligheid, domain dossier 2.2; words on screen from ux S5."""

    DIRECT_SAFETY = "direct_safety", "Nu veilig"
    RISK_DRIVEN = "risk_driven", "Veilig blijven"
    RECOVERY = "recovery", "Herstellen"


class AgreementState(TextChoices):
    NEW = "new", "Nieuw"
    RUNNING = "running", "Loopt"
    WORKS = "works", "Lukt"
    MOSTLY = "mostly", "Lukt meestal"
    NOT_YET = "not_yet", "Lukt nog niet"
    ENDED = "ended", "Vervallen"


class TickOutcome(TextChoices):
    DONE = "done", "Gelukt"
    NOT_YET = "not_yet", "Lukt nog niet"


class HelpState(TextChoices):
    """How it stands with help that somebody of a household gets. Source: domain dossier 3.2, block 11."""

    ASKED = "asked", "Gevraagd"
    WAITING = "waiting", "Wacht"
    STARTED = "started", "Begonnen"
    DONE = "done", "Klaar"
    STOPPED = "stopped", "Gestopt"

    OVER = nonmember(("done", "stopped"))


class StatementTopic(TextChoices):
    """What something that is said about a family belongs to. Source: domain dossier 3.2, blocks 3 and 4."""

    CONCERN = "concern", "Zorgen"
    STRENGTH = "strength", "Wat gaat goed"
    UNKNOWN = "unknown", "Wat we nog niet weten"


class StatementKind(TextChoices):
    """Facts and opinions stand apart. Source: domain dossier 3.6."""

    FACT = "fact", "Feit"
    OPINION = "opinion", "Mening"


class SwitchReason(TextChoices):
    OTHER_JOB = "other_job", "Andere baan"
    ILL = "ill", "Ziek"
    FAMILY_ASKS = "family_asks", "Het gezin vraagt het"
    MOVED = "moved", "Verhuizing"
    OTHER = "other", "Anders"


class RequestState(TextChoices):
    """A question from one professional to another: both have to act (lessons, 2.7 to 2.10)."""

    ASKED = "asked", "Gevraagd"
    ACCEPTED = "accepted", "Ja gezegd"
    DECLINED = "declined", "Nee gezegd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class Called112(TextChoices):
    """Whether somebody called 112 before opening a household in an emergency."""

    YES = "yes", "Ja"
    NOT_NEEDED = "not_needed", "Nee, dat hoefde niet"


class Verdict(TextChoices):
    """What the privacy officer thinks of an emergency access."""

    JUSTIFIED = "justified", "Terecht"
    NOT_JUSTIFIED = "not_justified", "Niet terecht"


class ReviewReason(TextChoices):
    """Why the privacy officer looks back at a look."""

    NO_INVOLVEMENT = "no_involvement", "Zonder betrokkenheid"
    REVEAL = "reveal", "Geheim adres bekeken"
    SAMPLE = "sample", "Steekproef"


class LookJudgement(TextChoices):
    """What the privacy officer thinks of a look. Source: security 4.7."""

    JUSTIFIED = "justified", "Terecht"
    UNCLEAR = "unclear", "Onduidelijk"
    BREACH = "breach", "Lijkt op een datalek"


class ReportChoice(TextChoices):
    """Step 5 of the Meldcode: is it reported to Veilig Thuis? (ux, S34)"""

    YES = "yes", "Ja, op …"
    NO = "no", "Nee, want …"


class AdviceTask(TextChoices):
    """What the asker does after an advice of the table (ux, S25). The table hears nothing of it.

    The codes after the first are those of `rvt.choices.FollowUp`.
    """

    TELL = "tell", "Vertel het gezin wat de tafel zei"
    DUO = "duo", "Spreek af met je duo"
    NETWORK_MEETING = "network_meeting", "Plan het netwerkberaad"
    COUNCIL_TALK = "council_talk", "Plan het gesprek met de Raad"
    GUIDANCE = "guidance", "Spreek af hoe het lokale team begeleidt"
    AGAIN = "again", "Stel de vraag opnieuw"


class TaskOutcome(TextChoices):
    DONE = "done", "Gedaan"
    NOT_DONE = "not_done", "Niet gedaan, want …"


class CaseEvent(TextChoices):
    """Changes that `cases` records. An event is declared here before anything can record it."""

    HOUSEHOLD_OPENED = "household.opened", "Huishouden gemaakt"
    HOUSEHOLD_CHANGED = "household.changed", "Huishouden veranderd"
    HOUSEHOLD_CLOSED = "household.closed", "Huishouden afgesloten"
    HOUSEHOLD_REOPENED = "household.reopened", "Huishouden weer gestart"
    PAST_TAKEN_OVER = "household.past_taken_over", "Wat er eerder was overgenomen"
    FAMILY_INFORMED = "household.family_informed", "Het gezin weet het"
    PERSON_ADDED = "person.added", "Iemand toegevoegd"
    PERSON_CHANGED = "person.changed", "Gegevens van iemand veranderd"
    PERSON_LEFT = "person.left", "Iemand hoort er niet meer bij"
    SAFE_CONTACT_CHANGED = "person.safe_contact_changed", "Veilig bereiken veranderd"
    FACT_ADDED = "fact.added", "Adres of plek toegevoegd"
    FACT_CHANGED = "fact.changed", "Adres of plek veranderd"
    FACT_ENDED = "fact.ended", "Adres of plek gestopt"
    FACT_REVEALED = "fact.revealed", "Geheim adres bekeken"
    FACT_GRANT_TAKEN = "fact.grant_taken", "Mag adressen en plekken niet meer zien"
    RELATION_ADDED = "relation.added", "Relatie toegevoegd"
    RELATION_REMOVED = "relation.removed", "Relatie weggehaald"
    NETWORK_ADDED = "network.added", "Iemand uit het netwerk toegevoegd"
    NETWORK_CHANGED = "network.changed", "Iemand uit het netwerk veranderd"
    FILM_ADDED = "film.added", "In de film gezet"
    FILM_NOTED = "film.noted", "Film aangevuld"
    FILM_WITHDRAWN = "film.withdrawn", "Uit de film gehaald"
    PATTERN_MADE = "pattern.made", "Patroon gemaakt in de film"
    PATTERN_TAKEN_OUT = "pattern.taken_out", "Patroon weggehaald uit de film"
    PHASE_SET = "phase.set", "Fase besproken"
    SAFETY_RATED = "rating.given", "Gevraagd hoe veilig het is"
    LOOKED_TOGETHER = "household.looked_together", "Samen met het gezin gekeken"
    SAFETY_RATING_WITHDRAWN = "rating.withdrawn", "Cijfer ongedaan gemaakt"
    AGREEMENT_MADE = "agreement.made", "Afspraak gemaakt"
    AGREEMENT_CHANGED = "agreement.changed", "Afspraak veranderd"
    AGREEMENT_TICKED = "agreement.ticked", "Afspraak bekeken"
    AGREEMENT_TICK_WITHDRAWN = "agreement.tick_withdrawn", "Vinkje ongedaan gemaakt"
    AGREEMENT_ENDED = "agreement.ended", "Afspraak vervallen"
    HELP_ADDED = "help.added", "Hulp toegevoegd"
    HELP_STEPPED = "help.stepped", "Hulp veranderd"
    HELP_STEP_WITHDRAWN = "help.step_withdrawn", "Stap bij hulp ongedaan gemaakt"
    STATEMENT_ADDED = "statement.added", "Bij wat er aan de hand is gezet"
    STATEMENT_CHANGED = "statement.changed", "Veranderd wat er aan de hand is"
    STATEMENT_SEEN_DIFFERENTLY = "statement.seen_differently", "Iemand ziet het anders"
    STATEMENT_TAKEN_OUT = "statement.taken_out", "Weggehaald bij wat er aan de hand is"
    SWITCH_ASKED = "switch.asked", "Wissel gevraagd"
    SWITCH_ANSWERED = "switch.answered", "Wissel beantwoord"
    SWITCH_WITHDRAWN = "switch.withdrawn", "Wissel ingetrokken"
    CONTACT_CHANGED = "contact.changed", "Nieuw vast gezicht"
    COVER_STARTED = "cover.started", "Waarneming afgesproken"
    COVER_ENDED = "cover.ended", "Waarneming gestopt"
    DUO_ASKED = "duo.asked", "Duo gevraagd"
    DUO_ANSWERED = "duo.answered", "Duo beantwoord"
    DUO_WITHDRAWN = "duo.withdrawn", "Duo-vraag ingetrokken"
    DUO_ENDED = "duo.ended", "Duo gestopt"
    SHARING_DECIDED = "sharing.decided", "Toegang besloten"
    ACCESS_GIVEN = "access.given", "Toegang gegeven"
    ACCESS_EXTENDED = "access.extended", "Toegang verlengd"
    ACCESS_STOPPED = "access.stopped", "Toegang gestopt"
    SILENCE_TOLD = "household.silence_told", "Gemeld dat het lang stil is"
    ACCESS_END_ASKED = "access.end_asked", "Gevraagd of toegang nog nodig is"
    ACCESS_MAY_END = "access.may_end", "Toegang mag stoppen"
    KEPT_OUT = "exclusion.started", "Iemand mag dit niet zien"
    LET_IN_AGAIN = "exclusion.ended", "Iemand mag dit weer zien"
    REPORT_WEIGHED = "household.report_weighed", "Afgewogen of er gemeld moet worden"
    ADVICE_TASK_ANSWERED = "advice_task.answered", "Taak na een advies: gedaan of niet"
    OVERVIEW_ASKED = "overview.asked", "Overzicht gevraagd van wie keek mee"
    EMERGENCY_OPENED = "emergency.opened", "Noodtoegang"
    EMERGENCY_ENDED = "emergency.ended", "Noodtoegang gestopt"
    LOOKS_CHOSEN = "looks.chosen", "Meekijken gekozen om na te kijken"
    LOOK_JUDGED = "look.judged", "Meekijken nagekeken"
    EMERGENCY_JUDGED = "emergency.judged", "Noodtoegang beoordeeld"
