"""Samen kijken: what those of a family who look along may read. Pure but for the conditions it builds (`Q`).

Two rules (docs/adr/0070). The words of a child stand there only when that child looks along. And when somebody looks
along who is not safe for another one of the family, or may not be (`overview.Safety`), everything is left out but what
those who look said or agreed themselves: other texts can give a place or a plan away. A kind of row that has no rule
here is not shown at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from cases.overview import Safety


@dataclass(frozen=True)
class Company:
    """Who looks along, by primary key of the person, and what the household keeps for the safety of its people."""

    looking: frozenset[int]
    safety: Safety

    @property
    def in_danger(self) -> frozenset[int]:
        """For whom somebody who looks is not safe, or may not be, whether they look along too or not."""
        known = frozenset(person for person, other in self.safety.unsafe if other in self.looking)
        strangers = self.looking - self.safety.hidden - self.safety.children
        in_doubt = any(self.safety.guards_from(reader) for reader in strangers)
        return known | self.safety.hidden if in_doubt else known

    @property
    def is_careful(self) -> bool:
        """Whether only what the people who look said and agreed themselves may stand there."""
        return any(self.safety.guards_from(reader) for reader in self.looking)

    @property
    def speakers(self) -> frozenset[int]:
        """Whose own words may stand there in any case."""
        return self.looking - self.in_danger

    def words_of(self, column: str) -> Q:
        """Return the condition on rows that are the words of the person in `column`; without one, of somebody else."""
        if self.is_careful:
            return Q(**{f"{column}__in": self.speakers})
        quiet = self.safety.children - self.looking
        return Q(**{f"{column}__isnull": True}) | ~Q(**{f"{column}__in": quiet})

    def numbers_of(self, column: str) -> Q:
        """Return the same for numbers from 0 to 10: of the family only those of the people who look."""
        own = Q(**{f"{column}__in": self.speakers})
        return own if self.is_careful else own | Q(**{f"{column}__isnull": True})

    def agreed_by(self, who: str, checker: str) -> Q:
        """Return the condition on agreements: all of them, or those of the people who look."""
        if not self.is_careful:
            return Q()
        nobody_in_danger = Q(**{f"{checker}__isnull": True}) | ~Q(**{f"{checker}__in": self.in_danger})
        return Q(**{f"{who}__in": self.speakers}) & nobody_in_danger

    def may_read_help(self, helped: Collection[int]) -> bool:
        """Whether help for these people may stand there: it tells what is the matter with somebody.

        Help of a child is for the adults of the family too.
        """
        if self.is_careful:
            return set(helped) <= self.speakers
        has_adult = bool(self.looking - self.safety.children)
        return bool(self.looking & set(helped)) or (has_adult and set(helped) <= self.safety.children)

    def may_read_source(self, source: str, names: Iterable[tuple[int, str]]) -> bool:
        """Whether a fact with this source may stand there: "Noor vertelde het" are words of Noor."""
        if self.is_careful:
            return False
        quiet = self.safety.children - self.looking
        return not any(key in quiet and name.casefold() in source.casefold() for key, name in names)
