"""Code lists of people and organisations (`docs/glossary.md`)."""

from enum import nonmember

from django.db.models import IntegerChoices, TextChoices


class OrganisationKind(TextChoices):
    """Source: code list of organisation kinds in the domain dossier, 9.5."""

    LOCAL_TEAM = "local_team", "Lokaal team"
    MUNICIPAL_POLICY = "municipal_policy", "Gemeente, beleid"
    VEILIG_THUIS = "veilig_thuis", "Veilig Thuis"
    CHILD_PROTECTION_COUNCIL = "child_protection_council", "Raad voor de Kinderbescherming"
    YOUTH_PROTECTION = "youth_protection", "Jeugdbescherming (GI)"
    YOUTH_CARE = "youth_care", "Jeugdhulpaanbieder"
    MENTAL_HEALTH = "mental_health", "GGZ"
    ADDICTION_CARE = "addiction_care", "Verslavingszorg"
    DISABILITY_CARE = "disability_care", "Zorg voor mensen met een licht verstandelijke beperking"
    SHELTER = "shelter", "Vrouwen- en maatschappelijke opvang"
    POLICE = "police", "Politie"
    PUBLIC_PROSECUTION = "public_prosecution", "OM of ZSM"
    PROBATION = "probation", "Reclassering"
    MEDICAL = "medical", "Huisarts of ziekenhuis"
    YOUTH_HEALTH = "youth_health", "Jeugdgezondheidszorg"
    SCHOOL = "school", "School of leerplicht"
    HOUSING = "housing", "Woningcorporatie"
    DEBT_HELP = "debt_help", "Schuldhulp"
    CARE_AND_SAFETY_HOUSE = "care_and_safety_house", "Zorg- en Veiligheidshuis"
    SAFETY_TEAM = "safety_team", "Regionaal Veiligheidsteam"
    CLIENT_SUPPORT = "client_support", "Cliëntondersteuning"
    OTHER = "other", "Overig"


class Role(TextChoices):
    """What a member does in the application. A person may hold several."""

    PROFESSIONAL = "professional", "Professional"
    TEAM_LEAD = "team_lead", "Teamleider"
    RVT_CHAIR = "rvt_chair", "Voorzitter RVT"
    RVT_SECRETARY = "rvt_secretary", "Secretaris RVT"
    RVT_EXPERT = "rvt_expert", "Deskundige RVT"
    POLICY = "policy", "Beleid"
    ADMINISTRATOR = "administrator", "Beheerder"
    PRIVACY_OFFICER = "privacy_officer", "Functionaris gegevensbescherming"

    WITH_HOUSEHOLDS = nonmember(("professional", "team_lead"))
    """Roles that may have a part in a household."""
    AT_THE_TABLE = nonmember(("rvt_chair", "rvt_secretary", "rvt_expert"))
    """Roles of the Regionaal Veiligheidsteam, and of no other organisation."""
    WITH_FIGURES = nonmember(("professional", "team_lead", "rvt_chair", "rvt_secretary", "policy", "administrator"))
    """Roles that read the figures of their region."""
    GUARDING = nonmember(("administrator", "privacy_officer"))
    """Roles that watch over others: nobody takes one away alone."""


class RoleRequestState(TextChoices):
    ASKED = "asked", "Wacht op een andere beheerder"
    ACCEPTED = "accepted", "Ja gezegd"
    DECLINED = "declined", "Nee gezegd"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    LAPSED = "lapsed", "Verlopen"
    ALONE = "alone", "Meteen gedaan, er was één beheerder"

    BY_ANOTHER = nonmember(("accepted", "declined"))
    """Decided by a second person."""


class ApiScope(TextChoices):
    """What a token of an integration may be for. Households are none of it (design 7)."""

    REGISTER = "register", "Adviesregister"
    FIGURES = "figures", "Cijfers"


class Weekday(TextChoices):
    MONDAY = "1", "maandag"
    TUESDAY = "2", "dinsdag"
    WEDNESDAY = "3", "woensdag"
    THURSDAY = "4", "donderdag"
    FRIDAY = "5", "vrijdag"
    SATURDAY = "6", "zaterdag"
    SUNDAY = "7", "zondag"


class AbsenceStatus(TextChoices):
    ASKED = "asked", "Gevraagd"
    ACCEPTED = "accepted", "Ja gezegd"
    DECLINED = "declined", "Nee gezegd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class OutboxState(TextChoices):
    WAITING = "waiting", "Wacht"
    DONE = "done", "Klaar"
    DEAD = "dead", "Mislukt"


class PdfState(TextChoices):
    """How far a paper is that the worker makes. Derived from the paper and its job, never stored."""

    READY = "ready", "Klaar"
    WAITING = "waiting", "Wordt gemaakt"
    FAILED = "failed", "Het maken lukte niet"
    ABSENT = "absent", "Nog niet gemaakt"


class InvitationKind(TextChoices):
    """Why somebody gets a one-time link: all three end in choosing a password and a second step."""

    INVITATION = "invitation", "Uitnodiging"
    LOST_PHONE = "lost_phone", "Telefoon kwijt"
    PASSWORD_RESET = "password_reset", "Wachtwoord vergeten"


class AccountEvent(TextChoices):
    """Changes that `accounts` records. An event is declared here before anything can record it."""

    USER_INVITED = "user.invited", "Iemand uitgenodigd"
    USER_ACTIVATED = "user.activated", "Iemand begon"
    USER_BLOCKED = "user.blocked", "Iemand geblokkeerd"
    USER_UNBLOCKED = "user.unblocked", "Iemand niet meer geblokkeerd"
    USER_INVITED_AGAIN = "user.invited_again", "Iemand opnieuw uitgenodigd"
    PASSWORD_CHANGED = "user.password_changed", "Wachtwoord veranderd"
    SECOND_STEP_SET = "user.second_step_set", "Tweede stap ingesteld"
    SECOND_STEP_REMOVED = "user.second_step_removed", "Tweede stap weggehaald"
    RECOVERY_CODES_MADE = "user.recovery_codes_made", "Nieuwe herstelcodes"
    SECOND_STEP_RESET = "user.second_step_reset", "Tweede stap opnieuw"
    RE_IDENTIFICATION_ASKED = "user.re_identification_asked", "Een collega gevraagd te zeggen wie iemand is"
    RE_IDENTIFIED = "user.re_identified", "Een collega zag wie het was"
    DIGEST_PROMISED = "user.digest_promised", "Mail dat er iets klaarstaat"
    SESSION_ENDED = "user.session_ended", "Op een ander apparaat uitgelogd"
    OTHER_SESSIONS_ENDED = "user.other_sessions_ended", "Overal anders uitgelogd"
    MEMBERSHIP_STARTED = "membership.started", "Iemand hoort bij een organisatie"
    MEMBERSHIP_ENDED = "membership.ended", "Iemand hoort niet meer bij een organisatie"
    ROLE_ASKED = "role.asked", "Gevraagd iemand een rol te geven of af te nemen"
    ROLE_ACCEPTED = "role.accepted", "Ja gezegd op een vraag over een rol"
    ROLE_DECLINED = "role.declined", "Nee gezegd op een vraag over een rol"
    ROLE_WITHDRAWN = "role.withdrawn", "Vraag over een rol ingetrokken"
    ROLE_ALONE = "role.alone", "Een rol gegeven of afgenomen door de enige beheerder"
    FUNCTION_CHANGED = "membership.function_changed", "Functie veranderd"
    WORKING_DAYS_CHANGED = "user.working_days_changed", "Werkdagen veranderd"
    PROFILE_CHANGED = "user.profile_changed", "Eigen gegevens veranderd"
    ABSENCE_ASKED = "absence.asked", "Waarneming gevraagd"
    ABSENCE_ANSWERED = "absence.answered", "Waarneming beantwoord"
    ABSENCE_WITHDRAWN = "absence.withdrawn", "Waarneming ingetrokken"
    TOKEN_MADE = "token.made", "Koppeling gemaakt"
    TOKEN_WITHDRAWN = "token.withdrawn", "Koppeling ingetrokken"
    TOKEN_END_TOLD = "token.end_told", "Gezegd dat een koppeling stopt"
    ORGANISATION_CREATED = "organisation.created", "Organisatie gemaakt"
    ORGANISATION_CHANGED = "organisation.changed", "Organisatie veranderd"


class AccessEvent(TextChoices):
    """What a line of the access log is about (NEN 7513, 7.2.1).

    A code keeps its meaning for as long as lines are kept: add, never reuse.
    """

    LOOK = "look", "Gekeken"
    LIST = "list", "Lijst bekeken"
    SEARCH = "search", "Gezocht"
    EXPORT = "export", "Pdf opgehaald"
    CREATE = "create", "Gemaakt"
    CHANGE = "change", "Veranderd"
    INTEGRATION = "integration", "Koppeling gebruikt"
    GUARDED = "guarded", "Geheim tegengehouden"
    SIGN_IN = "sign_in", "Ingelogd"
    SIGN_IN_FAILED = "sign_in_failed", "Inloggen mislukt"
    SIGN_OUT = "sign_out", "Uitgelogd"


class Outcome(IntegerChoices):
    """How what a line of the access log is about ended (NEN 7513, 7.2.5)."""

    SUCCESS = 1, "Gelukt"
    REFUSED = 2, "Geweigerd"
    ERROR = 3, "Mislukt"
