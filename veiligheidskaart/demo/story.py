"""What a family's story is made of, before it has days: ages and "so many weeks ago" instead of dates. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from cases.choices import HelpState, Lane, PersonRole, StatementTopic


@dataclass(frozen=True)
class Ago:
    """How long before the day of loading: "13w za" is the Saturday of thirteen weeks ago.

    `day` is a weekday 1 to 7, "s" for a day on which schools are open, or "w" for any working day.
    """

    days: int
    day: str = "w"

    def before(self, today: date) -> date:
        """Return the plain day, before it is moved to the right day of the week."""
        return today - timedelta(days=self.days)


@dataclass(frozen=True)
class StoryPerson:
    """Somebody of the family. `age` in whole years on the day of loading; an unborn child has none."""

    name: str
    role: PersonRole
    age: int | None
    surname: str = ""
    role_word: str = ""
    language: str = "Nederlands"
    interpreter: bool = False
    homes: tuple[str, ...] = ("Thuis",)
    left: Ago | None = None
    born: Ago | None = None
    is_twin: bool = False
    """Born on the same day as whoever stands before on the list."""

    @property
    def is_unborn(self) -> bool:
        return self.age is None


@dataclass(frozen=True)
class StoryRelation:
    person: str
    kind: str
    other: str


@dataclass(frozen=True)
class StoryNetwork:
    """Somebody of their own who thinks along."""

    name: str
    relation: str
    helps: str
    said_yes: bool = True


@dataclass(frozen=True)
class StoryNote:
    """What was said about an event later. `person` sees it differently; without a person it is an addition."""

    person: str
    text: str


@dataclass(frozen=True)
class StoryEvent:
    at: Ago
    lane: Lane
    teller: str
    text: str
    notes: tuple[StoryNote, ...] = ()
    inner_why: str = ""
    month_only: bool = False


@dataclass(frozen=True)
class StoryPhase:
    """Where they were, in `quotes` of (person, own words); without quotes the family wanted to say nothing."""

    at: Ago
    step: int
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StoryNumber:
    """How safe it was from 0 to 10, as `who` said; below 10 with what would make it one higher."""

    at: Ago
    number: int
    who: str
    why: str
    one_higher: str


@dataclass(frozen=True)
class StoryPattern:
    """What somebody sees in events of the film; `events` are words of each of them."""

    sentence: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class StoryAgreement:
    """`state`: nieuw, loopt, lukt, meestal, nogniet or vervallen. `helps` goes with nogniet; `due` is from today."""

    since: Ago
    who: str
    checker: str
    what: str
    detail: str
    state: str
    if_not: str = ""
    helps: str = ""
    due: int | None = None
    due_time: str = ""
    due_any_day: bool = False
    """Also on a day on which nobody works."""
    ended: Ago | None = None


@dataclass(frozen=True)
class StoryHelp:
    """Help for people of the family. `steps` are (when, how it stands, who keeps contact while somebody waits)."""

    people: tuple[str, ...]
    what: str
    helper: str
    steps: tuple[tuple[Ago, HelpState, str], ...]


@dataclass(frozen=True)
class StoryStatement:
    """What is going on: a fact with `at` and who or what says so, or how somebody sees it."""

    topic: StatementTopic
    said_by: str
    text: str
    at: Ago | None = None
    views: tuple[tuple[str, str], ...] = ()
    """Who of the family sees it differently, in own words."""


@dataclass(frozen=True)
class StoryCard:
    """One version of the card. What a later version leaves out is as it was on the one before."""

    at: Ago | None
    good: tuple[tuple[str, str], ...] = ()
    unsafe: tuple[tuple[str, str], ...] = ()
    seen: str = ""
    """What the team sees, as the end of "Sanne en Marco zien …"."""
    steps: tuple[str, ...] = ()
    views: tuple[tuple[str, str], ...] = ()
    """Who sees the card differently, in own words."""

    @property
    def is_draft(self) -> bool:
        return self.at is None


@dataclass
class Story:
    """One household. `kind` and `about` are for counting only and are never loaded."""

    call_name: str
    kind: str = ""
    about: frozenset[str] = frozenset()
    team: str = ""
    since: Ago = Ago(0)
    closed: Ago | None = None
    close_reason: str = ""
    reopened: Ago | None = None
    faces: list[StoryFace] = field(default_factory=list)
    duo: StoryDuo | None = None
    not_told_why: str = ""
    readers: tuple[str, ...] = ()
    """Who of the family may read the card; nobody named means everybody."""
    contact_every_days: int | None = None
    people: list[StoryPerson] = field(default_factory=list)
    relations: list[StoryRelation] = field(default_factory=list)
    network: list[StoryNetwork] = field(default_factory=list)
    film: list[StoryEvent] = field(default_factory=list)
    phases: list[StoryPhase] = field(default_factory=list)
    patterns: list[StoryPattern] = field(default_factory=list)
    numbers: list[StoryNumber] = field(default_factory=list)
    agreements: list[StoryAgreement] = field(default_factory=list)
    help: list[StoryHelp] = field(default_factory=list)
    analysis: list[StoryStatement] = field(default_factory=list)
    cards: list[StoryCard] = field(default_factory=list)
    place: str = ""
    """File and line, for whoever mends the text."""


@dataclass(frozen=True)
class StoryFace:
    """A fixed face: the first since the start (`at` None), a later one since `at`, for a reason the family heard."""

    name: str
    at: Ago | None = None
    reason: str = ""
    heard: str = ""


@dataclass(frozen=True)
class StoryDuo:
    """`name` is somebody, or the kind of organisation the partner comes from."""

    name: str
    at: Ago
    why: str
