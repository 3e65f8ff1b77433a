"""Gives every question of the year its meeting, its asker, its days and what followed. Pure: no database.

The same day and the same seed give the same year. The mix of what followed is that of the domain dossier, 9.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

from accounts.choices import OrganisationKind, Role
from rvt.choices import Discipline, FollowUp, FreeTalk, Recognition, Urgency
from veiligheidskaart.demo import days
from veiligheidskaart.demo.people import AT_THE_TABLE, PROFESSIONALS, Professional
from veiligheidskaart.demo.region import ORGANISATIONS
from veiligheidskaart.demo.table import phrases, pool, whole
from veiligheidskaart.demo.table.text import Asked, Brought, Theme, Whole

SEED = 20_241
THURSDAY = 4
WEEKS, MEETINGS = 51, 44
"""So many Thursdays lie within a year, with a few weeks to spare for the oldest question; on so many the table met."""

FIRST_HALF = 0.55
"""Share of the questions in the months January to June."""

SHARES = {
    FollowUp.COUNCIL_TALK: 0.32,
    FollowUp.NETWORK_MEETING: 0.13,
    FollowUp.GUIDANCE: 0.23,
    FollowUp.DUO: 0.35,
    FollowUp.AGAIN: 0.03,
}
"""What followed, as a share of all questions. More than one may follow; where nothing does it is advice alone."""

ADVICE_ONLY, OTHER_VIEW, OVERLOOKED, NOT_TOLD, CAN_WAIT = 0.30, 0.40, 0.25, 0.28, 0.2
FEWEST, MOST = 2, 5
"""Questions at one meeting."""

_LAGS = {
    Urgency.THIS_WEEK: (1, 2, 2, 2, 3),
    Urgency.NEXT_TABLE: (6, 7, 7, 8, 8, 9, 9, 9, 9, 10, 10, 13, 14),
    Urgency.CAN_WAIT: (9, 10, 13, 14, 15, 17, 20, 22),
}
"""Days from sending to the table."""

_AGREE_IN = (1, 1, 4, 4, 5, 6, 8)
_NEVER_TOLD = {"eer", "vermoeden-misbruik"}
_MOST_FOLLOW_UPS = 3
_KIND_OF = {organisation.name: organisation.kind for organisation in ORGANISATIONS}


@dataclass(frozen=True)
class PlannedQuestion:
    """A question with its days. `agreed_on` and `final_on` may lie ahead: then it has not come that far."""

    brought: Brought
    submitted_on: date
    agreed_on: date | None
    lines_until: date | None
    final_on: date | None
    experts: tuple[tuple[Professional, Discipline], ...]
    recognised: tuple[Professional, Recognition] | None = None


@dataclass(frozen=True)
class PlannedMeeting:
    """A meeting that was held. `absent`: guests who said no, or said yes and were not there."""

    on: date
    questions: tuple[PlannedQuestion, ...]
    said_no: frozenset[str]
    stayed_away: frozenset[str]


@dataclass(frozen=True)
class PlannedAnswer:
    """How somebody found the table."""

    half_year: str
    free_talk: FreeTalk
    right_knowledge: FreeTalk
    next_time: str = ""
    lesson: str = ""


@dataclass(frozen=True)
class Year:
    meetings: tuple[PlannedMeeting, ...]
    looked_back: tuple[PlannedAnswer, ...]


def next_meeting(today: date) -> date:
    """Return the first Thursday after `today` on which the table meets."""
    day = today + timedelta(days=(THURSDAY - today.isoweekday()) % 7 or 7)
    while not is_met(day):
        day += timedelta(weeks=1)
    return day


def make(themes: Sequence[Theme], today: date, seed: int = SEED) -> Year:
    """Return the year that lies behind the table on `today`."""
    chance = Random(f"{seed} {today}")
    held = meeting_days(today)
    questions = list(_spread(_brought(themes, chance), chance))
    sizes = _sizes(held, len(questions) + 3, chance)
    sizes[-1], sizes[-3] = sizes[-1] - 2, sizes[-3] - 1
    parts = _cut(questions, sizes)
    parts[-1] = [whole.TO_READ, whole.TO_ADD_TO, *parts[-1]]
    parts[-3] = [whole.DUO_ADVISED, *parts[-3]]
    planner = _Planner(chance, today, held)
    return Year(
        tuple(planner.meeting(day, part) for day, part in zip(held, parts, strict=True)),
        tuple(_looked_back(held, sizes, today, chance)),
    )


def meeting_days(today: date) -> list[date]:
    """Return the Thursdays before `today` on which the table met: not in summer, around Christmas or on a holiday."""
    last = today - timedelta(days=(today.isoweekday() - THURSDAY) % 7 or 7)
    found = [last - timedelta(weeks=number) for number in reversed(range(WEEKS))]
    met = [day for day in found if is_met(day)]
    summer = sorted(met, key=lambda day: abs((day - date(day.year, 8, 6)).days))
    free = set(summer[: len(met) - MEETINGS])
    return [day for day in met if day not in free]


def is_met(day: date) -> bool:
    """Whether the table meets on a Thursday like this."""
    around_christmas = (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 5)
    return days.is_working_day(day) and not around_christmas


def _sizes(held: list[date], total: int, chance: Random) -> list[int]:
    """Return how many questions each meeting had: more in the first half of a calendar year."""
    first = [place for place, day in enumerate(held) if day.month <= 6]
    second = [place for place, day in enumerate(held) if day.month > 6]
    sizes = [0] * len(held)
    in_first = min(max(round(total * FIRST_HALF), FEWEST * len(first), total - MOST * len(second)), MOST * len(first))
    for places, wanted in ((first, in_first), (second, total - in_first)):
        for number, place in enumerate(places):
            sizes[place] = wanted // len(places) + (number < wanted % len(places))
        for _ in places:
            giver, taker = chance.choice(places), chance.choice(places)
            least = 4 if giver >= len(held) - 3 else FEWEST
            if giver != taker and sizes[giver] > least and sizes[taker] < MOST:
                sizes[giver], sizes[taker] = sizes[giver] - 1, sizes[taker] + 1
    return sizes


def _cut(questions: list[tuple[str, Brought]], sizes: list[int]) -> list[list[Brought]]:
    """Deal the questions over the meetings in their order; one theme at most once a meeting."""
    parts: list[list[Brought]] = []
    waiting = list(questions)
    for size in sizes:
        part: list[tuple[str, Brought]] = []
        while len(part) < size:
            taken = {name for name, _ in part}
            place = next((number for number, (name, _) in enumerate(waiting) if name not in taken), 0)
            part.append(waiting.pop(place))
        parts.append([brought for _, brought in part])
    return parts


def _spread(named: Iterable[tuple[str, list[Brought]]], chance: Random) -> Iterator[tuple[str, Brought]]:
    """Return the questions of every theme in turn, each theme over the whole year."""
    placed = [
        ((number + chance.random()) / len(questions), chance.random(), name, brought)
        for name, questions in named
        for number, brought in enumerate(questions)
    ]
    for _, _, name, brought in sorted(placed, key=lambda each: each[:2]):
        yield name, brought


def _brought(themes: Sequence[Theme], chance: Random) -> list[tuple[str, list[Brought]]]:
    """Write out every question of every theme, with what followed."""
    asked = [(theme, one) for theme in themes for one in theme.asked]
    given = [brought.question for brought in (whole.TO_READ, whole.TO_ADD_TO, whole.DUO_ADVISED)]
    follow_ups = _follow_ups([theme for theme, _ in asked], given, chance)
    writer = _Writer(chance, len(asked))
    askers = _askers(chance)
    found = []
    for theme in themes:
        places = [place for place, (other, _) in enumerate(asked) if other is theme]
        texts = writer.write(theme, [follow_ups[place] for place in places])
        questions = [Brought(text, next(askers).name) for text in texts]
        if theme.name == whole.LINKED_THEME:
            questions[0] = Brought(questions[0].question, whole.LINKED_ASKER, whole.LINKED_HOUSEHOLD)
        found.append((theme.name, questions))
    return found


def _askers(chance: Random) -> Iterator[Professional]:
    """Return who asks, over and over: most of them from the local teams."""
    team, others = OrganisationKind.LOCAL_TEAM, {OrganisationKind.VEILIG_THUIS, OrganisationKind.SHELTER}
    may = [one for one in PROFESSIONALS if one.role == Role.PROFESSIONAL and one not in AT_THE_TABLE]
    local = [one for one in may if _KIND_OF[one.organisation] == team]
    joining = [one for one in may if _KIND_OF[one.organisation] in others]
    while True:
        turn = [*local, *local, *joining]
        chance.shuffle(turn)
        yield from turn


def _follow_ups(themes: list[Theme], given: list[Whole], chance: Random) -> list[tuple[FollowUp, ...]]:
    """Return what followed from each question, so that all together have the shares of the field."""
    total = len(themes) + len(given)
    alone = set(chance.sample(range(len(themes)), round(total * ADVICE_ONLY)))
    found: list[set[FollowUp]] = [set() for _ in themes]
    for kind, share in SHARES.items():
        wanted = round(total * share) - sum(kind in one.follow_ups for one in given)
        fitting = [place for place, theme in enumerate(themes) if place not in alone and kind in theme.fits]
        fitting = [place for place in fitting if len(found[place]) < _MOST_FOLLOW_UPS]
        order = {place: (len(found[place]), themes[place].fits.index(kind), chance.random()) for place in fitting}
        for place in sorted(fitting, key=order.__getitem__)[:wanted]:
            found[place].add(kind)
    return [
        tuple(kind for kind in FollowUp if kind in kinds or (not kinds and kind == FollowUp.ADVICE_ONLY))
        for kinds in found
    ]


class _Writer:
    """Writes out questions: of each list of a theme another part for each, and what comes back, in turn."""

    def __init__(self, chance: Random, total: int) -> None:
        self.chance = chance
        self.following = {kind: self._turns(lines) for kind, lines in phrases.FOLLOWING.items()}
        self.tellers, self.not_yet = self._turns(phrases.TELLERS), self._turns(phrases.NOT_YET)
        self.overlooked = self._turns(phrases.NOTHING_OVERLOOKED)
        self.why = {urgency: self._turns(lines) for urgency, lines in phrases.WHY.items()}
        self.other, self.nothing, self.not_told = (
            self._yes(total, share) for share in (OTHER_VIEW, OVERLOOKED, NOT_TOLD)
        )

    def write(self, theme: Theme, follow_ups: list[tuple[FollowUp, ...]]) -> Iterator[Whole]:
        """Write out the questions of one theme."""
        goes_well, tried = self._pairs(theme.goes_well), self._pairs(theme.tried)
        wants, weighed = self._pairs(theme.wants), self._pairs(theme.weighed)
        views, lines = self._turns(theme.other_views), list(theme.lines)
        advice = self.chance.sample(list(combinations(theme.advice, 3)), len(theme.asked))
        for asked, kinds, steps in zip(theme.asked, follow_ups, advice, strict=True):
            urgency = self._urgency(asked)
            nothing = f" {next(self.overlooked)}" if next(self.nothing) else ""
            yield Whole(
                sentence=asked.sentence,
                about=theme.about,
                members=asked.members,
                unsafe=asked.unsafe,
                goes_well=next(goes_well),
                tried=next(tried),
                wants=next(wants),
                dilemma=asked.dilemma,
                disciplines=theme.needs,
                knows_why=next(self.not_yet) if next(self.not_told) or theme.name in _NEVER_TOLD else "",
                urgency=urgency,
                urgency_why=next(self.why[urgency]),
                considerations=next(weighed) + nothing,
                advice=(*steps, *(next(self.following[kind]) for kind in kinds if kind in self.following)),
                other_view=next(views) if next(self.other) else "",
                follow_ups=kinds,
                teller=next(self.tellers),
                lines=(lines.pop(),) if lines else (),
            )

    def _urgency(self, asked: Asked) -> Urgency:
        if asked.is_urgent:
            return Urgency.THIS_WEEK
        return Urgency.CAN_WAIT if self.chance.random() < CAN_WAIT else Urgency.NEXT_TABLE

    def _turns(self, lines: Sequence[str]) -> Iterator[str]:
        """Return the lines in turn, over and over, each round in another order."""
        while True:
            yield from self.chance.sample(lines, len(lines))

    def _pairs(self, lines: Sequence[str]) -> Iterator[str]:
        """Return every two of the lines together, and then each alone."""
        pairs = [" ".join(pair) for pair in combinations(lines, 2)]
        while True:
            yield from self.chance.sample(pairs, len(pairs))
            yield from self.chance.sample(lines, len(lines))

    def _yes(self, total: int, share: float) -> Iterator[bool]:
        answers = [True] * round(total * share) + [False] * (total - round(total * share))
        yield from self.chance.sample(answers, total)


class _Planner:
    """Gives the questions of each meeting their days and their experts."""

    def __init__(self, chance: Random, today: date, held: list[date]) -> None:
        self.chance, self.today = chance, today
        self.oldest = held[0] - timedelta(days=7)

    def meeting(self, day: date, part: list[Brought]) -> PlannedMeeting:
        """Plan one meeting."""
        part = self._each_asker_once(part)
        askers = {brought.asker for brought in part}
        core = [self._one_of(code, askers) for code in (Discipline.VEILIG_THUIS, Discipline.COUNCIL)]
        questions = tuple(self._question(day, brought, core, askers) for brought in part)
        asked = sorted({one.name for question in questions for one, _ in question.experts})
        no = frozenset(self.chance.sample(asked, self.chance.choice((0, 0, 0, 1))))
        away = frozenset(self.chance.sample(sorted(set(asked) - no), self.chance.choice((0, 0, 0, 1))))
        return PlannedMeeting(day, questions, no, away)

    def _each_asker_once(self, part: list[Brought]) -> list[Brought]:
        may = [one.name for one in PROFESSIONALS if one.role == Role.PROFESSIONAL and one not in AT_THE_TABLE]
        taken = {brought.asker for brought in part}
        found: dict[str, Brought] = {}
        for brought in part:
            asker = brought.asker
            if asker in found:
                asker = self.chance.choice([name for name in may if name not in taken])
                taken.add(asker)
            found[asker] = replace(brought, asker=asker) if asker != brought.asker else brought
        return list(found.values())

    def _question(
        self, day: date, brought: Brought, core: list[tuple[Professional, Discipline]], askers: set[str]
    ) -> PlannedQuestion:
        experts = {one.name: (one, code) for one, code in core}
        for code in brought.question.disciplines:
            if not any(code in pool.disciplines_of(one) for one, _ in experts.values()):
                one, _ = self._one_of(code, askers)
                experts.setdefault(one.name, (one, code))
        agreed, until, final = self._afterwards(day, brought)
        recognised = None
        if self.chance.random() < 0.03:
            recognised = (list(experts.values())[-1][0], self.chance.choice([Recognition.LEAVES, Recognition.STAYS]))
        return PlannedQuestion(
            brought, self._submitted(day, brought), agreed, until, final, tuple(experts.values()), recognised
        )

    def _one_of(self, code: Discipline, askers: set[str]) -> tuple[Professional, Discipline]:
        who = [one for one in pool.who_knows(code, weekday=THURSDAY) if one.name not in askers]
        return self.chance.choice(who), code

    def _submitted(self, day: date, brought: Brought) -> date:
        sent = day - timedelta(days=self.chance.choice(_LAGS[brought.question.urgency]))
        while not days.is_working_day(sent):
            sent -= timedelta(days=1)
        return max(sent, self.oldest)

    def _afterwards(self, day: date, brought: Brought) -> tuple[date | None, date | None, date | None]:
        """Return when the asker agreed, the last day for experts and the day it was final; nothing: not read yet."""
        agreed = days.working_day_from(day + timedelta(days=self.chance.choice(_AGREE_IN)))
        if brought is whole.TO_READ:
            return None, None, None
        if brought is whole.TO_ADD_TO:
            agreed = max(day, _working_day_before(self.today + timedelta(days=1)))
        elif agreed >= self.today:
            agreed = day
        until = days.working_day_from(days.working_day_from(agreed + timedelta(days=1)) + timedelta(days=1))
        final = until + timedelta(days=1)
        return agreed, until, final if final <= self.today else None


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not days.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _looked_back(held: list[date], sizes: list[int], today: date, chance: Random) -> Iterator[PlannedAnswer]:
    """Return the answers of who looked back after six weeks: many in the fullest half-year, under 5 in the thinnest."""
    asked: dict[str, int] = {}
    for day, size in zip(held, sizes, strict=True):
        if day + timedelta(weeks=6) < today:
            half = f"{day.year}H{1 if day.month <= 6 else 2}"
            asked[half] = asked.get(half, 0) + size
    thinnest = min(asked, key=asked.__getitem__)
    next_time, lessons = list(phrases.NEXT_TIME), list(phrases.LESSONS)
    chance.shuffle(next_time)
    chance.shuffle(lessons)
    for half, number in asked.items():
        for _ in range(min(3, number) if half == thinnest else number * 2 // 5):
            yield PlannedAnswer(
                half,
                chance.choices([FreeTalk.YES, FreeTalk.PARTLY, FreeTalk.NO], [72, 22, 6])[0],
                chance.choices([FreeTalk.YES, FreeTalk.PARTLY, FreeTalk.NO], [58, 34, 8])[0],
                next_time.pop() if next_time and chance.random() < 0.25 else "",
                lessons.pop() if lessons and chance.random() < 0.3 else "",
            )
