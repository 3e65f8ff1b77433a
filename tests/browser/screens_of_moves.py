"""The screens of a family that moves (docs/adr/0064)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.actor import acting_as
from cases.choices import FactKind
from cases.models import Household
from cases.services.protected import add_fact
from tests.browser.screens import Screen, empty, sanne, send
from tests.browser.world import World
from tests.veiligheidskaart import factories
from veiligheidskaart.choices import MoveState
from veiligheidskaart.models import Move
from veiligheidskaart.services import moves


def _with_card(world: World) -> Household:
    with acting_as(world.sanne):
        return factories.finalised(factories.household(by=world.sanne)).household


def with_card(world: World) -> dict[str, Any]:
    """A family whose card can go along."""
    return {"uuid": _with_card(world).uuid}


def protected(world: World) -> dict[str, Any]:
    """A family of whom something is kept since its card was made: no duo read it."""
    household = _with_card(world)
    noor = factories.person(household, "Noor")
    with acting_as(world.sanne):
        add_fact(noor, kind=FactKind.WORK, value="Bakkerij Van Beek", is_secret=False, by=world.sanne)
    return {"uuid": household.uuid}


def _move(world: World) -> Move:
    household = _with_card(world)
    with acting_as(world.sanne):
        move = moves.prepare_move(
            household,
            agreed_by=[factories.person(household, "Noor")],
            agreed_on=timezone.localdate(),
            destination="Gemeente Zuiderhaven",
            by=world.sanne,
        )
        Move.objects.filter(pk=move.pk).update(state=MoveState.FILE_MADE, data=b"%PDF-1.7")
    return move


def moving(world: World) -> dict[str, Any]:
    """A family that is on its way, with its file."""
    return {"uuid": _move(world).household.uuid}


def move(world: World) -> dict[str, Any]:
    """The move of such a family."""
    made = _move(world)
    return {"household": made.household.uuid, "uuid": made.uuid}


OF_MOVES = [
    Screen("a family moves", "veiligheidskaart:move", sanne, with_card),
    Screen("a family moves, without a yes", "veiligheidskaart:move", sanne, with_card, then=send, then_status=422),
    Screen("a family moves, a card that cannot go", "veiligheidskaart:move", sanne, protected),
    Screen("a family moves, no card", "veiligheidskaart:move", sanne, empty),
    Screen("a family is on its way", "veiligheidskaart:move", sanne, moving),
    Screen("a family that moves", "cases:household-detail", sanne, moving),
    Screen("reception code", "veiligheidskaart:move-taken-over", sanne, move),
    Screen("reception code, empty", "veiligheidskaart:move-taken-over", sanne, move, then=send, then_status=422),
    Screen("a move, taken back", "veiligheidskaart:move-withdraw", sanne, move),
]
