"""How many gzipped bytes a page costs (ux 9): HTML under 60 KB, styles under 15 KB, scripts under 35 KB."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Response

from cases.models import Household
from tests.browser.visitor import Visitor
from tests.browser.world import Team, family, full_family

KB = 1024
BUDGET = {"document": 60 * KB, "stylesheet": 15 * KB, "script": 35 * KB, "font": 0}
"""Gzipped bytes by kind of file. The preview of a card may load fonts."""

OWN_SCRIPT = 10 * KB


@pytest.fixture
def household(visit: Callable[..., Visitor]) -> Household:
    """A full family, and enough others to fill a page of the list."""
    team = Team()
    for number in range(30):
        family(team, f"Familie Kade {number + 1}")
    return full_family(team)


def weigh(visitor: Visitor, path: str) -> dict[str, int]:
    """Return gzipped bytes by kind of everything that one page loads."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    visitor.page.on("response", keep)
    visitor.page.goto(path, wait_until="networkidle")
    weight = dict.fromkeys(BUDGET, 0)
    for answer in answers:
        kind = answer.request.resource_type
        if kind in weight:
            weight[kind] += len(gzip.compress(answer.body(), 9))
    return weight


def test_every_daily_page_keeps_to_its_budget(visit: Callable[..., Visitor], household: Household) -> None:
    visitor = visit()
    visitor.become(household.changed_by)
    pages = {
        "my_day": reverse("accounts:my-day"),
        "household_list": reverse("cases:household-list"),
        "household": household.get_absolute_url(),
        "film_form": reverse("cases:film-create", args=[household.uuid]),
        "new_household": reverse("cases:household-create"),
        "card_draft": reverse("veiligheidskaart:draft", args=[household.uuid]),
    }

    weights = {name: weigh(visitor, path) for name, path in pages.items()}

    for name, weight in weights.items():
        for kind, size in weight.items():
            print(f"FIGURE page_kb_{kind}_{name} {size / KB:.1f} {BUDGET[kind] / KB:.0f}")
    every = {(name, kind): size for name, weight in weights.items() for kind, size in weight.items()}
    assert {found: size for found, size in every.items() if size > BUDGET[found[1]]} == {}


def test_our_own_script_stays_small() -> None:
    scripts = (Path(settings.BASE_DIR) / "static" / "js").glob("*.js")

    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) <= OWN_SCRIPT
