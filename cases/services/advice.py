"""What somebody does with an advice of the table, on this side only: the table never sees what followed (design 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import User
from cases.models import Agreement, Household
from cases.services.agreements import make_agreement
from cases.services.parties import Party

LONGEST = 200
"""Signs in what is agreed, and in how."""


@transaction.atomic
def take_over(
    household: Household, *, lines: Sequence[str], who: Party, checker: Party, since: date, by: User
) -> list[Agreement]:
    """Make an agreement of each line. Nothing of it goes back to the table. Raises what `make_agreement` raises."""
    made = []
    for line in lines:
        what, detail = in_two(line)
        made.append(make_agreement(household, what=what, detail=detail, who=who, checker=checker, since=since, by=by))
    return made


def in_two(line: str) -> tuple[str, str]:
    """Cut a line that is too long for an agreement after a word; what does not fit either ends in an ellipsis."""
    if len(line) <= LONGEST:
        return line, ""
    cut = line.rfind(" ", 0, LONGEST) if " " in line[:LONGEST] else LONGEST
    rest = line[cut:].strip()
    return line[:cut].strip(), rest if len(rest) <= LONGEST else f"{rest[: LONGEST - 1]}…"
