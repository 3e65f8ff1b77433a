"""Lines of the access log of other days. The log itself always writes today; the administrator of the tests may not."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from accounts.models import Organisation
from cases.models import Household
from tests.accounts.test_access_log import LINE


def line(
    household: Household, organisation: Organisation | None = None, /, *, at: datetime | None = None, **more: Any
) -> None:
    """Somebody of `organisation` looked at `household`. Goes with the transaction of the test."""
    row = {
        **LINE,
        "request_id": uuid4(),
        "household": household.uuid,
        "obj_id": household.uuid,
        "organisation": organisation.uuid if organisation else None,
        "at": at or timezone.now(),
        **more,
    }
    places = ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO accounts_accessline ({', '.join(row)}) VALUES ({places})",
            list(row.values()),
        )
