"""The screens of the advice register and the figures (ux, S18 and S27)."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from accounts.models import User
from rvt.services.figures import ask_paper
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.browser.screens import Screen, send_empty
from tests.browser.world import World
from tests.rvt.years import chair_of, consult, consultation_of, discuss


def sanne(world: World) -> User:
    """Somebody who answers callers."""
    return world.sanne


def policy(world: World) -> User:
    """Somebody who reads figures and nothing else."""
    municipality = OrganisationFactory(kind="municipal_policy", region=world.organisation.region)
    return worker_of(municipality, Role.POLICY, name="Ellen Prins")


def call(world: World) -> dict[str, Any]:
    """A caller of the team of Sanne."""
    return {"uuid": consultation_of(world.sanne).uuid}


def nothing(world: World) -> dict[str, Any]:
    """The page of everybody, with a call to show."""
    consultation_of(world.sanne)
    return {}


def year(world: World) -> dict[str, Any]:
    """A year with small and large numbers."""
    region = world.organisation.region
    discuss(region, 2024, halves=(12, 3), without_children=(2, 0))
    town = MunicipalityFactory(region=region)
    consult(world.organisation, town, 2024, halves=(30, 30))
    consult(world.organisation, town, 2024, halves=(2, 9), setting="mail")
    return {}


def chair(world: World) -> User:
    """Who writes the remarks."""
    return chair_of(world.organisation.region)


def paper(world: World) -> dict[str, Any]:
    """The figures that somebody waits for on paper."""
    return {"uuid": ask_paper(world.organisation.region, 2024, by=policy(world)).uuid}


OF_THE_REGISTER = [
    Screen("consultation, new", "rvt:consultation-create", sanne),
    Screen("consultation, refused", "rvt:consultation-create", sanne, then=send_empty, then_status=422),
    Screen("consultations", "rvt:consultation-list", sanne, nothing),
    Screen("consultation", "rvt:consultation-detail", sanne, call),
    Screen("consultation, add", "rvt:consultation-add", sanne, call),
    Screen("consultation, called back", "rvt:consultation-called-back", sanne, call),
    Screen("figures", "rvt:figures", policy, year, query="?jaar=2024"),
    Screen("figures, parts", "rvt:figures", policy, year, query="?jaar=2024&deel=uitgesplitst"),
    Screen("figures, waiting", "rvt:figures", policy, year, query="?jaar=2024&deel=wachten"),
    Screen("figures, an empty year", "rvt:figures", policy, query="?jaar=2016"),
    Screen("figures, remarks", "rvt:figures-notes", chair),
    Screen("figures on paper", "rvt:figures-paper", policy, paper),
]
