"""The demo region, planned once and loaded once for all tests of this folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from veiligheidskaart.demo import loading, planning, reading
from veiligheidskaart.demo.planning import Plan

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def plans() -> list[Plan]:
    """Every demo household as it is on TODAY, without a database."""
    return planning.make(reading.read_all(), TODAY)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[float]:
    """The demo region in the database, for one module; gives the seconds that loading took. Rolled back afterwards."""
    with django_db_blocker.unblock(), override_settings(DEMO_MODE=True), transaction.atomic():
        started = time.monotonic()
        loading.load(lambda what: None, today=timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield time.monotonic() - started
        transaction.set_rollback(True)
