"""The screens of the advice register and the figures (ux, S18 and S27)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.actor import acting_as
from accounts.choices import Role
from accounts.models import OutboxEntry, User
from rvt.models import AgendaItem, Code
from rvt.services import importing
from rvt.services.figures import ask_paper
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.browser.screens import Screen, Where, send_empty
from tests.browser.screens_of_beheer import regional
from tests.browser.world import World
from tests.rvt.register_files import file_of, file_that_waits
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


def team(world: World) -> dict[str, Any]:
    """The team of Sanne."""
    return {"uuid": world.organisation.uuid}


def waiting_file(*lines: str) -> Where:
    """A file that was read, good or with these lines in it."""

    def of(world: World) -> dict[str, Any]:
        content = file_of(*lines) if lines else b""
        return {"uuid": file_that_waits(world.organisation, by=regional(world), content=content).uuid}

    return of


def added_file(world: World) -> dict[str, Any]:
    """A file that is in the register."""
    row = file_that_waits(world.organisation, by=regional(world))
    with acting_as(regional(world)), transaction.atomic():
        importing.ask_adding(row, by=regional(world))
        importing.add_waiting(OutboxEntry(args={"register_import": str(row.uuid)}, by=regional(world)))
    return {"uuid": row.uuid}


def code(world: World) -> dict[str, Any]:
    """An answer of a list."""
    return {"uuid": Code.objects.get(list="duration", code="once").uuid}


def a_list(world: World) -> dict[str, Any]:
    """A list."""
    return {"list": "duration"}


def a_language(world: World) -> dict[str, Any]:
    """A language that is written from right to left."""
    return {"language": "ar"}


def office(world: World) -> dict[str, Any]:
    """The regiobureau."""
    return {"uuid": regional(world).memberships.get().organisation.uuid}


def discussed(world: World) -> dict[str, Any]:
    """A question that was discussed at the table of the chair, in a region with a Veilig Thuis."""
    region = world.organisation.region
    OrganisationFactory(kind="veilig_thuis", region=region).municipalities.add(MunicipalityFactory(region=region))
    discuss(region, 2024, halves=(1, 0))
    return {"uuid": AgendaItem.objects.filter(meeting__region=region, is_done=True).latest("pk").uuid}


OF_THE_REGISTER = [
    Screen("register file, new", "rvt:import-create", regional, team),
    Screen("register file, none chosen", "rvt:import-create", regional, team, then=send_empty, then_status=422),
    Screen("register file, read", "rvt:import-detail", regional, waiting_file()),
    Screen("register file, refused", "rvt:import-detail", regional, waiting_file("melding;;;;;;;;;;", "vraag")),
    Screen("register file, added", "rvt:import-detail", regional, added_file),
    Screen("code lists", "rvt:code-lists", regional),
    Screen("code, new", "rvt:code-add", regional, a_list),
    Screen("code, refused", "rvt:code-add", regional, a_list, then=send_empty, then_status=422),
    Screen("code, of the bureau", "rvt:code-change", regional, code),
    Screen("code, ends", "rvt:code-end", regional, code),
    Screen("blocks of the card", "veiligheidskaart:blocks", regional, office),
    Screen("languages of the card", "veiligheidskaart:languages", regional),
    Screen("language, texts", "veiligheidskaart:language-review", regional, a_language),
    Screen(
        "language, refused", "veiligheidskaart:language-review", regional, a_language, then=send_empty, then_status=422
    ),
    Screen("consultation, new", "rvt:consultation-create", sanne),
    Screen("consultation, refused", "rvt:consultation-create", sanne, then=send_empty, then_status=422),
    Screen("consultations", "rvt:consultation-list", sanne, nothing),
    Screen("consultation", "rvt:consultation-detail", sanne, call),
    Screen("statistics bureau", "rvt:bureau", sanne, year, query="?van=2024-01-01&tot=2024-12-31"),
    Screen("consultation, add", "rvt:consultation-add", sanne, call),
    Screen("consultation, called back", "rvt:consultation-called-back", sanne, call),
    Screen("table, count as a consultation", "rvt:item-count", chair, discussed),
    Screen("figures", "rvt:figures", policy, year, query="?jaar=2024"),
    Screen("figures, parts", "rvt:figures", policy, year, query="?jaar=2024&deel=uitgesplitst"),
    Screen("figures, waiting", "rvt:figures", policy, year, query="?jaar=2024&deel=wachten"),
    Screen("figures, an empty year", "rvt:figures", policy, query="?jaar=2016"),
    Screen("figures, remarks", "rvt:figures-notes", chair),
    Screen("figures on paper", "rvt:figures-paper", policy, paper),
]
