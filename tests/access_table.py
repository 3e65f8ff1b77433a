"""T-MATRIX: for every address and method, who gets in. A new address is one line here.

Read a line as a sentence: these people get in; of the others, who signed in finds nothing (404) and who did not is sent
to the sign-in page (the API says 401). The names of people are those of `tests.world`; the groups come from design 2.
Another answer for one method is a row of its own: `{"GET": some(…), "POST": some(…)}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NOT_SIGNED_IN = ("anonymous", "deactivated")
HALF = "password-only"
TOKENS = ("token", "token-expired", "token-withdrawn")
"""Integrations: no person, so what opens for nobody opens for them."""

# The columns of the table of design 2.
EDIT = "contact duo cover"
KEEPERS = "contact duo"
"""Who may know protected facts."""
TELL = f"{EDIT} film"
TICK = f"{TELL} agreements"
READ_STORY = f"{TELL} lead emergency"
READ_AGREEMENTS = f"{TICK} lead emergency"
READ_CARD = f"{READ_AGREEMENTS} card"

OPEN_HOUSEHOLDS = "contact cover lead colleague outsider ended tomorrow"
"""Professionals and team leads of a local team, whatever they are for this household."""

WORK_WITH_HOUSEHOLDS = f"{OPEN_HOUSEHOLDS} duo film agreements card emergency over"
"""Professionals and team leads of any organisation."""

LOOK_AFTER = "administrator region-administrator"
"""Beheerders of the team: its own, and one of the regiobureau."""

RUN_TABLE = "chair secretary"
"""Chair and secretary of the table of this region."""

READ_FIGURES = f"{WORK_WITH_HOUSEHOLDS} policy {LOOK_AFTER} {RUN_TABLE} chair-elsewhere"
"""Who reads the figures of some region."""

READ_FIGURES_HERE = f"{WORK_WITH_HOUSEHOLDS} policy {LOOK_AFTER} {RUN_TABLE}"
"""Who reads the figures of this region."""

TABLE_PEOPLE = f"{RUN_TABLE} expert other-expert chair-elsewhere"
"""Who sits at a table; the expert is asked for one question, the other one for another."""

GUESTS = "contact expert other-expert"
"""Who is asked to come to the meeting, each for one question."""

SAME_TEAM = "contact cover lead colleague ended tomorrow"
"""Professionals and team leads of the team of the contact person."""

EVERYBODY_SIGNED_IN = (
    f"{READ_CARD} colleague outsider ended tomorrow over left privacy-officer policy {LOOK_AFTER} {TABLE_PEOPLE}"
)


@dataclass(frozen=True)
class Row:
    """What happens at one address. `things` says what a part of the address stands for, when that is not its name."""

    people: frozenset[str]
    things: dict[str, str] = field(default_factory=dict)
    refused: str = "hide"
    without_signing_in: str = "login"
    half: str = "login"

    def expects(self, state: str, *, api: bool) -> str:
        """Return the class of answer: allow, hide (404), deny (403) or login."""
        if state in NOT_SIGNED_IN or (state in TOKENS and state not in self.people):
            return self.without_signing_in
        if state == HALF:
            return "deny" if api else self.half
        return "allow" if state in self.people else self.refused


def some(people: str, **things: str) -> Row:
    """These people; for everybody else who signed in it does not exist."""
    return Row(frozenset(people.split()), things)


def members(**options: str) -> Row:
    """Everybody who signed in with both steps."""
    return Row(frozenset(EVERYBODY_SIGNED_IN.split()), **options)  # type: ignore[arg-type]


def everybody() -> Row:
    """Also who did not sign in."""
    return members(without_signing_in="allow")


Table = dict[str, Row | dict[str, Row]]

TABLE: Table = {
    # --- For everybody ------------------------------------------------------------------------------
    "home": members(),
    "keys": members(),
    "accessibility": everybody(),
    "privacy": everybody(),
    "veiligheidskaart:check": members(without_signing_in="allow", half="allow"),  # it knows no session
    # --- The way in ---------------------------------------------------------------------------------
    "account_login": everybody(),
    "account_logout": Row(frozenset(), refused="login"),
    "mfa_authenticate": members(),
    "mfa_login_webauthn": members(),
    "mfa_reauthenticate": Row(frozenset(), refused="deny", half="allow"),
    "mfa_reauthenticate_webauthn": Row(frozenset(), refused="deny"),
    "accounts:no-phone": members(),
    "accounts:password-forgotten": everybody(),
    "accounts:password-forgotten-sent": everybody(),
    "accounts:invitation": Row(frozenset(), without_signing_in="hide"),
    "accounts:password-new": Row(frozenset(), without_signing_in="hide"),
    "accounts:second-step-again": Row(frozenset(), without_signing_in="hide"),
    # --- One's own ----------------------------------------------------------------------------------
    "mfa_index": members(),
    "mfa_activate_totp": members(),
    "mfa_add_webauthn": members(),
    "mfa_remove_webauthn": some(""),
    "mfa_view_recovery_codes": some(""),
    "mfa_generate_recovery_codes": members(),
    "keep-session": members(),
    "notifications": members(),
    "accounts:notifications-read": members(),
    "accounts:my-day": members(),
    "accounts:turn-back": members(),
    "accounts:profile": members(),
    "accounts:working-days": members(),
    "accounts:absence-ask": members(),
    "accounts:absence-answer": some("colleague", uuid="absence"),
    "accounts:absence-withdraw": some("contact", uuid="absence"),
    "accounts:help-colleague": members(),
    "accounts:session-end": some("contact", uuid="session"),
    "accounts:other-sessions-end": members(),
    "accounts:log-book": some("privacy-officer"),
    # --- Beheer -------------------------------------------------------------------------------------
    "accounts:organisation-list": some(LOOK_AFTER),
    "accounts:organisation-create": some("region-administrator"),
    "accounts:organisation-detail": some(LOOK_AFTER, uuid="team"),
    "accounts:organisation-change": some(LOOK_AFTER, uuid="team"),
    "accounts:user-invite": some(LOOK_AFTER, uuid="team"),
    "accounts:user-detail": some(LOOK_AFTER, uuid="member"),
    "accounts:user-block": some(LOOK_AFTER, uuid="member"),
    "accounts:user-unblock": some(LOOK_AFTER, uuid="blocked member"),
    "accounts:user-invite-again": some(LOOK_AFTER, uuid="invited member"),
    "accounts:membership-function": some(LOOK_AFTER, uuid="membership"),
    "accounts:membership-end": some(LOOK_AFTER, uuid="membership"),
    "accounts:role-change": some(LOOK_AFTER, uuid="membership"),
    "accounts:role-give": some(LOOK_AFTER, uuid="member"),
    "accounts:role-request": {
        "GET": some(LOOK_AFTER, uuid="role request"),
        "POST": some("region-administrator", uuid="role request"),
    },
    "accounts:role-withdraw": some("administrator", uuid="role request"),
    "accounts:token-make": some(LOOK_AFTER, uuid="team"),
    "accounts:token-detail": some(LOOK_AFTER, uuid="api token"),
    "accounts:token-withdraw": some(LOOK_AFTER, uuid="api token"),
    "rvt:import-create": some(LOOK_AFTER, uuid="team"),
    "rvt:import-detail": some("administrator", uuid="register file"),
    "rvt:import-stand": some("administrator", uuid="register file"),
    "rvt:import-add": some("administrator", uuid="register file"),
    "rvt:import-drop": some("administrator", uuid="register file"),
    "rvt:code-lists": some("region-administrator"),
    "rvt:code-add": some("region-administrator", list="duration"),
    "rvt:code-change": some("region-administrator", uuid="code"),
    "rvt:code-end": some("region-administrator", uuid="code"),
    "veiligheidskaart:blocks": some("region-administrator", uuid="office"),
    "veiligheidskaart:issuers": some("region-administrator"),
    "veiligheidskaart:issuer": some("region-administrator", uuid="issuer"),
    "veiligheidskaart:languages": some("region-administrator"),
    "veiligheidskaart:language-review": some("region-administrator", language="ti"),
    # --- The table: questions -----------------------------------------------------------------------
    "rvt:start": some(f"{WORK_WITH_HOUSEHOLDS} {TABLE_PEOPLE}"),
    "rvt:question-begin": some(WORK_WITH_HOUSEHOLDS),
    "rvt:question-latest": some(WORK_WITH_HOUSEHOLDS),
    "rvt:question-detail": some(f"contact {RUN_TABLE} expert", uuid="table question"),
    "rvt:question-step-1": some("contact", uuid="question"),
    "rvt:question-step-2": some("contact", uuid="question"),
    "rvt:question-step-3": some("contact", uuid="question"),
    "rvt:question-step-4": some("contact", uuid="question"),
    "rvt:question-step-5": some("contact", uuid="question"),
    "rvt:question-review": some("contact", uuid="question"),
    "rvt:question-withdraw": some("contact", uuid="waiting question"),
    "rvt:queue": some(f"{RUN_TABLE} chair-elsewhere"),
    "rvt:question-checked": some(RUN_TABLE, uuid="waiting question"),
    "rvt:question-send-back": some(RUN_TABLE, uuid="waiting question"),
    "rvt:question-refer": some(RUN_TABLE, uuid="waiting question"),
    # --- The table: the meeting itself, the advice, looking back ---------------------------------------
    "rvt:meeting-live": some(RUN_TABLE, uuid="live meeting"),
    "rvt:meeting-start": some(RUN_TABLE, uuid="live meeting"),
    "rvt:meeting-end": some(RUN_TABLE, uuid="live meeting"),
    "rvt:attendance": some(RUN_TABLE, uuid="live meeting"),
    "rvt:item-live": some(RUN_TABLE, uuid="live meeting", item="live item"),
    "rvt:item-open": some(RUN_TABLE, uuid="live meeting", item="next item"),
    "rvt:item-stand": some(RUN_TABLE, uuid="live meeting", item="live item"),
    "rvt:field-save": some(RUN_TABLE, uuid="live meeting", item="live item"),
    "rvt:item-minutes": some(RUN_TABLE, uuid="live meeting", item="live item"),
    "rvt:item-decide": some(RUN_TABLE, uuid="live meeting", item="live item"),
    "rvt:recognise": some("expert", uuid="item"),
    "rvt:advice-detail": some(f"contact {RUN_TABLE}", uuid="read question"),
    "rvt:advice-read": some("contact", uuid="read question"),
    "rvt:advice-change": some(RUN_TABLE, uuid="change question"),
    "rvt:advice-line": some("expert", uuid="agreed question"),
    "rvt:question-again": some("contact", uuid="agreed question"),
    "rvt:look-back": Row(frozenset(), without_signing_in="hide"),
    "rvt:look-back-thanks": everybody(),
    "rvt:lessons": some(TABLE_PEOPLE),
    # --- The advice register and the figures ------------------------------------------------------------
    "rvt:consultation-list": some(WORK_WITH_HOUSEHOLDS),
    "rvt:consultation-create": some(WORK_WITH_HOUSEHOLDS),
    "rvt:bureau": some(WORK_WITH_HOUSEHOLDS),
    "rvt:bureau-file": some(WORK_WITH_HOUSEHOLDS),
    "rvt:consultation-detail": some(SAME_TEAM, uuid="consultation"),
    "rvt:consultation-add": some(SAME_TEAM, uuid="consultation"),
    "rvt:consultation-called-back": some(SAME_TEAM, uuid="consultation"),
    "rvt:item-count": some(RUN_TABLE, uuid="discussed item"),
    "rvt:figures": some(READ_FIGURES),
    "rvt:figures-csv": some(READ_FIGURES),
    "rvt:figures-notes": some("chair chair-elsewhere"),
    "rvt:figures-paper-ask": some(READ_FIGURES),
    "rvt:figures-paper": some(READ_FIGURES_HERE, uuid="figures paper"),
    "rvt:figures-paper-state": some(READ_FIGURES_HERE, uuid="figures paper"),
    "rvt:figures-paper-pdf": some(READ_FIGURES_HERE, uuid="figures paper"),
    "rvt:figures-paper-again": some(READ_FIGURES_HERE, uuid="figures paper"),
    # --- Households ---------------------------------------------------------------------------------
    "cases:household-list": members(),
    "cases:household-create": some(OPEN_HOUSEHOLDS),
    "cases:face-ask": some(WORK_WITH_HOUSEHOLDS),
    "cases:emergency-start": some(WORK_WITH_HOUSEHOLDS),
    "cases:emergency-open": some(WORK_WITH_HOUSEHOLDS),
    "cases:emergency-choose": some("outsider", search="search"),
    "cases:emergency-end": some("emergency", uuid="household"),
    "cases:emergency-reviews": some("privacy-officer"),
    "cases:emergency-judge": some("privacy-officer", access="emergency"),
    "cases:look-reviews": some("privacy-officer"),
    "cases:look-judge": some("privacy-officer", review="review"),
    "cases:household-detail": some(READ_CARD),
    "cases:household-change": some(EDIT),
    "cases:must-i-report": members(),
    "cases:report-weigh": some(EDIT),
    "cases:question-bring": some("contact duo film"),
    "cases:advice": some("contact duo", uuid="household", question="read question"),
    "cases:advice-again": some("contact duo", uuid="household", question="agreed question"),
    "cases:advice-tasks": some("contact duo"),
    "cases:household-close": some("contact"),
    "cases:household-reopen": some(""),
    "cases:people": some(READ_STORY),
    "cases:person-detail": some(READ_STORY),
    "cases:person-create": some(EDIT),
    "cases:person-change": some(EDIT),
    "cases:person-left": some(EDIT),
    "cases:safe-contact": some(EDIT),
    "cases:fact-create": some(KEEPERS),
    "cases:fact-change": some(KEEPERS),
    "cases:fact-end": some(KEEPERS),
    "cases:fact-grant-take": some("contact", uuid="household"),
    "cases:fact-reveal": some(KEEPERS),
    "cases:fact-shown": some("contact"),
    "cases:network-create": some(EDIT),
    "cases:network-change": some(EDIT),
    "cases:looks": some(READ_CARD),
    "cases:film": some(READ_STORY),
    "cases:film-create": some(TELL),
    "cases:film-note": some(TELL),
    "cases:film-withdraw": some("contact"),
    "cases:pattern-create": some(TELL),
    "cases:pattern-take-out": some("contact"),
    "cases:phase-create": some(EDIT),
    "cases:rating-create": some(EDIT),
    "cases:rating-withdraw": some("contact"),
    "cases:agreement-create": some(EDIT),
    "cases:agreement-change": some(EDIT),
    "cases:agreement-end": some(EDIT),
    "cases:agreement-tick": some(TICK),
    "cases:agreement-tick-withdraw": some(TICK),
    "cases:help-create": some(EDIT),
    "cases:help-step": some(EDIT),
    "cases:help-withdraw": some(EDIT),
    "cases:together": some(TELL),
    "cases:together-screen": some(TELL),
    "cases:analysis": some(READ_STORY),
    "cases:statement-create": some(EDIT),
    "cases:statement-change": some(EDIT),
    "cases:statement-other-view": some(EDIT),
    "cases:statement-take-out": some(EDIT),
    # --- Faces --------------------------------------------------------------------------------------
    "cases:switch-create": some("contact"),
    "cases:switch-answer": some("colleague", uuid="switch"),
    "cases:switch-withdraw": some("contact", uuid="switch"),
    "cases:face-appoint": some("lead"),
    "cases:duo-create": some("contact"),
    "cases:duo-ask": some("contact"),
    "cases:duo-answer": some("outsider", uuid="duo"),
    "cases:duo-withdraw": some("contact", uuid="duo"),
    "cases:duo-end": some("contact duo lead"),
    # --- Access -------------------------------------------------------------------------------------
    "cases:access": some(READ_CARD),
    "cases:access-give": some("contact lead"),
    "cases:access-extend": some("contact lead"),
    "cases:access-stop": some("contact lead card"),
    "cases:access-let-end": some("contact lead card"),
    "cases:access-stop-organisation": some("contact lead", organisation="partner"),
    "cases:keep-out": some("contact lead"),
    "cases:let-in-again": some("contact lead"),
    "cases:know-family": some(READ_CARD),
    "cases:overview": some(f"{EDIT} lead"),
    "cases:overview-pdf": some(f"{EDIT} lead", uuid="overview"),
    "cases:overview-state": some(f"{EDIT} lead", uuid="overview"),
    "cases:overview-again": some(f"{EDIT} lead", uuid="overview"),
    # --- Cards --------------------------------------------------------------------------------------
    "veiligheidskaart:read-in": some(OPEN_HOUSEHOLDS),
    "veiligheidskaart:draft": some(EDIT),
    "veiligheidskaart:translate": some(EDIT, language="tr"),
    "veiligheidskaart:finalise": some(EDIT),
    "veiligheidskaart:together": some(EDIT),
    "veiligheidskaart:together-screen": some(EDIT),
    "veiligheidskaart:handouts": some(EDIT),
    "veiligheidskaart:versions": some(READ_CARD),
    "veiligheidskaart:code": some(READ_CARD),
    "veiligheidskaart:compare": some(EDIT, uuid="edition"),
    "veiligheidskaart:edition": some(EDIT, uuid="edition"),
    "veiligheidskaart:pdf": some(EDIT, uuid="edition"),
    "veiligheidskaart:pdf-state": some(EDIT, uuid="edition"),
    "veiligheidskaart:pdf-again": some(EDIT, uuid="edition"),
    "veiligheidskaart:move": some("contact"),
    "veiligheidskaart:move-pdf": some("contact", uuid="move"),
    "veiligheidskaart:move-stand": some("contact", uuid="move"),
    "veiligheidskaart:move-again": some("contact", uuid="move"),
    "veiligheidskaart:move-taken-over": some("contact", uuid="move"),
    "veiligheidskaart:move-withdraw": some("contact", uuid="move"),
    # --- Meetings of the table ----------------------------------------------------------------------
    "rvt:meeting-list": members(),
    "rvt:meeting-create": some(f"{RUN_TABLE} chair-elsewhere"),
    "rvt:meeting-detail": some(f"{RUN_TABLE} {GUESTS}", uuid="meeting"),
    "rvt:meeting-change": some(RUN_TABLE, uuid="meeting"),
    "rvt:meeting-cancel": some(RUN_TABLE, uuid="meeting"),
    "rvt:meeting-answer": some(GUESTS, uuid="meeting"),
    "rvt:expert-list": some(f"{RUN_TABLE} chair-elsewhere"),
    "rvt:expert-add": some(f"{RUN_TABLE} chair-elsewhere"),
    "rvt:expert-change": some(f"{RUN_TABLE} expert", uuid="pool expert"),
    "rvt:papers": some(f"{RUN_TABLE} {GUESTS}", uuid="meeting"),
    "rvt:paper-pdf": some("chair", uuid="meeting", paper="paper"),
    "rvt:paper-state": some("chair", uuid="meeting", paper="paper"),
    "rvt:paper-again": some("chair", uuid="meeting", paper="paper"),
    "rvt:calendar-file": some(GUESTS, uuid="meeting"),
    "rvt:agenda": some(RUN_TABLE, uuid="meeting"),
    "rvt:agenda-preview": some(RUN_TABLE, uuid="meeting"),
    "rvt:agenda-send": some(RUN_TABLE, uuid="meeting"),
    "rvt:agenda-guests": some(RUN_TABLE, uuid="meeting", item="item"),
    "rvt:agenda-move": some(RUN_TABLE, uuid="meeting", item="item"),
    "rvt:invitation": Row(frozenset(), without_signing_in="hide"),
    # --- The API ------------------------------------------------------------------------------------
    "api:schema": members(),
    "api:connection": Row(frozenset({"token"}), refused="login"),
    "api:consultation-list": Row(frozenset({"token"}), refused="login"),
    "api:consultation-detail": Row(frozenset({"token"}), things={"uuid": "consultation"}, refused="login"),
    "api:figures": Row(frozenset({"token"}), things={"year": "2024"}, refused="login"),
    "api:household-list": {"GET": members(), "POST": some(OPEN_HOUSEHOLDS)},
    "api:household-detail": {"GET": some(READ_CARD), "PATCH": some(EDIT)},
    "api:person-list": {"GET": some(READ_STORY), "POST": some(EDIT)},
    "api:person-detail": {"GET": some(READ_STORY, uuid="person"), "PATCH": some(EDIT, uuid="person")},
    "api:agreement-list": {"GET": some(READ_AGREEMENTS), "POST": some(EDIT)},
    "api:agreement-detail": {"GET": some(READ_AGREEMENTS, uuid="agreement"), "PATCH": some(EDIT, uuid="agreement")},
    "api:agreement-tick": some(TICK, uuid="agreement"),
    "api:card-draft": some(EDIT),
    "api:card-version-list": {"GET": some(READ_CARD), "POST": some(EDIT)},
    "api:card-version-detail": some(READ_CARD, uuid="version"),
    "api:card-edition-list": some(READ_CARD),
    "api:card-edition-detail": some(READ_CARD, uuid="shared edition"),
}


def row_for(name: str, method: str) -> Row:
    """Return the row of an address; a method without one of its own is for whoever may read."""
    rows = TABLE[name]
    if isinstance(rows, Row):
        return rows
    return rows.get(method, rows["GET"])
