"""The eight parts of a question at the table, and how long each takes. Pure: no database, no clock.

Source: the script of 50 minutes in the domain dossier, 4.5. There the decision has no minutes of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, pi

from rvt.choices import TalkPart

SCRIPT: dict[str, int] = {
    TalkPart.RULES: 5,
    TalkPart.TELLING: 8,
    TalkPart.CLARIFYING: 7,
    TalkPart.FEELING: 5,
    TalkPart.WEIGHING: 15,
    TalkPart.OTHER_VIEW: 5,
    TalkPart.TAKING_ALONG: 5,
    TalkPart.DECISION: 0,
}

_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")

EXTRA_MINUTES = 5
LEAST_MINUTES, MOST_MINUTES = 5, 240
"""Of one item (as the database has it)."""

RADIUS = 90
ROUND = 2 * pi * RADIUS
"""The way round the ring, in the units of its picture."""

LEADS: dict[str, str] = {
    TalkPart.RULES: "Wat hier gezegd wordt, blijft hier. Je mag het niet weten. Je mag het oneens zijn.",
    TalkPart.TELLING: "De inbrenger vertelt. De anderen luisteren.",
    TalkPart.CLARIFYING: "Alleen vragen om het te begrijpen. Nog geen oplossingen.",
    TalkPart.FEELING: "Dit zeggen we tegen elkaar. We schrijven het niet op.",
    TalkPart.WEIGHING: "",
    TalkPart.OTHER_VIEW: "Wie ziet het anders? Ook als het nog niet af is.",
    TalkPart.TAKING_ALONG: "De inbrenger spreekt als laatste.",
    TalkPart.DECISION: "Wat raden we aan? Wat volgt er? En wie vertelt het gezin?",
}

PROMPTS = (
    ("Kind", "Hoe is het om dit kind te zijn?"),
    ("Volwassenen", "Wat vraagt dit van elke volwassene?"),
    ("Veiligheid", "Wat moet vandaag al anders?"),
    ("Netwerk", "Wie is er al, wie kan erbij?"),
    ("Recht", "Wat mag, wat moet, wat niet?"),
    ("En tot slot", "Zien we iets over het hoofd?"),
)
"""What the table weighs from at least three sides."""

ADVICE_LINES = 10
"""An advice has at most ten lines (domain dossier, 4.5)."""


def part_minutes(minutes: int, changed: Mapping[str, int] | None = None) -> dict[str, int]:
    """Return the minutes of each part, in order; together they are `minutes`.

    They follow the script, or what the chair made of it (`changed`), in whole minutes by largest remainder.
    """
    weights = {part: (changed or {}).get(part, 0) for part in SCRIPT} if changed else SCRIPT
    total = sum(weights.values())
    if not total:
        weights, total = SCRIPT, sum(SCRIPT.values())
    exact = {part: minutes * weight / total for part, weight in weights.items()}
    shares = {part: int(share) for part, share in exact.items()}
    left = minutes - sum(shares.values())
    nearest = sorted(exact, key=lambda part: (shares[part] - exact[part], -weights[part]))
    for part in nearest[:left]:
        shares[part] += 1
    return shares


def next_part(part: str) -> str:
    """Return the part after `part`; after the last one the last one."""
    parts = list(SCRIPT)
    return parts[min(parts.index(part) + 1, len(parts) - 1)]


@dataclass(frozen=True)
class Ring:
    """How far a part is: whole minutes left of `minutes`, and how much of the ring is drawn (0 to 1)."""

    minutes: int
    left: int
    share: float

    @property
    def is_over(self) -> bool:
        """Whether it is time to round off."""
        return self.left <= 0

    @property
    def dashes(self) -> str:
        """The drawn and the empty stretch of the ring, for `stroke-dasharray`."""
        return f"{self.share * ROUND:.1f} {ROUND:.1f}"


def ring_of(minutes: int, seconds_gone: float) -> Ring:
    """Return the ring of a part of `minutes` that began `seconds_gone` ago."""
    whole = minutes * 60
    gone = min(max(seconds_gone, 0.0), whole)
    return Ring(minutes=minutes, left=ceil((whole - gone) / 60), share=gone / whole if whole else 1.0)


def lines_of(text: str) -> list[str]:
    """Return the lines of an advice that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def plain_lines_of(text: str) -> list[str]:
    """Return those lines without the number or dash that somebody typed before them."""
    return [_NUMBER.sub("", line) for line in lines_of(text)]
