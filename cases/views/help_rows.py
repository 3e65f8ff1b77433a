"""How help reads on the page of a household: with what, for whom, by whom, how it stands and how that went."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.templatetags.ui import join_nl, list_date
from cases import rules
from cases.choices import HelpState
from cases.models import HelpItem, HelpStep, Household, NetworkPerson

EVERY_STEP = Q()

STATE_KINDS = {
    HelpState.ASKED: "new",
    HelpState.WAITING: "waiting",
    HelpState.STARTED: "running",
    HelpState.DONE: "works",
    HelpState.STOPPED: "stopped",
}

SINCE_WORDS = {
    HelpState.ASKED: "gevraagd op",
    HelpState.WAITING: "wacht sinds",
    HelpState.STARTED: "begonnen op",
    HelpState.DONE: "klaar op",
    HelpState.STOPPED: "gestopt op",
}


@dataclass(frozen=True)
class HelpRow:
    """One line. `meta`: for whom, by whom, since when; `keeps`: who keeps contact while somebody waits.

    `alone`: that one is not there any more, so somebody else has to be found. `earlier`: how it stood before, by day.
    """

    item: HelpItem
    last: HelpStep
    icon: str
    meta: list[str]
    state: str
    kind: str
    keeps: str
    alone: bool
    earlier: list[tuple[date, str]]

    @property
    def is_over(self) -> bool:
        """Whether nobody is helped with this any more."""
        return self.last.state in HelpState.OVER


def help_rows(
    household: Household, user: User, workers: Collection[int] | None, today: date, only: Q = EVERY_STEP
) -> list[HelpRow]:
    """Return the help of `household` that stands. One query. `workers`: ids of the professionals who are involved."""
    steps = HelpStep.objects.visible_to(user).standing().filter(only, household=household).in_words()
    found = groupby(steps.order_by("item_id", "id"), key=lambda step: step.item_id)
    return [help_row(list(of_one), workers, today) for _, of_one in found]


def help_row(steps: list[Any], workers: Collection[int] | None, today: date) -> HelpRow:
    """Return how help with these steps, oldest first, reads on `today`. Needs `in_words`.

    Without `workers` it is not said whether who keeps contact is still there.
    """
    last = steps[-1]
    state, item = HelpState(last.state), last.item
    since = rules.state_since([(step.state, step.since) for step in steps])
    helpers = [str(helper) for helper in (item.helper_network, item.helper) if helper]
    is_waiting = state == HelpState.WAITING
    return HelpRow(
        item=item,
        last=last,
        icon="heart" if item.helper_network_id else "building",
        meta=[f"Voor {join_nl(last.for_names)}", join_nl(helpers), f"{SINCE_WORDS[state]} {list_date(since, today)}"],
        state=state.label,
        kind=STATE_KINDS[state],
        keeps=_first_name(last.keeper) if is_waiting else "",
        alone=is_waiting and workers is not None and not _is_there(last.keeper, workers),
        earlier=_said(steps[:-1]),
    )


def _said(steps: Iterable[Any]) -> list[tuple[date, str]]:
    """Return of each step its day, and how it stood, with who kept contact then."""
    words = []
    for step in steps:
        label = HelpState(step.state).label
        words.append((step.since, f"{label}, {_first_name(step.keeper)} hield contact" if step.keeper else label))
    return words


def _first_name(keeper: Any) -> str:
    return str(keeper.first_name if isinstance(keeper, User) else keeper.name)


def _is_there(keeper: Any, workers: Collection[int]) -> bool:
    return keeper.ended_on is None if isinstance(keeper, NetworkPerson) else keeper.pk in workers
