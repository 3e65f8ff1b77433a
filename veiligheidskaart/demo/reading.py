"""Reads `stories/*.txt`. A line that does not fit stops the reading and says where.

== Haddad – Van Dijk            a household begins
kind: two_parents               what follows are single facts
people:                         and lists
Samira Haddad, mother:mama, 34; Arabisch; tolk; @bij mama
network:
Oma Ria | moeder van Peter | De kinderen kunnen er slapen
film:
13w za ! Samira: Ruzie over geld.
~ Peter: Ik was al weg.         somebody sees the event above differently
> Later bleek …                 something was added later
patterns:
Over geld wordt het ruzie. | Ruzie over geld | wat de huur kost
phases:
2w 2 Samira: We maken nog wel ruzie. || Noor: Papa gaat wandelen.
numbers:
20d 6 Samira: Het is rustig. | Dat Peter weer slaapt.
agreements:
8w Peter > Samira | Peter gaat een blokje om | Hij zegt het eerst. | lukt | Dan bellen wij oma.
                                also: nieuw, loopt, meestal, "nogniet: what helps", "vervallen 3m", "lukt +2 10.00" (a
                                    working day) or "loopt +0!" (any day)
help:
Peter | Slapen | GGZ De Werf | 9w gevraagd; 7w wacht duo     for whom, with what, by whom, and how that stood since
analysis:                       `-` a concern, `+` what goes well, `?` what we do not know yet
- Noor: Ik krijg buikpijn.      how somebody sees it
- 4w Brief van de huur | …      seen or said
~ Peter: Dat is al beter.       somebody sees the line above differently
card 8w                         a version; `+` good, `-` not safe yet, `=` what the team sees, `?` who
                                sees it differently, 1 2 3 the steps
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cases.choices import HelpState, Lane, PersonRole, StatementTopic
from veiligheidskaart.demo.story import (
    Ago,
    Story,
    StoryAgreement,
    StoryCard,
    StoryDuo,
    StoryEvent,
    StoryFace,
    StoryHelp,
    StoryNetwork,
    StoryNote,
    StoryNumber,
    StoryPattern,
    StoryPerson,
    StoryPhase,
    StoryRelation,
    StoryStatement,
)

FOLDER = Path(__file__).parent / "stories"

_UNIT_DAYS = {"d": 1, "w": 7, "m": 30.44, "j": 365.25}
_WEEKDAYS = {"ma": "1", "di": "2", "wo": "3", "do": "4", "vr": "5", "za": "6", "zo": "7", "s": "s", "w": "w"}
_LANES = {"!": Lane.TENSE, "+": Lane.FINE, "h": Lane.HELP, ".": Lane.CONTEXT}
_AGO = r"(?P<number>\d+(?:[.,]\d+)?)(?P<unit>[dwmj])(?: (?P<day>ma|di|wo|do|vr|za|zo|s|w)(?= |$))?"
_EVENT = re.compile(_AGO + r" (?P<lane>[!+h.])(?P<month>~?)(?P<inner>\*?) (?P<teller>[^:]{1,60}): (?P<text>.+)")
_PHASE = re.compile(_AGO + r" (?P<step>[123])(?: (?P<quotes>.+))?$")
_NUMBER = re.compile(_AGO + r" (?P<value>10|\d) (?P<who>[^:]{1,60}): (?P<why>[^|]+?)(?: \| (?P<one_higher>.+))?$")
_AGREEMENT = re.compile(_AGO + r" (?P<who>[^>|]+) > (?P<checker>[^|]+) \| (?P<rest>.+)")
_FACT = re.compile(_AGO + r" (?P<source>[^|]+) \| (?P<text>.+)")
_TOPICS = {"-": StatementTopic.CONCERN, "+": StatementTopic.STRENGTH, "?": StatementTopic.UNKNOWN}
_HELP = {
    "gevraagd": HelpState.ASKED,
    "wacht": HelpState.WAITING,
    "begonnen": HelpState.STARTED,
    "klaar": HelpState.DONE,
    "gestopt": HelpState.STOPPED,
}
_PERSON = re.compile(r"(?P<name>[^,]+), (?P<role>[a-z_]+)(?::(?P<word>[^,]+))?, (?P<age>\d+|ongeboren)(?P<more>;.*)?$")


_LISTS = {"people", "network", "film", "patterns", "phases", "numbers", "agreements", "help", "analysis"}


class StoryError(ValueError):
    """A line of a story does not say what it should. The message holds file and line."""


def read_all(folder: Path = FOLDER) -> list[Story]:
    """Return every household of every file, in the order of the files' names. Raises StoryError."""
    return [story for path in sorted(folder.glob("*.txt")) for story in read(path)]


def read(path: Path) -> Iterator[Story]:
    """Read one file. Raises StoryError."""
    reader: _Reader | None = None
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            if reader:
                yield reader.finished()
            reader = _Reader(Story(line[3:].strip(), place=f"{path.name}:{number}"))
            continue
        if reader is None:
            raise StoryError(f"{path.name}:{number}: a story begins with ==")
        try:
            reader.take(line)
        except (ValueError, KeyError) as error:
            raise StoryError(f"{path.name}:{number}: {line!r}: {error}") from error
    if reader:
        yield reader.finished()


class _Reader:
    """Takes the lines of one household; `part` is the list that is being read."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.part = "facts"
        self.card: dict[str, object] | None = None

    def take(self, line: str) -> None:
        if line.endswith(":") and line[:-1] in _LISTS:
            self._close_card()
            self.part = line[:-1]
        elif line.startswith("card ") or line == "draft":
            self._close_card()
            self.part = "card"
            self.card = {"at": None if line == "draft" else ago(line[5:]), "+": [], "-": [], "?": [], "steps": []}
        else:
            getattr(self, f"_{self.part}")(line)

    def finished(self) -> Story:
        self._close_card()
        return self.story

    def _facts(self, line: str) -> None:
        key, _, value = line.partition(": ")
        story = self.story
        if key in {"kind", "team"}:
            setattr(story, key, value)
        elif key == "about":
            story.about = frozenset(value.split())
        elif key in {"since", "reopened"}:
            setattr(story, key, ago(value))
        elif key == "closed":
            when, _, story.close_reason = value.rpartition(" ")
            story.closed = ago(when)
        elif key == "face":
            story.faces.append(_face(value))
        elif key == "duo":
            who, when, why = value.split(" | ")
            story.duo = StoryDuo(who, ago(when), why)
        elif key == "readers":
            story.readers = tuple(value.split(", "))
        elif key == "untold":
            story.not_told_why = value
        elif key == "contact":
            story.contact_every_days = int(value)
        elif key == "rel":
            person, kind, other = value.split(" > ")
            story.relations.append(StoryRelation(person, kind, other))
        else:
            raise ValueError(f"unknown fact {key}")

    def _people(self, line: str) -> None:
        if line.startswith("rel: "):
            self._facts(line)
            return
        match = _matched(_PERSON, line)
        first, _, surname = (
            match["name"].partition(" ") if not match["name"].startswith(_TITLES) else (match["name"], "", "")
        )
        person: dict[str, object] = {}
        homes = []
        for extra in filter(None, (part.strip() for part in (match["more"] or "").split(";"))):
            if extra == "tolk":
                person["interpreter"] = True
            elif extra == "tweeling":
                person["is_twin"] = True
            elif extra.startswith("@"):
                homes.append(extra[1:])
            elif extra.startswith(("left ", "born ")):
                key, _, when = extra.partition(" ")
                person[key] = ago(when)
            else:
                person["language"] = extra
        if homes:
            person["homes"] = tuple(home for home in homes if home != "-")
        self.story.people.append(
            StoryPerson(
                name=first,
                surname=surname,
                role=PersonRole(match["role"]),
                role_word=match["word"] or "",
                age=None if match["age"] == "ongeboren" else int(match["age"]),
                **person,  # type: ignore[arg-type]
            )
        )

    def _network(self, line: str) -> None:
        name, relation, helps, *rest = line.split(" | ")
        self.story.network.append(StoryNetwork(name, relation, helps, said_yes=not rest))

    def _film(self, line: str) -> None:
        if line.startswith(("~ ", "> ")):
            person, _, text = line[2:].partition(": ") if line[0] == "~" else ("", "", line[2:])
            last = self.story.film.pop()
            self.story.film.append(_with_note(last, StoryNote(person, text)))
            return
        match = _matched(_EVENT, line)
        text, _, why = match["text"].partition(" ## ")
        self.story.film.append(
            StoryEvent(
                at=_ago_of(match),
                lane=_LANES[match["lane"]],
                teller=match["teller"],
                text=text,
                inner_why=why,
                month_only=bool(match["month"]),
            )
        )

    def _patterns(self, line: str) -> None:
        sentence, *events = line.split(" | ")
        known = [event.text for event in self.story.film]
        if lost := [words for words in events if not any(words in text for text in known)]:
            raise ValueError(f"no event says {lost[0]!r}")
        self.story.patterns.append(StoryPattern(sentence, tuple(events)))

    def _phases(self, line: str) -> None:
        match = _matched(_PHASE, line)
        quotes = [part.split(": ", 1) for part in (match["quotes"] or "").split(" || ") if part]
        self.story.phases.append(
            StoryPhase(_ago_of(match), int(match["step"]), tuple((who, words) for who, words in quotes))
        )

    def _numbers(self, line: str) -> None:
        match = _matched(_NUMBER, line)
        one_higher = match["one_higher"] or ""
        self.story.numbers.append(
            StoryNumber(_ago_of(match), int(match["value"]), match["who"], match["why"], one_higher)
        )

    def _agreements(self, line: str) -> None:
        match = _matched(_AGREEMENT, line)
        what, detail, state, *if_not = match["rest"].split(" | ")
        state, _, helps = state.partition(": ")
        state, _, due = state.partition(" ")
        ended = ago(due) if state == "vervallen" else None
        due = "" if ended else due
        any_day = due.endswith("!")
        due_days, _, due_time = due.removeprefix("+").removesuffix("!").partition(" ")
        self.story.agreements.append(
            StoryAgreement(
                since=_ago_of(match),
                who=match["who"].strip(),
                checker=match["checker"].strip(),
                what=what,
                detail="" if detail == "-" else detail,
                state=state,
                if_not=if_not[0] if if_not else "",
                helps=helps,
                due=int(due_days) if due else None,
                due_time=due_time,
                due_any_day=any_day,
                ended=ended,
            )
        )

    def _help(self, line: str) -> None:
        people, what, helper, steps = line.split(" | ")
        said = []
        for step in steps.split("; "):
            when, state, *keeper = step.split(" ", 2)
            said.append((ago(when), _HELP[state], keeper[0] if keeper else ""))
        self.story.help.append(StoryHelp(tuple(people.split(", ")), what, helper, tuple(said)))

    def _analysis(self, line: str) -> None:
        sign, text = line[0], line[2:]
        if sign == "~":
            who, _, words = text.partition(": ")
            last = self.story.analysis.pop()
            self.story.analysis.append(replace(last, views=(*last.views, (who, words))))
        elif fact := _FACT.fullmatch(text):
            said = StoryStatement(_TOPICS[sign], fact["source"], fact["text"], at=_ago_of(fact))
            self.story.analysis.append(said)
        else:
            who, _, words = text.partition(": ")
            self.story.analysis.append(StoryStatement(_TOPICS[sign], who, words))

    def _card(self, line: str) -> None:
        if self.card is None:
            raise ValueError("not in a card")
        sign, text = line[0], line[1:].strip()
        if sign in "+-?":
            who, _, words = text.partition(": ")
            self.card[sign].append((who, words))  # type: ignore[attr-defined]
        elif sign == "=":
            self.card["team"] = text
        elif sign in "123":
            self.card["steps"].append(text)  # type: ignore[attr-defined]
        else:
            raise ValueError("unknown line of a card")

    def _close_card(self) -> None:
        if self.card is not None:
            self.story.cards.append(
                StoryCard(
                    at=self.card["at"],  # type: ignore[arg-type]
                    good=tuple(self.card["+"]),  # type: ignore[arg-type]
                    unsafe=tuple(self.card["-"]),  # type: ignore[arg-type]
                    seen=self.card.get("team", ""),  # type: ignore[arg-type]
                    views=tuple(self.card["?"]),  # type: ignore[arg-type]
                    steps=tuple(self.card["steps"]),  # type: ignore[arg-type]
                )
            )
        self.card = None


_TITLES = ("Oma ", "Opa ", "Mevrouw ", "Meneer ", "Tante ", "Oom ")


def ago(text: str) -> Ago:
    """Read "13w za". Raises ValueError."""
    return _ago_of(_matched(re.compile(_AGO + "$"), text.strip()))


def _ago_of(match: re.Match[str]) -> Ago:
    days = float(match["number"].replace(",", ".")) * _UNIT_DAYS[match["unit"]]
    return Ago(round(days), _WEEKDAYS[match["day"] or "w"])


def _face(value: str) -> StoryFace:
    name, *rest = value.split(" | ")
    if not rest:
        return StoryFace(name)
    when, reason, heard = rest
    return StoryFace(name, ago(when), reason, heard)


def _with_note(event: StoryEvent, note: StoryNote) -> StoryEvent:
    return StoryEvent(**{**event.__dict__, "notes": (*event.notes, note)})


def _matched(pattern: re.Pattern[str], line: str) -> re.Match[str]:
    match = pattern.match(line)
    if match is None:
        raise ValueError("does not fit")
    return match
