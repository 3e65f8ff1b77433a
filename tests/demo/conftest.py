"""The demo region, planned once and loaded once for all tests of this folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from tests import administration
from veiligheidskaart.demo import loading, planning, reading
from veiligheidskaart.demo.planning import Plan

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def plans() -> list[Plan]:
    """Every demo household as it is on TODAY, without a database."""
    return planning.make(reading.read_all(), TODAY)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[float]:
    """The demo region in a database of its own, for one module; gives the seconds that loading took.

    Loaded as it is for real: one household a transaction. In one great transaction around everything each row keeps
    all its earlier versions and lockers, and reading it back takes longer than a statement may.
    """
    line = connections["default"]
    own, name = line.settings_dict["NAME"], f"{line.settings_dict['NAME']}_demo"
    with django_db_blocker.unblock():
        line.close()
        administration.clone(name)
        line.settings_dict["NAME"] = name
        with override_settings(DEMO_MODE=True):
            started = time.monotonic()
            loading.load(lambda what: None, today=timezone.localdate())
            seconds = time.monotonic() - started
        yield seconds
        line.close()
        line.settings_dict["NAME"] = own
        administration.drop(name)
