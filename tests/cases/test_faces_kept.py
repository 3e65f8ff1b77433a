"""How many families kept their fixed face: counted at night, read by the figures as two numbers (ux S27)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Organisation, Region
from cases.choices import SwitchReason
from cases.models import FaceCount
from cases.services import history
from cases.tasks import count_faces
from rvt.figures.disclosure import Hidden, Row, row_alone
from rvt.figures.document import NO_FACES, sentence_of
from rvt.figures.half_years import half_years
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

LAST_YEAR = timezone.localdate().year - 1
SUMMER = date(LAST_YEAR, 7, 1)


@pytest.fixture
def team() -> Organisation:
    return OrganisationFactory()


def family(team: Organisation, *, since: date, switched_on: date | None = None) -> None:
    """Let a family have a face since a day, and another one from a later day on."""
    town = team.region.municipalities.first() or MunicipalityFactory(region=team.region)
    household = HouseholdFactory(team=team, municipality=town)
    first = face_of(household)
    history.take_over_start(household, since=since, by=first)
    if switched_on:
        history.take_over_switch(
            household,
            to=worker_of(team),
            organisation=team,
            since=switched_on,
            reason=SwitchReason.OTHER_JOB,
            family_heard="Samen verteld",
            by=first,
        )


def counted(region: Region) -> tuple[int, int]:
    """Let beat come by as the application and nobody, and return what it counted."""
    with as_application():
        count_faces()
    row = FaceCount.objects.get(region=region, year=LAST_YEAR)
    return row.kept, row.changed


def test_a_family_with_one_face_all_year_kept_it(team: Organisation):
    family(team, since=date(LAST_YEAR - 1, 5, 1))
    family(team, since=date(LAST_YEAR, 1, 1))
    family(team, since=date(LAST_YEAR - 1, 5, 1), switched_on=SUMMER)

    assert counted(team.region) == (2, 1)


def test_a_switch_in_another_year_changes_nothing(team: Organisation):
    family(team, since=date(LAST_YEAR - 2, 5, 1), switched_on=date(LAST_YEAR - 1, 12, 31))
    family(team, since=date(LAST_YEAR - 2, 5, 1), switched_on=date(LAST_YEAR + 1, 1, 1))

    assert counted(team.region) == (2, 0)


def test_a_family_that_came_during_the_year_is_not_counted(team: Organisation):
    family(team, since=date(LAST_YEAR, 1, 2))

    assert counted(team.region) == (0, 0)


def test_a_family_counts_in_its_own_region(team: Organisation):
    family(team, since=date(LAST_YEAR - 1, 5, 1))

    assert counted(RegionFactory(name="Elders")) == (0, 0)


def test_what_was_counted_is_not_counted_again(team: Organisation):
    before = counted(team.region)
    family(team, since=date(LAST_YEAR - 1, 5, 1))

    assert counted(team.region) == before


def test_a_year_that_runs_is_not_counted(team: Organisation):
    family(team, since=date(LAST_YEAR - 1, 5, 1))
    counted(team.region)

    assert not FaceCount.objects.filter(year=LAST_YEAR + 1).exists()


def test_the_page_says_how_many(client: Client, team: Organisation):
    FaceCount.objects.create(region=team.region, year=LAST_YEAR, kept=61, changed=13)
    sign_in(client, worker_of(OrganisationFactory(kind="municipal_policy", region=team.region), Role.POLICY))

    page = client.get(f"/cijfers/?jaar={LAST_YEAR}").content.decode()

    assert f"61 van de 74 gezinnen hadden heel {LAST_YEAR} dezelfde vaste contactpersoon." in page


def test_without_a_count_nothing_is_said(team: Organisation):
    assert half_years(team.region, LAST_YEAR).faces is None


@pytest.mark.parametrize(
    ("kept", "changed", "said"),
    [
        (14, 0, "14 van de 14 gezinnen hadden heel 2024 dezelfde vaste contactpersoon."),
        (61, 13, "61 van de 74 gezinnen hadden heel 2024 dezelfde vaste contactpersoon. Dat is 82%."),
        (70, 3, "Van de 73 gezinnen kregen in 2024 minder dan 5 een andere vaste contactpersoon."),
        (3, 3, NO_FACES),
        (2, 40, NO_FACES),
        (0, 0, NO_FACES),
    ],
)
def test_small_numbers_of_families_are_not_said(kept: int, changed: int, said: str):
    shown = row_alone(Row("gezinnen", kept, changed))

    assert sentence_of(shown, 2024) == said
    assert Hidden.SMALL in shown.cells or shown.is_whole
