"""A town with a family, and a professional of another team who needs to read about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.models import User
from cases.models import (
    Household,
)
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory
from tests.signing_in import sign_in


@pytest.fixture
def town() -> Any:
    return MunicipalityFactory(name="Waterdonk")


@pytest.fixture
def household(town: Any) -> Household:
    return HouseholdFactory(call_name="Familie Adu", municipality=town)


@pytest.fixture
def west() -> Any:
    return OrganisationFactory(name="Wijkteam West", phone="088 111 22 33")


@pytest.fixture
def daan(client: Client, west: Any) -> User:
    daan = worker_of(west, name="Daan Visser", phone="06 98 76 54 32")
    sign_in(client, daan)
    return daan


@pytest.fixture
def officer(town: Any) -> User:
    return worker_of(OrganisationFactory(kind="other"), Role.PRIVACY_OFFICER, name="Olaf Meeuwis")
