"""What a table talked about, as it is written in `texts/*.txt`. Pure data."""

from __future__ import annotations

from dataclasses import dataclass

from rvt.choices import AgeBand, AskedAbout, Discipline, FollowUp, RoleWord, Urgency

Member = tuple[RoleWord, AgeBand]


@dataclass(frozen=True)
class Asked:
    """One question with what belongs to it alone."""

    sentence: str
    is_urgent: bool
    members: tuple[Member, ...]
    unsafe: str
    dilemma: str


@dataclass(frozen=True)
class Theme:
    """What a few questions have in common. Of each list a question takes another part, so that no two read the same."""

    name: str
    about: AskedAbout
    needs: tuple[Discipline, ...]
    fits: tuple[FollowUp, ...]
    """What could follow, besides advice alone."""
    asked: tuple[Asked, ...]
    goes_well: tuple[str, ...]
    tried: tuple[str, ...]
    wants: tuple[str, ...]
    weighed: tuple[str, ...]
    advice: tuple[str, ...]
    other_views: tuple[str, ...]
    lines: tuple[str, ...]
    """What an expert added afterwards."""


@dataclass(frozen=True)
class Whole:
    """A question that is written out from beginning to end, with what the table made of it."""

    sentence: str
    members: tuple[Member, ...]
    unsafe: str
    goes_well: str
    tried: str
    wants: str
    dilemma: str
    disciplines: tuple[Discipline, ...]
    about: AskedAbout = AskedAbout.FAMILY
    knows_why: str = ""
    """Why the family does not know yet; nothing when it does."""
    urgency: Urgency = Urgency.NEXT_TABLE
    urgency_why: str = ""
    considerations: str = ""
    advice: tuple[str, ...] = ()
    other_view: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    teller: str = "De inbrenger"
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brought:
    """A whole question, who brought it, and of which household that is; "" when that is not told."""

    question: Whole
    asker: str
    household: str = ""
