"""Plain households to measure with: many, quickly, and obeying every constraint."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import Region, User
from cases.models import Household, Involvement
from tests.accounts.factories import MunicipalityFactory, RegionFactory
from tests.bench import _bulk as bulk

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_region() -> Region:
    """A demonstration with a region, and nothing in it yet."""
    region: Region = RegionFactory(name="Regio om te meten", is_demo=True)
    MunicipalityFactory(region=region)
    return region


@pytest.mark.usefixtures("demo_region")
def test_every_bulk_household_has_its_one_face() -> None:
    assert bulk.load(1) == bulk.HOUSEHOLDS_A_TEAM

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Household.objects.active().count() == bulk.HOUSEHOLDS_A_TEAM
    assert Involvement.objects.running().faces().count() == bulk.HOUSEHOLDS_A_TEAM


@pytest.mark.usefixtures("demo_region")
def test_a_face_of_a_bulk_household_sees_it_by_the_access_rule() -> None:
    bulk.load(1)
    face = Involvement.objects.running().faces().select_related("user", "household")[0]

    assert Household.objects.visible_to(face.user).contains(face.household)


@pytest.mark.usefixtures("demo_region")
def test_nobody_signs_in_as_a_bulk_person() -> None:
    bulk.load(1)

    assert not any(user.has_usable_password() for user in User.objects.all())
