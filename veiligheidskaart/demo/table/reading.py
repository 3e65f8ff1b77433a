"""Reads `texts/*.txt`. A line that does not fit stops the reading and says where.

== ruzie                                   a theme begins
about: family                              or household
members: moeder 27-64, oudste kind 4-11    who belongs to it, in the words of `RoleWord` and `AgeBand`
needs: youth_team veilig_thuis             `Discipline`
fits: duo guidance                         `FollowUp`, what suits best first
? Hoe …?                                   a question; `?!` this week. What follows belongs to it:
@ moeder 27-64, vader 27-64                other people than in the theme
! Wat niet veilig is.
/ Als ik …, als ik …                       the dilemma
+ goed  ~ geprobeerd  " wat zij willen  - gewogen  > advies  | andere kijk  = regel van een deskundige
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rvt.choices import AgeBand, AskedAbout, Discipline, FollowUp, RoleWord
from veiligheidskaart.demo.table.text import Asked, Member, Theme

FOLDER = Path(__file__).parent / "texts"

_LISTS = {
    "+": "goes_well",
    "~": "tried",
    '"': "wants",
    "-": "weighed",
    ">": "advice",
    "|": "other_views",
    "=": "lines",
}
_ROLES = {role.label: role for role in RoleWord}
_BANDS = {band.value: band for band in AgeBand} | {AgeBand.UNBORN.label: AgeBand.UNBORN}


class TextError(ValueError):
    """A line does not say what it should. The message holds file and line."""


def read_all(folder: Path = FOLDER) -> list[Theme]:
    """Return every theme of every file, in the order of the files' names. Raises TextError."""
    return [theme for path in sorted(folder.glob("*.txt")) for theme in read(path)]


def read(path: Path) -> Iterator[Theme]:
    """Read one file. Raises TextError."""
    reader: _Reader | None = None
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            if reader:
                yield reader.theme()
            reader = _Reader(line.removeprefix("== "))
            continue
        try:
            if reader is None:
                raise ValueError("a text begins with a theme")
            reader.take(line)
        except (KeyError, ValueError) as error:
            raise TextError(f"{path.name}:{number}: {error}: {line}") from error
    if reader:
        yield reader.theme()


def members_of(text: str) -> tuple[Member, ...]:
    """Return who is meant by "moeder 27-64, jongste kind 0-3". Raises KeyError or ValueError."""
    return tuple(_member(said.strip()) for said in text.split(","))


def _member(said: str) -> Member:
    role = max((label for label in _ROLES if said.startswith(f"{label} ")), key=len)
    return _ROLES[role], _BANDS[said.removeprefix(role).strip()]


class _Reader:
    """Collects the lines of one theme."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.facts: dict[str, str] = {}
        self.asked: list[dict[str, Any]] = []
        self.lists: dict[str, list[str]] = {name: [] for name in _LISTS.values()}

    def take(self, line: str) -> None:
        sign, _, rest = line.partition(" ")
        if sign in {"?", "?!"}:
            self.asked.append({"sentence": rest, "is_urgent": sign == "?!", "members": self.facts["members"]})
        elif sign == "@":
            self.asked[-1]["members"] = rest
        elif sign == "!":
            self.asked[-1]["unsafe"] = rest
        elif sign == "/":
            self.asked[-1]["dilemma"] = rest
        elif sign in _LISTS:
            self.lists[_LISTS[sign]].append(rest)
        elif sign in {"about:", "members:", "needs:", "fits:"}:
            self.facts[sign.removesuffix(":")] = rest
        else:
            raise ValueError("unknown sign")

    def theme(self) -> Theme:
        asked = [Asked(**{**one, "members": members_of(one["members"])}) for one in self.asked]
        return Theme(
            name=self.name,
            about=AskedAbout(self.facts["about"]),
            needs=tuple(Discipline(code) for code in self.facts["needs"].split()),
            fits=tuple(FollowUp(code) for code in self.facts["fits"].split()),
            asked=tuple(asked),
            **{name: tuple(lines) for name, lines in self.lists.items()},
        )
