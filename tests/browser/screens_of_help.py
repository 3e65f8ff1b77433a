"""The screens of who helps with what, and of what is going on."""

from __future__ import annotations

from typing import Any

from cases.models import HelpStep, Statement
from tests.browser.screens import Screen, empty, full, marco, sanne, send_empty
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


def statement(world: World) -> dict[str, Any]:
    """Something of which it was said otherwise first."""
    about = Statement.objects.get(household=world.full, texts__text="De huur is te laat.")
    return {**full(world), "statement": about.uuid}


OF_HELP = [
    Screen("help form", "cases:help-create", sanne, full),
    Screen("help form, empty", "cases:help-create", sanne, full, then=send_empty, then_status=422),
    Screen("help, how it stands", "cases:help-step", sanne, help_item),
    Screen("help, how it stands, empty", "cases:help-step", sanne, help_item, then=send_empty, then_status=422),
    Screen("help, take a step back", "cases:help-withdraw", sanne, help_step),
    Screen("what is going on", "cases:analysis", sanne, full),
    Screen("what is going on, nothing yet", "cases:analysis", sanne, empty),
    Screen("what is going on, duo", "cases:analysis", marco, full),
    Screen("statement form", "cases:statement-create", sanne, full),
    Screen("statement form, empty", "cases:statement-create", sanne, full, then=send_empty, then_status=422),
    Screen("statement, otherwise", "cases:statement-change", sanne, statement),
    Screen("statement, another view", "cases:statement-other-view", sanne, statement),
    Screen(
        "statement, no view",
        "cases:statement-other-view",
        sanne,
        statement,
        then=send_empty,
        then_status=422,
    ),
    Screen("statement, take out", "cases:statement-take-out", sanne, statement),
]
