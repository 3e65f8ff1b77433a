"""The screens of who helps with what."""

from __future__ import annotations

from typing import Any

from cases.models import HelpStep
from tests.browser.screens import Screen, full, sanne, send_empty
from tests.browser.world import World


def help_item(world: World) -> dict[str, Any]:
    """Help that somebody waits for."""
    return {**full(world), "help": _waiting(world).item.uuid}


def help_step(world: World) -> dict[str, Any]:
    """The step since which somebody waits."""
    step = _waiting(world)
    return {**full(world), "help": step.item.uuid, "step": step.uuid}


def _waiting(world: World) -> HelpStep:
    return HelpStep.objects.get(household=world.full, state="waiting")


OF_HELP = [
    Screen("help form", "cases:help-create", sanne, full),
    Screen("help form, empty", "cases:help-create", sanne, full, then=send_empty, then_status=422),
    Screen("help, how it stands", "cases:help-step", sanne, help_item),
    Screen("help, how it stands, empty", "cases:help-step", sanne, help_item, then=send_empty, then_status=422),
    Screen("help, take a step back", "cases:help-withdraw", sanne, help_step),
]
