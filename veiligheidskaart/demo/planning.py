"""Gives every story its days, its team and its faces, for one day of loading and one seed. Pure: no database.

The same day and the same seed give the same plan.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.choices import OrganisationKind
from cases.choices import DatePrecision, TickOutcome
from veiligheidskaart.demo import days
from veiligheidskaart.demo.people import PROFESSIONALS, Professional
from veiligheidskaart.demo.region import MUNICIPALITIES, ORGANISATIONS, TEAMS_OF
from veiligheidskaart.demo.story import (
    Ago,
    Story,
    StoryAgreement,
    StoryCard,
    StoryEvent,
    StoryFace,
    StoryNumber,
    StoryPerson,
    StoryPhase,
)

SEED = 20_241

_KIND_OF = {organisation.name: organisation.kind for organisation in ORGANISATIONS}
_MUNICIPALITY_OF = {team: place for place, teams in TEAMS_OF.items() for team in teams}
_BY_FIRST_NAME = {one.name.split()[0]: one for one in PROFESSIONALS}
_OUTCOMES = {
    "nieuw": (),
    "loopt": (),
    "vervallen": (TickOutcome.DONE,),
    "lukt": (TickOutcome.DONE, TickOutcome.DONE),
    "meestal": (TickOutcome.DONE, TickOutcome.NOT_YET, TickOutcome.DONE),
    "nogniet": (TickOutcome.DONE, TickOutcome.NOT_YET),
}
_HOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Face:
    """A fixed face from `since` until the next one begins."""

    who: Professional
    since: date
    reason: str = ""
    heard: str = ""


@dataclass(frozen=True)
class DuoPartner:
    who: Professional
    since: date
    why: str


@dataclass(frozen=True)
class BornPerson:
    """Somebody of the family with a day or only a year of birth; neither when nobody knows."""

    said: StoryPerson
    born_on: date | None
    is_day_known: bool
    is_year_known: bool
    left: date | None

    @property
    def known_day(self) -> date | None:
        return self.born_on if self.is_day_known else None

    @property
    def known_year(self) -> int | None:
        return self.born_on.year if self.born_on and self.is_year_known and not self.is_day_known else None

    @property
    def needs_more(self) -> bool:
        """Whether there is more to say than a name, a part and a birth, or another home than the first."""
        said = self.said
        return bool(
            said.surname
            or said.is_unborn
            or said.interpreter
            or self.left
            or said.language != "Nederlands"
            or said.homes != ("Thuis",)
        )


@dataclass(frozen=True)
class PlannedEvent:
    said: StoryEvent
    on: date
    precision: DatePrecision


@dataclass(frozen=True)
class PlannedPhase:
    said: StoryPhase
    on: date


@dataclass(frozen=True)
class PlannedNumber:
    said: StoryNumber
    on: date


@dataclass(frozen=True)
class PlannedAgreement:
    said: StoryAgreement
    since: date
    due_on: date | None
    ended_on: date | None
    ticks: tuple[tuple[datetime, TickOutcome], ...]


@dataclass(frozen=True)
class PlannedCard:
    said: StoryCard
    on: date | None
    look_back_on: date


@dataclass(frozen=True)
class Plan:
    """One household as it will be loaded: every day absolute, every name filled in."""

    story: Story
    municipality: str
    since: date
    faces: tuple[Face, ...]
    duo: DuoPartner | None
    people: tuple[BornPerson, ...]
    film: tuple[PlannedEvent, ...]
    phases: tuple[PlannedPhase, ...]
    numbers: tuple[PlannedNumber, ...]
    agreements: tuple[PlannedAgreement, ...]
    cards: tuple[PlannedCard, ...]
    closed_on: date | None
    reopened_on: date | None
    will_tell_on: date
    """When the family will hear it, for a household that does not know yet."""
    next_look_back: date | None
    """When they look back, when the day on the last card has passed; else that card says it."""

    @property
    def is_active(self) -> bool:
        return self.closed_on is None or self.reopened_on is not None

    @property
    def team(self) -> str:
        return self.faces[-1].who.organisation

    @property
    def partner(self) -> Professional:
        """The duo partner. Raises ValueError when the story has none."""
        if self.duo is None:
            raise ValueError(f"{self.story.place}: there is no duo in this story.")
        return self.duo.who

    def agreements_on(self, day: date) -> list[PlannedAgreement]:
        """Return the agreements that ran on `day`, the newest last."""
        running = [one for one in self.agreements if one.since <= day and (one.ended_on is None or one.ended_on > day)]
        return sorted(running, key=lambda one: one.since)

    def face_on(self, day: date) -> Face:
        """Return who was the fixed face on `day`; before the start it is the first one."""
        return next((face for face in reversed(self.faces) if face.since <= day), self.faces[0])


def make(stories: list[Story], today: date, seed: int = SEED) -> list[Plan]:
    """Return the plan of every story for `today`, a day in Europe/Amsterdam."""
    casting = _Casting(stories, Random(seed))
    return [_Planner(story, today, casting, Random(f"{seed} {story.call_name}")).plan() for story in stories]


class _Casting:
    """Divides the households over teams and people, by the size of the municipalities."""

    def __init__(self, stories: list[Story], chance: Random) -> None:
        self.now: Counter[str] = Counter()
        """Of how many active households somebody is the face or the partner."""
        self.ever: Counter[str] = Counter()
        self.teams = self._divide(stories, chance)

    def _divide(self, stories: list[Story], chance: Random) -> dict[str, str]:
        fixed = {story.call_name: story.team for story in stories if story.team}
        wanted = {place: share * len(stories) / sum(MUNICIPALITIES.values()) for place, share in MUNICIPALITIES.items()}
        for team in fixed.values():
            wanted[_MUNICIPALITY_OF[team]] -= 1
        per_team: Counter[str] = Counter(fixed.values())
        divided = dict(fixed)
        rest = [story for story in stories if not story.team]
        chance.shuffle(rest)
        for story in sorted(rest, key=_colleagues_needed, reverse=True):
            able = [team for team in _MUNICIPALITY_OF if len(members_of(team)) >= _colleagues_needed(story)]
            place = max((_MUNICIPALITY_OF[team] for team in able), key=lambda municipality: wanted[municipality])
            wanted[place] -= 1
            team = min(
                (team for team in able if team in TEAMS_OF[place]), key=lambda one: per_team[one] / len(workers_of(one))
            )
            per_team[team] += 1
            divided[story.call_name] = team
        return divided

    def worker(self, wanted: str, team: str, *, besides: set[str], is_now: bool) -> Professional:
        """Return somebody by first name; "*" is the colleague with the fewest households who is not in `besides`."""
        if wanted != "*":
            return self._least([_BY_FIRST_NAME[wanted]], is_now=is_now)
        free = [one for one in workers_of(team) if one.name not in besides]
        return self._least(free or [one for one in members_of(team) if one.name not in besides], is_now=is_now)

    def partner(self, wanted: str, team: str, *, besides: set[str], is_now: bool) -> Professional:
        """Return somebody by first name, a colleague of the team, or somebody of that kind of organisation."""
        if wanted == "collega" or wanted in _BY_FIRST_NAME:
            return self.worker("*" if wanted == "collega" else wanted, team, besides=besides, is_now=is_now)
        kind = OrganisationKind(wanted)
        return self._least([one for one in PROFESSIONALS if _KIND_OF[one.organisation] == kind], is_now=is_now)

    def _least(self, choice: list[Professional], *, is_now: bool) -> Professional:
        chosen = min(choice, key=lambda one: (self.now[one.name], self.ever[one.name]))
        self.ever[chosen.name] += 1
        self.now[chosen.name] += is_now
        return chosen


def members_of(team: str) -> list[Professional]:
    """Everybody of a team."""
    return [one for one in PROFESSIONALS if one.organisation == team]


def workers_of(team: str) -> list[Professional]:
    """Everybody of a team who is usually a fixed face; a team lead only where the team is small."""
    members = members_of(team)
    return members if len(members) <= 3 else [one for one in members if one.function != "teamleider"]


class _Planner:
    """Works out one household."""

    def __init__(self, story: Story, today: date, casting: _Casting, chance: Random) -> None:
        self.story, self.today, self.casting, self.chance = story, today, casting, chance
        self.team = casting.teams[story.call_name]
        is_exact = any(face.name != "*" for face in story.faces)
        self.is_active = story.closed is None or story.reopened is not None
        self.measure = 1.0 if is_exact else chance.uniform(0.94, 1.06)
        self.since = self._day(story.since)
        self.faces = self._faces()
        self.closed_on = self._day(story.closed) if story.closed else None
        self.duo = self._duo()

    def plan(self) -> Plan:
        story = self.story
        cards = self._cards()
        return Plan(
            story=story,
            municipality=_MUNICIPALITY_OF[self.team],
            since=self.since,
            faces=tuple(self.faces),
            duo=self.duo,
            people=tuple(self._people()),
            film=tuple(self._film()),
            phases=tuple(self._phase(phase) for phase in story.phases),
            numbers=tuple(PlannedNumber(said, max(self._day(said.at), self.since)) for said in story.numbers),
            agreements=tuple(self._agreement(agreement) for agreement in story.agreements),
            cards=tuple(cards),
            closed_on=self.closed_on,
            reopened_on=self._day(story.reopened) if story.reopened else None,
            will_tell_on=self.today + timedelta(days=9),
            next_look_back=self._next_look_back(cards),
        )

    def _day(self, when: Ago) -> date:
        return days.day_of(self._stretched(when), self.today)

    def _stretched(self, when: Ago) -> Ago:
        """Make this story's time a little shorter or longer than it says, so that not every story begins on one day.

        One measure for the whole story: what came first stays first. A story with a named face keeps its days. Some
        days more or less keep "so many weeks ago" from being the same day of the week each time.
        """
        length = when.days if when.days < 30 else round(when.days * self.measure)
        spread = when.days % 5 if when.day == "w" and when.days >= 14 else 0
        return Ago(length + spread, when.day)

    def _faces(self) -> list[Face]:
        faces: list[Face] = []
        said = self.story.faces
        if not said or said[0].at is not None:
            said = [StoryFace("*"), *said]
        for face in said:
            since = self._day(face.at) if face.at else self.since
            besides = {one.who.name for one in faces}
            is_now = face is said[-1] and self.is_active
            who = self.casting.worker(face.name, self.team, besides=besides, is_now=is_now)
            faces.append(Face(who, since, face.reason, face.heard))
        self.faces, self.duo = faces, None
        return [replace(face, heard=self._fill(face.heard, face.since)) for face in faces]

    def _duo(self) -> DuoPartner | None:
        said = self.story.duo
        if said is None:
            return None
        besides = {face.who.name for face in self.faces}
        who = self.casting.partner(said.name, self.team, besides=besides, is_now=self.is_active)
        self.duo = DuoPartner(who, self._day(said.at), "")
        return replace(self.duo, why=self._fill(said.why, self.duo.since))

    def _people(self) -> list[BornPerson]:
        people: list[BornPerson] = []
        for said in self.story.people:
            person = self._person(said)
            people.append(replace(person, born_on=people[-1].born_on) if said.is_twin else person)
        return people

    def _person(self, said: StoryPerson) -> BornPerson:
        born_on = None
        if said.born is not None:
            born_on = self._day(said.born)
        elif said.age is not None:
            born_on = _years_before(self.today, said.age) - timedelta(days=self.chance.randint(12, 340))
        is_child = said.age is not None and said.age < 18
        return BornPerson(
            said=said,
            born_on=born_on,
            is_day_known=is_child or self.chance.random() < 0.55,
            is_year_known=is_child or self.chance.random() < 0.9,
            left=self._day(said.left) if said.left else None,
        )

    def _film(self) -> list[PlannedEvent]:
        planned: list[PlannedEvent] = []
        film = self.story.film
        for event, following in zip(film, [*film[1:], None], strict=True):
            on, precision = self._when(event, planned[-1].on if planned else None, following)
            notes = tuple(replace(note, text=self._fill(note.text, on)) for note in event.notes)
            filled = replace(event, text=self._fill(event.text, on), notes=notes)
            planned.append(PlannedEvent(filled, on, precision))
        return planned

    def _when(
        self, event: StoryEvent, earlier: date | None, following: StoryEvent | None
    ) -> tuple[date, DatePrecision]:
        """Return the day of an event, after the one before it. What was before the start is known by its month only."""
        yesterday = self.today - timedelta(days=1)
        after = max(earlier or date.min, self.since if event.at.days <= self.story.since.days else date.min)
        next_day = self._stretched(following.at).before(self.today) if following else yesterday
        before = max(after, min(yesterday, next_day))
        if self.closed_on and not self.story.reopened:
            before = max(after, min(before, self.closed_on))
        on, fits = days.place(self._stretched(event.at), self.today, after=max(after, date(1900, 1, 1)), before=before)
        if fits and not event.month_only and on >= self.since and not self._was_closed_on(on):
            return on, DatePrecision.DAY
        first = on.replace(day=1)
        return max(first, earlier or first), DatePrecision.MONTH

    def _was_closed_on(self, day: date) -> bool:
        """Whether nobody worked here on `day`: what happened then was told when it started again."""
        reopened = self.story.reopened
        return self.closed_on is not None and reopened is not None and self.closed_on < day < self._day(reopened)

    def _phase(self, said: StoryPhase) -> PlannedPhase:
        on = max(self._day(said.at), self.since)
        quotes = tuple((who, self._fill(words, on)) for who, words in said.quotes)
        return PlannedPhase(replace(said, quotes=quotes), on)

    def _agreement(self, said: StoryAgreement) -> PlannedAgreement:
        since = max(self._day(said.since), self.since)
        ended_on = self._day(said.ended) if said.ended else None
        last = ended_on or (self.closed_on if self.closed_on and not self.story.reopened else self.today)
        filled = replace(
            said,
            what=self._fill(said.what, last),
            detail=self._fill(said.detail, last),
            if_not=self._fill(said.if_not, last),
            helps=self._fill(said.helps, last),
        )
        due_on = None if said.due is None else self.today + timedelta(days=said.due)
        if due_on is not None and not said.due_any_day:
            due_on = days.working_day_from(due_on)
        return PlannedAgreement(filled, since, due_on, ended_on, tuple(self._ticks(said.state, since, last)))

    def _ticks(self, state: str, since: date, last: date) -> Iterator[tuple[datetime, TickOutcome]]:
        """Give the looks that lead to `state`, on working days of whoever was the face, newest last."""
        outcomes = _OUTCOMES[state]
        days_between = (last - since).days
        for place, outcome in enumerate(outcomes, start=1):
            day = since + timedelta(days=max(1, days_between * place // (len(outcomes) + 1)))
            while not days.is_working_day(day) or str(day.isoweekday()) not in self._face_on(day).who.days:
                day -= timedelta(days=1)
            moment = time(9 + (days_between + place) % 7, self.chance.randrange(0, 60))
            yield timezone.make_aware(datetime.combine(day, moment)), outcome

    def _face_on(self, day: date) -> Face:
        return next((face for face in reversed(self.faces) if face.since <= day), self.faces[0])

    def _cards(self) -> list[PlannedCard]:
        planned: list[PlannedCard] = []
        earlier = StoryCard(at=None)
        for card in self.story.cards:
            on = max(self._day(card.at), self.since) if card.at else None
            earlier = StoryCard(
                at=card.at,
                good=self._lines(card.good, on) or earlier.good,
                unsafe=self._lines(card.unsafe, on) or earlier.unsafe,
                seen=self._fill(card.seen, on or self.today) or earlier.seen,
                views=card.views,
                steps=tuple(self._fill(step, on or self.today) for step in card.steps) or earlier.steps,
            )
            planned.append(PlannedCard(earlier, on, self._look_back(on)))
        return planned

    def _next_look_back(self, cards: list[PlannedCard]) -> date | None:
        final = [card for card in cards if card.on is not None]
        if not final or final[-1].look_back_on >= self.today:
            return None
        return days.working_day_from(self.today + timedelta(days=self.chance.randint(1, 40)))

    def _look_back(self, on: date | None) -> date:
        """Return a day in the coming weeks for the newest card, for an older one a day about ten weeks after it."""
        return days.working_day_from((on or self.today) + timedelta(days=self.chance.randint(60, 84)))

    def _lines(self, lines: tuple[tuple[str, str], ...], on: date | None) -> tuple[tuple[str, str], ...]:
        return tuple((who, self._fill(words, on or self.today)) for who, words in lines)

    def _fill(self, text: str, on: date) -> str:
        """Put in the names of who was the fixed face, and who the duo, on that day."""
        place = max((index for index, face in enumerate(self.faces) if face.since <= on), default=0)
        names = {
            "vast": self.faces[place].who.name.split()[0],
            "vorige": self.faces[max(place - 1, 0)].who.name.split()[0],
            "dag": days.WORDS[self.faces[place].who.days[len(self.story.call_name) % 2]],
        }
        if self.duo and self.duo.since <= on:
            names["duo"] = self.duo.who.name.split()[0]
        return _HOLDER.sub(lambda match: names[match[1]], text)


def _colleagues_needed(story: Story) -> int:
    """How many people of one team this story needs: its faces, and a duo partner from the same team."""
    return (
        max(len(story.faces), 1)
        + (not story.faces or story.faces[0].at is not None) * bool(story.faces)
        + (story.duo is not None and story.duo.name == "collega")
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
