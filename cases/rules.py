"""Pure decisions about households: no database, no clock. Dates and choices in, an answer out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, time, timedelta
from enum import Enum
from typing import TypeVar

from accounts.workdays import working_days, working_days_later
from cases.choices import (
    AgreementState,
    Audience,
    CloseReason,
    HouseholdKind,
    Level,
    Part,
    PersonRole,
    PhaseStep,
    RelationKind,
    TickOutcome,
)

K = TypeVar("K", bound=Hashable)

OLDEST_BIRTH_YEAR = 1900
"""Nobody in this work was born before 1900, and nothing in a film happened before it."""

ADULT_AGE = 18
LOOK_BACK_LIMIT = timedelta(days=92)
"""A card is looked back on within three months (ux, S14)."""

SHARE_FOR_DEFAULT = timedelta(days=92)
SHARE_FOR_AT_MOST = timedelta(days=365)
"""Access ends after 3 months by default and 12 at most (design, 9)."""

ASK_BEFORE_END = timedelta(days=7)
"""How long before access ends both sides are asked whether it is still needed (ux, S10)."""

NEEDED_FOR: dict[str, tuple[str, ...]] = {
    Level.CARD: ("view",),
    Level.AGREEMENTS: ("view", "change"),
    Level.FILM: ("view", "change"),
    "": ("view", "change"),
}
"""What an organisation must hold so that one of its people can do what belongs to this level; "" is the duo."""

FACE_QUESTIONS_A_DAY = 10
"""How often somebody may ask whether there is a fixed face (ux, S4); the function `ask_for_face` counts."""

EMERGENCY_LASTS = timedelta(hours=4)
EMERGENCY_CHOICE_LASTS = timedelta(minutes=15)
"""How long one may choose from what was found."""
EMERGENCY_TRIES_A_DAY = 3
EMERGENCY_REASON_LENGTH = 20
EMERGENCY_MATCHES = 12
"""More households than this are not shown to choose from: then the name says too little."""
REVIEW_WITHIN_WORKING_DAYS = 2
"""Source of these: ux S11, security 2.1 (m). The functions `find_in_emergency` and `open_in_emergency` keep to them."""

LOOK_REVIEW_WITHIN_WORKING_DAYS = 5
"""How soon the privacy officer looks back at a look that was chosen (security 4.7)."""

REVEAL_FOR = timedelta(seconds=60)
"""How long a secret address stands on the screen (ux, S8)."""

REVEAL_WHY_AT_LEAST = 10
"""Signs in the reason for looking at it."""

THIS_WEEK = timedelta(days=7)
"""How far "deze week" looks ahead: today is not in it, the same weekday next week is."""

LONG_ABSENCE_WORKING_DAYS = 5

TICKS_THAT_COUNT = 5
"""How many of the last ticks say how an agreement stands now."""

CONTACT_EVERY_DAYS = {PhaseStep.DIRECT_SAFETY: 7, PhaseStep.RISK_DRIVEN: 42, PhaseStep.RECOVERY: 92}
"""How long a household may be silent when nothing else was agreed. Source: domain dossier 2.6, a proposal."""


class Act(Enum):
    """What somebody can do with a household: the rows of the access table (design 2)."""

    READ_CARD = "read_card"
    READ_AGREEMENTS = "read_agreements"
    READ_STORY = "read_story"
    READ_INNER = "read_inner"
    TICK = "tick"
    TELL = "tell"
    EDIT = "edit"
    FINALISE = "finalise"
    SHARE = "share"
    SWITCH = "switch"
    APPOINT = "appoint"
    SEE_ACCESS = "see_access"
    BRING = "bring"


class Seat(Enum):
    """Where somebody stands: the columns of the access table (design 2)."""

    CONTACT = "contact"
    DUO = "duo"
    COVER = "cover"
    TEAM_LEAD = "team_lead"
    INVITED_FILM = "invited_film"
    INVITED_AGREEMENTS = "invited_agreements"
    INVITED_CARD = "invited_card"
    EMERGENCY = "emergency"


_CLOSE = frozenset({Seat.CONTACT, Seat.DUO, Seat.COVER})

SEATS_FOR: dict[Act, frozenset[Seat]] = {
    Act.READ_CARD: frozenset(Seat),
    Act.READ_AGREEMENTS: frozenset(Seat) - {Seat.INVITED_CARD},
    Act.READ_STORY: _CLOSE | {Seat.TEAM_LEAD, Seat.INVITED_FILM, Seat.EMERGENCY},
    Act.READ_INNER: _CLOSE,
    Act.TICK: _CLOSE | {Seat.INVITED_FILM, Seat.INVITED_AGREEMENTS},
    Act.TELL: _CLOSE | {Seat.INVITED_FILM},
    Act.EDIT: _CLOSE,
    Act.FINALISE: _CLOSE,
    Act.SHARE: frozenset({Seat.CONTACT, Seat.TEAM_LEAD}),
    Act.SWITCH: frozenset({Seat.CONTACT}),
    Act.APPOINT: frozenset({Seat.TEAM_LEAD}),
    Act.SEE_ACCESS: _CLOSE | {Seat.TEAM_LEAD},
    Act.BRING: frozenset({Seat.CONTACT, Seat.DUO, Seat.INVITED_FILM}),
}
"""Who may do what. Source: design, chapter 2, the table."""

PERMISSION_FOR: dict[Act, str] = {
    Act.READ_CARD: "view_household",
    Act.READ_AGREEMENTS: "view_household",
    Act.READ_STORY: "view_household",
    Act.READ_INNER: "view_household",
    Act.SEE_ACCESS: "view_household",
    Act.BRING: "view_household",
    Act.TICK: "change_household",
    Act.TELL: "change_household",
    Act.EDIT: "change_household",
    Act.FINALISE: "change_household",
    Act.SHARE: "coordinate_household",
    Act.SWITCH: "coordinate_household",
    Act.APPOINT: "coordinate_household",
}
"""What the organisation must hold, so that its people may do this."""

READING = frozenset(act for act, permission in PERMISSION_FOR.items() if permission == "view_household")
"""Acts that a closed household still allows."""

SEAT_OF: dict[tuple[str, str], Seat] = {
    (Part.CONTACT, ""): Seat.CONTACT,
    (Part.DUO, ""): Seat.DUO,
    (Part.COVER, ""): Seat.COVER,
    (Part.EMERGENCY, ""): Seat.EMERGENCY,
    (Part.INVITED, Level.FILM): Seat.INVITED_FILM,
    (Part.INVITED, Level.AGREEMENTS): Seat.INVITED_AGREEMENTS,
    (Part.INVITED, Level.CARD): Seat.INVITED_CARD,
}
"""Which seat an involvement gives. A team lead has one without an involvement."""


def version() -> str:
    """Return a digest of the access table above: the access log says by which rules somebody was let in."""
    table = (
        sorted((act.value, sorted(seat.value for seat in seats)) for act, seats in SEATS_FOR.items()),
        sorted((act.value, permission) for act, permission in PERMISSION_FOR.items()),
        sorted((str(part), str(level), seat.value) for (part, level), seat in SEAT_OF.items()),
    )
    return hashlib.sha256(repr(table).encode()).hexdigest()[:12]


def age_on(day: date, *, born_on: date | None, birth_year: int | None) -> int | None:
    """Return the age in whole years on `day`; from a year alone the age reached in that year. None when unknown."""
    if born_on is not None:
        return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    if birth_year is not None:
        return day.year - birth_year
    return None


def is_child(role: str, age: int | None) -> bool:
    """Whether somebody counts as a child here: by age when that is known, else by the part in the family."""
    return age < ADULT_AGE if age is not None else role in PersonRole.CHILDREN


def household_kind(people: Iterable[tuple[str, int | None]]) -> HouseholdKind:
    """Return gezin when a child belongs to it (also an unborn one), else huishouden. `people`: (role, age) of each.

    Source: glossary, domain dossier 7: a gezin is a household with a child or children.
    """
    has_child = any(is_child(role, age) for role, age in people)
    return HouseholdKind.FAMILY if has_child else HouseholdKind.HOUSEHOLD


def silent_after_days(agreed: int | None, step: str | None) -> int:
    """Return after how many days without contact a household counts as "lang stil"."""
    if agreed:
        return agreed
    return CONTACT_EVERY_DAYS[PhaseStep(step)] if step else CONTACT_EVERY_DAYS[PhaseStep.DIRECT_SAFETY]


def fold(text: str) -> str:
    """Return `text` in small letters, without accents and with one kind of dash: "Haddad – Díjk" is "haddad-dijk".

    For comparing what is typed with what is stored: the database has no Dutch locale.
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"\s*[-\u2010-\u2015]\s*", "-", " ".join(letters.split()))


def agreement_state(outcomes: Sequence[str]) -> AgreementState:
    """Return how an agreement stands after these ticks, newest first (`TICKS_THAT_COUNT` of them at most).

    The last one decides; "lukt meestal" is a yes after a "nog niet" that is not long ago.
    """
    if not outcomes:
        return AgreementState.NEW
    if outcomes[0] == TickOutcome.NOT_YET:
        return AgreementState.NOT_YET
    return AgreementState.MOSTLY if TickOutcome.NOT_YET in outcomes else AgreementState.WORKS


def shown_agreement_state(state: str, *, since: date, today: date) -> AgreementState:
    """Return the state to show on `today`: an agreement is new until its first day is over, then it runs."""
    if state == AgreementState.NEW and since < today:
        return AgreementState.RUNNING
    return AgreementState(state)


def state_since(steps: Sequence[tuple[str, date]]) -> date:
    """Return since which day the last of these states holds without a break. `steps`: (state, day), oldest first.

    Whoever waits and gets another one to keep contact has been waiting since the first day of it.
    """
    state, since = steps[-1]
    for earlier, day in reversed(steps):
        if earlier != state:
            break
        since = day
    return since


def default_relations(people: Sequence[tuple[K, str]]) -> list[tuple[K, RelationKind, K]]:
    """Return who is probably what of whom, from the parts in the family alone; each can be changed afterwards.

    `people`: (key, role). Parents are parents of the children; two parents without another partner are partners.
    """

    def having(*roles: str) -> list[K]:
        return [key for key, role in people if role in roles]

    parents, foster_parents = having("mother", "father"), having("foster_parent")
    children = having("child", "adult_child")
    grandparents, partners, former = having("grandparent"), having("partner", "stepparent"), having("ex_partner")
    pairs = [(parent, RelationKind.PARENT_OF, child) for parent in parents for child in children]
    pairs += [(parent, RelationKind.PARENT_OF, child) for parent in foster_parents for child in having("foster_child")]
    if not parents:
        grandchildren = children + having("grandchild")
        pairs += [(one, RelationKind.GRANDPARENT_OF, child) for one in grandparents for child in grandchildren]
    if len(parents) == 2 and not partners:
        pairs.append((parents[0], RelationKind.PARTNER_OF, parents[1]))
    if len(parents) == 1:
        pairs += [(parents[0], RelationKind.PARTNER_OF, partner) for partner in partners]
        pairs += [(parents[0], RelationKind.EX_PARTNER_OF, ex) for ex in former]
    if not parents and len(partners) == 2:
        pairs.append((partners[0], RelationKind.PARTNER_OF, partners[1]))
    return pairs


def sort_name(call_name: str) -> str:
    """Return a folded name for sorting and searching: the database sorts by code point, without a Dutch locale."""
    folded = fold(call_name)
    for opening in ("de ", "familie ", "gezin "):
        folded = folded.removeprefix(opening) or folded
    return folded[:80]


def search_surname(surname: str) -> str:
    """Return a folded surname for an exact match: "de  Vríes" is "de vries", and not the same as "vries"."""
    return fold(surname)[:100]


def looks_the_same(name: str, first_names: Iterable[str], *, other_name: str, other_first_names: Iterable[str]) -> bool:
    """Whether two households of one municipality may be the same: by name, or everybody of one is in the other.

    One first name proves nothing; it takes two. Somebody calls somebody then, nothing else happens (ux, S7).
    """
    if sort_name(name) == sort_name(other_name):
        return True
    smaller, larger = sorted(
        ({fold(first_name) for first_name in names} for names in (first_names, other_first_names)), key=len
    )
    return len(smaller) > 1 and smaller <= larger


def review_due(day: date, *, within: int = REVIEW_WITHIN_WORKING_DAYS) -> date:
    """Return the last day on which something of `day` is looked at: so many working days later."""
    return working_days_later(day, within)


def is_long_absence(start: date, end: date) -> bool:
    """Whether a family notices that its face is away on the days `[start, end)`: more than one working week."""
    return working_days(start, end) > LONG_ABSENCE_WORKING_DAYS


UNBORN_AND_BORN = "Nog niet geboren, en toch een geboortedatum. Kies één van de twee."


def agreement_day_problem(since: date | None, due_on: date | None, due_at: time | None) -> str | None:
    """Say what is wrong with the days of an agreement, None when nothing is. Days and time are local."""
    if due_at and not due_on:
        return "Kies ook een dag."
    if due_on and since and due_on < since:
        return "Deze dag ligt voor de eerste dag van de afspraak."
    return None


# --- How safe it is, from 0 to 10 ---------------------------------------------------------------------------------

SAFE_ENOUGH_TO_LEAVE = 10
"""The highest number: professionals are not needed any more. 0: somebody has to step in now (domain dossier, 3.3)."""


def is_safety_number(number: int) -> bool:
    """Whether it is a number from 0 to 10."""
    return 0 <= number <= SAFE_ENOUGH_TO_LEAVE


def one_higher_problem(number: int, one_higher: str) -> str | None:
    """Say what is missing about one step higher, None when nothing is: above 10 there is no step."""
    if number < SAFE_ENOUGH_TO_LEAVE and not one_higher:
        return "Schrijf op wat één stap hoger helpt. Weet niemand het? Schrijf dat op."
    return None


# --- Patterns in the film -------------------------------------------------------------------------------------------

LEAST_EVENTS_OF_A_PATTERN = 2
"""One event is no pattern. Source: ux S6."""

_WIDEST_FIRST = (Audience.EVERYONE, Audience.PROFESSIONALS, Audience.INNER)


def pattern_audience_problem(audience: str, of_events: Iterable[str]) -> str | None:
    """Say why a pattern may not be for `audience`: somebody of it may not read one of its events."""
    smallest = max(map(_WIDEST_FIRST.index, of_events))
    if _WIDEST_FIRST.index(audience) >= smallest:
        return None
    return f"Niet iedereen mag al deze gebeurtenissen lezen. Kies: {_WIDEST_FIRST[smallest].label.lower()}."


# --- Closing ----------------------------------------------------------------------------------------------------------


def looks_back_at_closing(reason: str) -> bool:
    """Whether who closes for this reason looks back with the family first (domain dossier, 2.3)."""
    return reason in set(CloseReason) - {CloseReason.DIED}
