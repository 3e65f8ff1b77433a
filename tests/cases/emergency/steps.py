"""What a professional and a privacy officer do in an emergency, through the pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import User
from cases.models import (
    EmergencyAccess,
    Household,
    HouseholdGroupPermission,
    Involvement,
)
from tests.signing_in import sign_in

START, OPEN, REVIEWS = "/noodtoegang/", "/noodtoegang/openen/", "/noodtoegang/beoordelen/"
REASON = "De buren horen geschreeuw en een kind huilt buiten."
NOT_FOUND = "Niets gevonden onder deze naam in deze gemeente."
WAIT_FOR_VERDICT = "Je vorige noodtoegang is nog niet beoordeeld."


def filled_in(town: Any, **changed: Any) -> dict[str, Any]:
    return {"name": "Noor", "municipality": str(town.uuid), "reason": REASON, "called_112": "yes"} | changed


def opened(client: Client, household: Household) -> EmergencyAccess:
    """Open the household as who is signed in, through the page."""
    response = client.post(OPEN, filled_in(household.municipality))
    assert (response.status_code, response.get("Location")) == (303, household.get_absolute_url())
    return EmergencyAccess.objects.latest("opened_at")


def page(client: Client, url: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(url).content.decode()).split())


def pass_time(access: EmergencyAccess, **length: int) -> None:
    """Let both halves have begun and ended so much earlier."""
    halves: list[Any] = [
        Involvement.objects.filter(pk=access.involvement_id),
        HouseholdGroupPermission.objects.filter(group=access.organisation.group, content_object=access.household),
    ]
    for rows in halves:
        for row in rows:
            moved = [moment - timedelta(**length) for moment in (row.period.lower, row.period.upper)]
            rows.filter(pk=row.pk).update(period=tuple(moved))


def judge(client: Client, officer: User, access: EmergencyAccess, verdict: str = "justified") -> Any:
    sign_in(client, officer)
    return client.post(f"{REVIEWS}{access.uuid}/", {"verdict": verdict, "text": "Er was echt gevaar."})
