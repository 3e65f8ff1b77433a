"""A town, the Veilig Thuis that works for it, and somebody there. A test module may have another town."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Municipality, Organisation, User
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.signing_in import sign_in


@pytest.fixture
def town() -> Municipality:
    return MunicipalityFactory(name="Waterdonk")


@pytest.fixture
def veilig_thuis(town: Municipality) -> Organisation:
    organisation = OrganisationFactory(name="Veilig Thuis", kind="veilig_thuis", region=town.region)
    organisation.municipalities.add(town)
    return organisation


@pytest.fixture
def marco(client: Client, veilig_thuis: Organisation) -> User:
    marco = worker_of(veilig_thuis, name="Marco Janssen")
    sign_in(client, marco)
    return marco
